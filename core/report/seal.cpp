// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/seal.h"

#include <charconv>

#include "core/i18n.h"
#include "core/keys/digest.h"

namespace tact::report {

namespace {

constexpr std::string_view opening = "<!-- tact-seal 1\n", closing = "-->\n", domain = "tact packet 1";
constexpr std::size_t most_parts = 32;

/// A comment must not hold "--" or ">"; a line no line break.
std::string spelt(std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f && c != '%' && c != '<' && c != '>' && c != '-') {
      out += c;
      continue;
    }
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

std::optional<std::string> unspelt(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const auto byte = from_hex(text.substr(i + 1, 2));
    if (!byte || byte->size() != 1) return std::nullopt;
    out += static_cast<char>(byte->front());
    i += 2;
  }
  return spelt(out) == text ? std::optional(out) : std::nullopt;
}

/// What is signed: everything of the seal before the signature; the hashes in it stand for the rest of the file.
std::string signed_lines(const Seal& seal) {
  std::string out(opening);
  out += "who: " + spelt(seal.who) + "\nwhen: " + spelt(seal.when) + "\nwhat: " + spelt(seal.what) + "\n";
  for (const SealPart& part : seal.parts) out += "part: " + hex(part.hash) + " " + std::to_string(part.length) + " " + spelt(part.name) + "\n";
  return out + "key: " + keys::base64(seal.key->bytes()) + "\n";
}

std::string whole(const Seal& seal) { return signed_lines(seal) + "signature: " + keys::base64(seal.signature) + "\n" + std::string(closing); }

/// Takes "NAME: value\n" from the front.
std::optional<std::string_view> take(std::string_view& text, std::string_view name) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos || !text.starts_with(name) || text.substr(name.size(), 2) != ": ") return std::nullopt;
  const std::string_view value = text.substr(name.size() + 2, end - name.size() - 2);
  text.remove_prefix(end + 1);
  return value;
}

std::optional<SealPart> read_part(std::string_view line) {
  SealPart part;
  const auto hash = from_hex(line.substr(0, 64));
  const auto blank = line.find(' ', 65);
  if (!hash || hash->size() != part.hash.size() || line.size() < 66 || line[64] != ' ' || blank == std::string_view::npos) return std::nullopt;
  std::copy(hash->begin(), hash->end(), part.hash.begin());
  const std::string_view length = line.substr(65, blank - 65);
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), part.length);
  const auto name = unspelt(line.substr(blank + 1));
  if (error != std::errc() || end != length.data() + length.size() || !name) return std::nullopt;
  part.name = *name;
  return part;
}

/// The first line of the seal that cannot be read; empty: it was read.
std::string read_seal(std::string_view text, Seal& seal) {
  text.remove_prefix(opening.size());
  for (auto& [name, field] : {std::pair{"who", &seal.who}, std::pair{"when", &seal.when}, std::pair{"what", &seal.what}}) {
    const auto value = take(text, name);
    const auto plain = value ? unspelt(*value) : std::nullopt;
    if (!plain) return name;
    *field = *plain;
  }
  while (text.starts_with("part")) {
    const auto value = take(text, "part");
    const auto part = value && seal.parts.size() < most_parts ? read_part(*value) : std::nullopt;
    if (!part) return "part " + std::to_string(seal.parts.size() + 1);
    seal.parts.push_back(*part);
  }
  const auto key_text = take(text, "key");
  const auto key = key_text ? keys::from_base64(*key_text) : std::nullopt;
  seal.key = key ? keys::PublicKey::parse(*key) : std::nullopt;
  if (!seal.key) return "key";
  const auto signature_text = take(text, "signature");
  const auto signature = signature_text ? keys::from_base64(*signature_text) : std::nullopt;
  if (!signature || signature->size() != keys::signature_size) return "signature";
  seal.signature = *signature;
  return text == closing ? "" : "end";
}

}  // namespace

std::string sealed_file(const std::vector<std::pair<std::string, std::string>>& parts, std::string_view who, std::string_view when, std::string_view what,
                        const keys::IdentityKey& signer) {
  Seal seal{std::string(who), std::string(when), std::string(what), {}, signer.public_key(), {}};
  std::string file;
  for (const auto& [name, text] : parts) {
    seal.parts.push_back({name, text.size(), sha256(text)});
    file += text;
  }
  seal.signature = signer.sign(domain, keys::view(signed_lines(seal)));
  return file + whole(seal);
}

std::string check_seal(std::string_view file, Seal& seal, std::string_view& body) {
  const auto at = file.rfind(opening);
  if (at == std::string_view::npos) return _("the seal at the end is missing or its first line was changed");
  body = file.substr(0, at);
  const std::string_view end = file.substr(at);
  if (const std::string line = read_seal(end, seal); !line.empty()) return fill(_("the seal’s line “{line}” was changed"), {{"line", line}});
  if (whole(seal) != end) return _("the seal is not spelt as it was written");
  if (!keys::verify(*seal.key, domain, keys::view(signed_lines(seal)), seal.signature)) return _("the seal was changed: its signature does not fit");
  std::size_t from = 0;
  for (const SealPart& part : seal.parts) {
    if (part.length > body.size() - from) return fill(_("the part “{part}” is cut short"), {{"part", part.name}});
    if (sha256(body.substr(from, part.length)) != part.hash)
      return fill(_("the part “{part}” was changed (bytes {from} to {to})"), {{"part", part.name}, {"from", std::to_string(from)}, {"to", std::to_string(from + part.length)}});
    from += part.length;
  }
  if (from != body.size()) return fill(_("something was added after byte {from}"), {{"from", std::to_string(from)}});
  return {};
}

}  // namespace tact::report
