// SPDX-License-Identifier: GPL-3.0-or-later
// `tact policy`: the rep's policy from the command line, by the same code as in the client.
#include "core/policy/policy.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/cli/commands.h"
#include "core/i18n.h"
#include "core/keys/key_file.h"
#include "core/language/language.h"
#include "core/policy/carrier.h"
#include "core/policy/directory.h"
#include "core/policy/human.h"
#include "core/policy/page.h"
#include "core/policy/signature.h"
#include "core/policy/words.h"
#include "core/room/network.h"
#include "core/store/database.h"

namespace tact::cli {

namespace {

enum Status { done = 0, said_no = 1, wrong_usage = 2 };

struct Wrong {
  std::string text;
};

/// Options with a value, and the words beside them.
struct Arguments {
  std::vector<std::pair<std::string, std::string>> options;
  std::vector<std::string> words;

  const std::string* option(std::string_view name) const {
    for (const auto& [key, value] : options)
      if (key == name) return &value;
    return nullptr;
  }
  const std::string& needed(std::string_view name) const {
    const std::string* value = option(name);
    if (value == nullptr) throw Wrong{fill(_("{option} is missing"), {{"option", name}})};
    return *value;
  }
};

/// `known`: the options this word takes; every one has a value.
Arguments arguments(int argc, char** argv, std::initializer_list<std::string_view> known) {
  Arguments out;
  for (int i = 2; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (!word.starts_with("--")) {
      out.words.emplace_back(word);
      continue;
    }
    bool takes = false;
    for (const std::string_view one : known) takes = takes || one == word;
    if (!takes || i + 1 >= argc || out.option(word) != nullptr) throw Wrong{fill(_("“{word}” is not understood here"), {{"word", word}})};
    out.options.emplace_back(word, argv[++i]);
  }
  return out;
}

void expect_words(const Arguments& given, std::size_t count) {
  if (given.words.size() != count) throw Wrong{count == 1 ? _("expected one file") : count == 2 ? _("expected two files") : _("expected no file")};
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw keys::Error(fill(_("{path}: cannot be read"), {{"path", path}}));
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.size() > policy::most_human_bytes) throw keys::Error(fill(_("{path}: too long for a policy"), {{"path", path}}));
  return text;
}

/// Signed or human, whichever the file holds.  nullopt: said what is wrong.
std::optional<Policy> read_policy(const std::string& path) {
  const std::string text = read_file(path);
  if (text.starts_with("tact-policy ")) {
    if (!text.ends_with('\n')) throw keys::Error(fill(_("{path}: cut short"), {{"path", path}}));
    const auto bytes = policy::from_line(std::string_view(text).substr(0, text.size() - 1));
    policy::Opened opened = policy::open(bytes ? policy::ByteView(*bytes) : policy::ByteView(), nullptr);
    if (opened.refusal != policy::Refusal::none) throw keys::Error(fill("{path}: {what}", {{"path", path}, {"what", opened.what}}));
    return std::move(opened.policy);
  }
  std::vector<std::string> problems;
  auto policy = policy::from_human(text, path, problems);
  for (const std::string& problem : problems) std::fprintf(stderr, "%s\n", problem.c_str());
  return policy;
}

void print(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) std::printf("%s\n", line.c_str());
}

/// The passphrase, where the key has one: from TACT_PASSPHRASE, so that it stands in no list of processes.
std::string passphrase() {
  const char* given = std::getenv("TACT_PASSPHRASE");
  return given == nullptr ? "" : given;
}

/// From the data folder, where a school may put its own wording; the built-in page where there is none.
Policy begun(GroupKind kind) {
  const std::string path = language::data_folder() + "/templates/" + std::string(name(kind)) + ".policy";
  if (!std::ifstream(path)) return policy_template(kind);
  const auto policy = read_policy(path);
  if (!policy) throw keys::Error(fill(_("{path}: this template is not sound"), {{"path", path}}));
  return *policy;
}

int make_new(const Arguments& given) {
  expect_words(given, 0);
  const auto kind = group_kind(given.needed("--template"));
  if (!kind) throw Wrong{_("--template is class or community")};
  auto room = RoomKey::parse(given.needed("--room"));
  if (!room) throw Wrong{_("--room is PROTOCOL|SERVICE|ROOM, as prpl-irc|irc.example.org|#class3")};
  // As every member's Tact names it, however they typed the server.
  if (room->protocol == "prpl-irc") room->service = room::irc_network(room->service);
  Policy policy = begun(*kind);
  policy.room = *room;
  if (const std::string* name = given.option("--name")) policy.group_name = *name;
  if (const std::string* rep = given.option("--rep")) policy.rep.name = *rep;
  for (const policy::Remark& remark : policy::lint(policy))
    if (remark.error) throw keys::Error(remark.text);
  store::write_private_file(given.needed("--out"), policy::to_human(policy));
  return done;
}

int keygen(const Arguments& given) {
  expect_words(given, 0);
  const std::string& path = given.needed("--out");
  const keys::IdentityKey key = keys::IdentityKey::make();
  keys::save(key, path, passphrase());
  store::write_private_file(path + ".pub", key.public_key().line() + "\n");
  std::printf("%s\n", key.public_key().line().c_str());
  return done;
}

int sign(const Arguments& given) {
  expect_words(given, 1);
  const keys::IdentityKey key = keys::load(given.needed("--key"), passphrase());
  const std::string text = read_file(given.words[0]);
  // A signed file gets the second signature of two deputies.
  if (text.starts_with("tact-policy ") && text.ends_with('\n')) {
    const auto first = policy::from_line(std::string_view(text).substr(0, text.size() - 1));
    if (!first) throw keys::Error(fill(_("{path}: damaged"), {{"path", given.words[0]}}));
    std::printf("%s\n", policy::to_line(policy::sign_too(*first, key)).c_str());
    return done;
  }
  auto policy = read_policy(given.words[0]);
  if (!policy) return said_no;
  if (policy->rep.key.empty()) policy->rep.key = key.public_key().vector();
  if (const std::string* previous = given.option("--previous")) {
    const auto before = read_policy(*previous);
    if (!before) return said_no;
    policy->previous = policy::hash(*before);
    policy->version = before->version + 1;
  }
  for (const policy::Remark& remark : policy::lint(*policy))
    if (remark.error) throw keys::Error(fill("{path}: {what}", {{"path", given.words[0]}, {"what", remark.text}}));
  std::printf("%s\n", policy::to_line(policy::sign(*policy, key)).c_str());
  return done;
}

int verify(const Arguments& given) {
  expect_words(given, 1);
  const std::string& path = given.words[0];
  const std::string line = read_file(given.needed("--pub"));
  const auto key = keys::PublicKey::parse_line(line);
  if (!key) throw keys::Error(fill(_("{path}: not a public key, expected the line that keygen wrote"), {{"path", given.needed("--pub")}}));
  std::optional<RoomKey> room;
  if (const std::string* text = given.option("--room")) {
    room = RoomKey::parse(*text);
    if (!room) throw Wrong{_("--room is PROTOCOL|SERVICE|ROOM, as prpl-irc|irc.example.org|#class3")};
  }
  const std::string text = read_file(path);
  const auto bytes = text.ends_with('\n') ? policy::from_line(std::string_view(text).substr(0, text.size() - 1)) : std::nullopt;
  const policy::Opened opened = policy::open(bytes ? policy::ByteView(*bytes) : policy::ByteView(), room ? &*room : nullptr);
  if (opened.refusal != policy::Refusal::none) throw keys::Error(fill("{path}: {what}", {{"path", path}, {"what", opened.what}}));
  if (!opened.signed_by(key->bytes())) throw keys::Error(fill(_("{path}: signed, but by another key ({key})"), {{"path", path}, {"key", opened.signers.front().short_name()}}));
  print(policy::summary(opened.policy));
  std::printf("%s\n", fill(_("hash: {hash}"), {{"hash", keys::hex(opened.hash)}}).c_str());
  return done;
}

int show(const Arguments& given) {
  expect_words(given, 1);
  const auto policy = read_policy(given.words[0]);
  if (!policy) return said_no;
  std::fputs(policy::to_human(*policy).c_str(), stdout);
  return done;
}

int diff(const Arguments& given) {
  expect_words(given, 2);
  const auto before = read_policy(given.words[0]), after = read_policy(given.words[1]);
  if (!before || !after) return said_no;
  const auto lines = policy::differences(*before, *after);
  print(lines);
  if (lines.empty()) std::printf("%s\n", _("no difference"));
  return done;
}

int lint(const Arguments& given) {
  expect_words(given, 1);
  const auto policy = read_policy(given.words[0]);
  if (!policy) return said_no;
  int status = done;
  for (const policy::Remark& remark : policy::lint(*policy)) {
    std::printf("%s: %s: %s\n", given.words[0].c_str(), remark.error ? _("error") : _("advice"), remark.text.c_str());
    if (remark.error) status = said_no;
  }
  return status;
}

/// What would be posted in the room, message by message with an empty line between.
int announce(const Arguments& given) {
  expect_words(given, 1);
  const std::string text = read_file(given.words[0]);
  const auto bytes = text.ends_with('\n') ? policy::from_line(std::string_view(text).substr(0, text.size() - 1)) : std::nullopt;
  const policy::Opened opened = policy::open(bytes ? policy::ByteView(*bytes) : policy::ByteView(), nullptr);
  if (!bytes || opened.refusal != policy::Refusal::none) throw keys::Error(fill("{path}: {what}", {{"path", given.words[0]}, {"what", opened.what}}));
  std::optional<Policy> before;
  if (const std::string* path = given.option("--before")) before = read_policy(*path);
  const bool line_by_line = opened.policy.room.protocol == "prpl-irc";
  print(policy::publication(opened.policy, before ? &*before : nullptr, *bytes, line_by_line));
  return done;
}

/// Adds names as keyed hashes to a human form; the names themselves are not kept.
int names(const Arguments& given) {
  expect_words(given, 1);
  auto policy = read_policy(given.words[0]);
  if (!policy) return said_no;
  for (const auto& [option, who] : {std::pair{"--children", policy::Known::child}, std::pair{"--staff", policy::Known::staff}}) {
    const std::string* path = given.option(option);
    if (path == nullptr) continue;
    std::istringstream lines(read_file(*path));
    for (std::string line; std::getline(lines, line);) policy::add_name(*policy, who, line);
  }
  store::write_private_file(given.needed("--out"), policy::to_human(*policy));
  return done;
}

struct Word {
  std::string_view word;
  int (*run)(const Arguments&);
  std::initializer_list<std::string_view> options;
};

}  // namespace

int policy(int argc, char** argv) {
  static const Word words[] = {
      {"announce", announce, {"--before"}},
      {"diff", diff, {}},
      {"keygen", keygen, {"--out"}},
      {"lint", lint, {}},
      {"names", names, {"--children", "--staff", "--out"}},
      {"new", make_new, {"--template", "--room", "--out", "--name", "--rep"}},
      {"show", show, {}},
      {"sign", sign, {"--key", "--previous"}},
      {"verify", verify, {"--pub", "--room"}},
  };
  try {
    for (const Word& one : words)
      if (argc > 1 && one.word == argv[1]) return one.run(arguments(argc, argv, one.options));
    throw Wrong{_("expected new, keygen, sign, verify, show, diff, lint, announce or names")};
  } catch (const Wrong& wrong) {
    std::fprintf(stderr, "tact policy: %s\n", wrong.text.c_str());
    for (const char* line : {"new --template class|community --room 'PROTOCOL|SERVICE|ROOM' --out FILE [--name GROUP] [--rep NAME]", "keygen --out NAME",
                             "sign --key NAME [--previous SIGNED] FILE > SIGNED", "verify --pub NAME.pub [--room ROOM] SIGNED", "show FILE", "diff OLD NEW", "lint FILE",
                             "announce [--before OLD] SIGNED", "names [--children LIST] [--staff LIST] --out FILE FILE"})
      std::fprintf(stderr, "  tact policy %s\n", line);
    return wrong_usage;
  }
}

}  // namespace tact::cli
