// SPDX-License-Identifier: GPL-3.0-or-later
// `tact verify`: is this referral the one that was written, byte for byte, and by whose key?
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "core/cli/commands.h"
#include "core/i18n.h"
#include "core/report/packet.h"

namespace tact::cli {

namespace {

int usage() {
  std::fprintf(stderr, "%s\n", _("usage: tact verify [--key KEYLINE|FILE.pub] PACKET"));
  return 2;
}

int no(const std::string& text) {
  std::fprintf(stderr, "%s\n", text.c_str());
  return 1;
}

bool read(const char* path, std::string& out) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return false;
  out.assign(std::istreambuf_iterator<char>(file), {});
  return !file.bad();
}

/// "tact-public-key ..." itself, or a file that holds it.
std::optional<keys::PublicKey> key_from(const char* argument) {
  if (const auto key = keys::PublicKey::parse_line(argument)) return key;
  std::string text;
  return read(argument, text) ? keys::PublicKey::parse_line(text) : std::nullopt;
}

}  // namespace

int verify(int argc, char** argv) {
  const bool with_key = argc == 4 && std::string_view(argv[1]) == "--key";
  if (!with_key && (argc != 2 || std::string_view(argv[1]).starts_with("--"))) return usage();
  const char* path = argv[argc - 1];
  std::optional<keys::PublicKey> expected;
  if (with_key) expected = key_from(argv[2]);
  if (with_key && !expected) {
    std::fprintf(stderr, "%s\n", fill(_("“{key}” is no public key and no file with one"), {{"key", argv[2]}}).c_str());
    return 2;
  }
  std::string file;
  if (!read(path, file)) return no(fill(_("{path}: cannot be read"), {{"path", path}}));
  const report::PacketCheck check = report::check_packet(file);
  if (!check.fault.empty()) return no(fill(_("{path}: does not hold: {fault}"), {{"path", path}, {"fault", check.fault}}));
  if (expected && *expected != *check.key) return no(fill(_("{path}: does not hold: it was signed by another key, {key}"), {{"path", path}, {"key", check.key->line()}}));
  std::printf("%s\n", fill(_("{path}: holds.\nwho:  {who}\nwhen: {when}\nwhat: {what}\nkey:  {key}"),
                           {{"path", path}, {"who", check.who}, {"when", check.when}, {"what", check.what}, {"key", check.key->line()}}).c_str());
  if (!expected) std::printf("%s\n", _("The name is what the signer wrote; that the key is theirs, the group’s policy or a call to them tells (--key)."));
  return 0;
}

}  // namespace tact::cli
