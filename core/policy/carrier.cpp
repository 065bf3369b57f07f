// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/carrier.h"

#include <glib.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>

#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "core/policy/fields.h"
#include "core/policy/human.h"
#include "core/policy/page.h"
#include "core/policy/words.h"

namespace tact::policy {

namespace {

constexpr std::string_view start = "tact-policy/1 ";
constexpr std::size_t id_size = 16;
constexpr std::size_t head_size = start.size() + id_size + sizeof " 99/99 " - 1;

std::string id_of(ByteView bytes) { return keys::hex(keys::sha256(bytes)).substr(0, id_size); }

const Bytef* data(ByteView bytes) { return reinterpret_cast<const Bytef*>(bytes.data()); }
const Bytef* dictionary_data() { return reinterpret_cast<const Bytef*>(dictionary().data()); }

struct Part {
  std::string_view id, text;
  std::size_t number = 0, of = 0;
};

std::optional<std::size_t> count(std::string_view text) {
  std::size_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size() || text.empty() || text.front() == '0') return std::nullopt;
  return value;
}

std::optional<Part> read(std::string_view line) {
  if (!line.starts_with(start)) return std::nullopt;
  line.remove_prefix(start.size());
  const auto blank = line.find(' ');
  if (blank != id_size) return std::nullopt;
  const auto next = line.find(' ', blank + 1), slash = line.find('/', blank + 1);
  if (next == std::string_view::npos || slash == std::string_view::npos || slash > next) return std::nullopt;
  const auto number = count(line.substr(blank + 1, slash - blank - 1)), of = count(line.substr(slash + 1, next - slash - 1));
  if (!number || !of || *of > most_parts || *number > *of) return std::nullopt;
  Part part{line.substr(0, blank), line.substr(next + 1), *number, *of};
  // A part longer than any we would send is not ours.
  if (part.text.empty() || part.text.size() > roomy_line) return std::nullopt;
  return part;
}

/// Cut at a character, with an ellipsis, so that no network cuts it for us.
std::string shortened(std::string text, std::size_t most) {
  constexpr std::string_view ellipsis = "…";
  if (text.size() <= most) return text;
  std::size_t end = most - ellipsis.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + std::string(ellipsis);
}

std::string head(const Policy& policy, const Policy* before) {
  const std::string version = std::to_string(policy.version);
  const std::string rep = policy.rep.name.empty() ? std::string() : fill(_(" (from {rep})"), {{"rep", policy.rep.name}});
  const std::string& group = policy.group_name.empty() ? policy.room.room : policy.group_name;
  return before == nullptr ? fill(_("{group}: our group’s guideline, version {version}{rep}."), {{"group", group}, {"version", version}, {"rep", rep}})
                           : fill(_("{group}: our guideline has changed, version {version}{rep}."), {{"group", group}, {"version", version}, {"rep", rep}});
}

/// The page's own questions where the group kept them, else the first sentences.
std::string in_short(const Policy& policy) {
  std::string out;
  const auto page = page_sentences();
  constexpr std::string_view six[] = {"Is this relevant?", "Is this necessary?", "Is it true?", "Is it helpful?", "Is it kind?"};
  for (const std::string& sentence : policy.sentences)
    if (std::ranges::find(six, sentence) != std::end(six) || (sentence.starts_with("Is this a good time") && std::ranges::find(page, sentence) != page.end())) out += (out.empty() ? "" : " ") + sentence;
  if (!out.empty()) return fill(_("Before you post: {questions}"), {{"questions", out}});
  for (std::size_t i = 0; i < policy.sentences.size() && i < 3; ++i) out += (i == 0 ? "" : " ") + policy.sentences[i];
  return out;
}

std::string hard_rules(const Policy& policy) {
  std::string out;
  for (const auto& [id, level] : policy.levels) {
    if (level != Level::require) continue;
    const std::string_view words = quotation(id);
    out += (out.empty() ? "" : " ") + std::string(words.empty() ? std::string_view(id) : words);
  }
  return out.empty() ? out : fill(_("Nobody posts against these here: {rules}"), {{"rules", out}});
}

}  // namespace

Bytes compressed(ByteView bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15, 9, Z_DEFAULT_STRATEGY) != Z_OK) throw keys::Error(_("zlib failed"));
  deflateSetDictionary(&stream, dictionary_data(), static_cast<uInt>(dictionary().size()));
  Bytes out(deflateBound(&stream, bytes.size()));
  stream.next_in = const_cast<Bytef*>(data(bytes));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  const int code = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (code != Z_STREAM_END) throw keys::Error(_("zlib failed"));
  return out;
}

std::optional<Bytes> decompressed(ByteView bytes) {
  if (bytes.size() > 2 * most_signed_bytes) return std::nullopt;
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return std::nullopt;
  Bytes out(most_signed_bytes + 1);
  stream.next_in = const_cast<Bytef*>(data(bytes));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  int code = inflate(&stream, Z_FINISH);
  if (code == Z_NEED_DICT && inflateSetDictionary(&stream, dictionary_data(), static_cast<uInt>(dictionary().size())) == Z_OK) code = inflate(&stream, Z_FINISH);
  const bool whole = code == Z_STREAM_END && stream.avail_in == 0 && stream.total_out <= most_signed_bytes;
  out.resize(whole ? stream.total_out : 0);
  inflateEnd(&stream);
  if (!whole) return std::nullopt;
  return out;
}

std::vector<std::string> carrier_lines(ByteView signed_bytes, std::size_t most) {
  const Bytes small = compressed(signed_bytes);
  const std::string text = keys::base64(small), id = id_of(small);
  const std::size_t each = most - head_size, parts = (text.size() + each - 1) / each;
  if (parts > most_parts) throw keys::Error(_("the policy is too long to be posted; hand it over as a file"));
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < parts; ++i)
    lines.push_back(std::string(start) + id + " " + std::to_string(i + 1) + "/" + std::to_string(parts) + " " + text.substr(i * each, each));
  return lines;
}

bool is_carrier(std::string_view line) { return line.starts_with(carrier_start); }

std::vector<std::string> announcement(const Policy& policy, const Policy* before) {
  std::vector<std::string> lines = {head(policy, before)};
  constexpr std::size_t most_changes = 3;
  std::size_t changes = 0;
  if (before != nullptr) {
    for (const auto& [number, sentence] : new_sentences(before->sentences, policy.sentences))
      if (changes++ < most_changes) lines.push_back(fill(_("New: {sentence}"), {{"sentence", numbered(number, sentence)}}));
    if (before->rep.key != policy.rep.key) lines.push_back(fill(_("The rep is now {rep}."), {{"rep", policy.rep.name}}));
  } else {
    lines.push_back(in_short(policy));
  }
  const std::string hard = hard_rules(policy);
  if (!hard.empty() && (before == nullptr || hard != hard_rules(*before))) lines.push_back(hard);
  lines.push_back(_("The whole text: ask the rep, or with Tact “/tact guidelines”. What follows is the same for computers, nothing to do."));
  for (std::string& line : lines) line = shortened(std::move(line), irc_line);
  return lines;
}

std::vector<std::string> publication(const Policy& policy, const Policy* before, ByteView signed_bytes, bool line_by_line) {
  std::vector<std::string> lines = announcement(policy, before);
  for (std::string& line : carrier_lines(signed_bytes, line_by_line ? irc_line : roomy_line)) lines.push_back(std::move(line));
  if (line_by_line) return lines;
  std::string whole;
  for (const std::string& line : lines) whole += (whole.empty() ? "" : "\n") + line;
  return {whole};
}

std::optional<Bytes> Reassembly::take(const std::string& sender, std::string_view line, Instant now) {
  std::erase_if(waiting_, [&](const Unfinished& one) { return now - one.last > patience || one.last - now > patience; });
  const auto part = read(line);
  if (!part) return std::nullopt;
  auto at = std::ranges::find_if(waiting_, [&](const Unfinished& one) { return one.sender == sender && one.id == part->id && one.parts == part->of; });
  if (at == waiting_.end()) {
    // A sender's newest pushes out their own oldest first, then the oldest of all.
    const auto own = std::ranges::count(waiting_, sender, &Unfinished::sender);
    if (static_cast<std::size_t>(own) >= most_each) waiting_.erase(std::ranges::find(waiting_, sender, &Unfinished::sender));
    else if (waiting_.size() >= most_unfinished) waiting_.erase(waiting_.begin());
    waiting_.push_back({sender, std::string(part->id), part->of, {}, now});
    at = waiting_.end() - 1;
  }
  at->last = now;
  const auto [held, fresh] = at->have.emplace(part->number, part->text);
  // Two different third parts: somebody is playing, nothing of it is used.
  if (!fresh && held->second != part->text) return waiting_.erase(at), std::nullopt;
  std::size_t size = 0;
  for (const auto& [number, text] : at->have) size += text.size();
  if (size > 2 * most_signed_bytes) return waiting_.erase(at), std::nullopt;
  if (at->have.size() < at->parts) return std::nullopt;
  std::string text;
  for (const auto& [number, one] : at->have) text += one;
  const std::string id = at->id;
  waiting_.erase(at);
  const auto bytes = keys::from_base64(text);
  if (!bytes || id_of(*bytes) != id) return std::nullopt;
  return decompressed(*bytes);
}

}  // namespace tact::policy
