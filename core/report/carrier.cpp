// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/carrier.h"

#include <algorithm>
#include <charconv>

#include "core/keys/digest.h"
#include "core/report/envelope.h"

namespace tact::report {

namespace {

constexpr std::string_view start = "tact-sealed/1 ";
constexpr std::size_t hash_size = 8;
constexpr std::size_t head_size = start.size() + hash_size + sizeof " 200/200 ";

std::string hash_of(std::span<const std::uint8_t> envelope) { return keys::hex(keys::sha256(envelope)).substr(0, hash_size); }

struct Part {
  std::string_view hash, text;
  std::size_t number = 0, of = 0;
};

/// A number without sign, blanks or leading zeros.
std::optional<std::size_t> count(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.front() == '0') return std::nullopt;
  return value;
}

std::optional<Part> read(std::string_view line) {
  if (!line.starts_with(start)) return std::nullopt;
  line.remove_prefix(start.size());
  const auto blank = line.find(' '), next = line.find(' ', blank + 1);
  if (blank != hash_size || next == std::string_view::npos) return std::nullopt;
  Part part;
  part.hash = line.substr(0, blank);
  const std::string_view which = line.substr(blank + 1, next - blank - 1);
  const auto slash = which.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == which.size()) return std::nullopt;
  const auto number = count(which.substr(0, slash)), of = count(which.substr(slash + 1));
  if (!number || !of || *of > most_parts || *number > *of) return std::nullopt;
  part.number = *number;
  part.of = *of;
  part.text = line.substr(next + 1);
  return part.text.empty() ? std::nullopt : std::optional(part);
}

}  // namespace

std::vector<std::string> to_lines(std::span<const std::uint8_t> envelope, std::size_t most) {
  const std::string text = keys::base64(envelope), hash = hash_of(envelope);
  const std::size_t each = std::max<std::size_t>(most > head_size ? most - head_size : 1, text.size() / most_parts + 1);
  const std::size_t parts = (text.size() + each - 1) / each;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < parts; ++i)
    lines.push_back(std::string(start) + hash + " " + std::to_string(i + 1) + "/" + std::to_string(parts) + " " + text.substr(i * each, each));
  return lines;
}

bool is_part(std::string_view line) { return line.starts_with("tact-sealed/"); }

void Carrier::forget_old(Instant now) {
  for (auto& [sender, list] : waiting_)
    std::erase_if(list, [&](const Unfinished& one) { return now - one.last > patience || one.last - now > patience; });
  std::erase_if(waiting_, [](const auto& entry) { return entry.second.empty(); });
}

std::size_t Carrier::unfinished() const {
  std::size_t sum = 0;
  for (const auto& [sender, list] : waiting_) sum += list.size();
  return sum;
}

std::optional<Bytes> Carrier::take(const std::string& sender, std::string_view line, Instant now) {
  forget_old(now);
  const auto part = read(line);
  if (!part) return std::nullopt;
  if (!waiting_.contains(sender) && waiting_.size() >= most_senders) return std::nullopt;
  std::vector<Unfinished>& list = waiting_[sender];
  auto at = std::ranges::find_if(list, [&](const Unfinished& one) { return one.hash == part->hash && one.parts == part->of; });
  if (at == list.end()) {
    // One sender's new letter pushes out their own oldest, nobody else's.
    if (list.size() >= most_each) list.erase(list.begin());
    list.push_back({std::string(part->hash), part->of, 0, {}, now});
    at = list.end() - 1;
  }
  const auto [held, fresh] = at->have.emplace(part->number, part->text);
  if (fresh) at->bytes += part->text.size();
  at->last = now;
  const bool spoilt = (!fresh && held->second != part->text) || at->bytes > longest_envelope * 4 / 3 + 4;
  if (spoilt || at->have.size() == at->parts) {
    std::string text;
    for (const auto& [number, piece] : at->have) text += piece;
    const std::string hash = at->hash;
    list.erase(at);
    if (list.empty()) waiting_.erase(sender);
    if (spoilt) return std::nullopt;
    auto envelope = keys::from_base64(text);
    if (!envelope || hash_of(*envelope) != hash) return std::nullopt;
    return envelope;
  }
  return std::nullopt;
}

}  // namespace tact::report
