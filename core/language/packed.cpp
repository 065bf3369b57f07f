// SPDX-License-Identifier: GPL-3.0-or-later
// Packs as they are after compiling, in one file beside their sources.  The sources stay the truth: a file that was
// made of others is not read.
#include "core/language/packed.h"

#include <algorithm>
#include <array>
#include <bit>

#include "core/language/pack.h"

namespace tact::language {

namespace {

constexpr std::string_view magic = "TACTPACK";
/// Raised whenever a field below changes its place or meaning.
constexpr std::uint32_t version = 11;

struct Head {
  char magic[8] = {};
  std::uint32_t version = 0, spare = 0;
  std::uint64_t sources = 0, check = 0;
};

std::uint64_t mixed(std::uint64_t sum, std::string_view bytes) {
  constexpr std::uint64_t factor = 0x9E3779B97F4A7C15U;
  while (bytes.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    sum = (sum ^ word) * factor;
    sum ^= sum >> 29;
    bytes.remove_prefix(8);
  }
  std::uint64_t rest = bytes.size() << 56;
  if (!bytes.empty()) std::memcpy(&rest, bytes.data(), bytes.size());
  sum = (sum ^ rest) * factor;
  return sum ^ sum >> 32;
}

}  // namespace

std::uint64_t sources_mark(const std::vector<std::pair<std::string, std::string>>& files, std::size_t folder_length) {
  std::uint64_t sum = version;
  for (const auto& [path, content] : files) {
    sum = mixed(sum, std::string_view(path).substr(folder_length));
    sum = mixed(sum, content);
  }
  return sum;
}

/// A rule whose texts lie in one row of letters, each with a zero byte behind it.
struct PackedRule {
  std::array<std::uint32_t, rule_texts> at = {}, size = {};
  std::uint32_t line = 0, sureness = 0;  ///< sureness: the bits of the number
  RuleKind kind = RuleKind::phrase;
  bool serious = false, suggestion = false, hidden = false, requires_some = false, follows_some = false;
  std::uint8_t groups = 3, spare = 0;
};

template <class Archive, class Self>
void Matcher::fields(Archive& archive, Self& self) {
  archive(self.letters_, self.words_, self.table_, self.word_categories_, self.dense_of_, self.dense_, self.dense_sets_,
          self.dense_keys_, self.members_of_, self.members_, self.shape_sets_, self.heads_of_, self.heads_, self.nodes_, self.edges_,
          self.accepts_, self.gaps_, self.beginnings_, self.others_, self.targets_, self.needs_, self.opens_of_, self.opens_,
          self.groups_of_, self.groups_, self.disguised_, self.lengths_, self.within_, self.meant_, self.names_, self.next_category_);
}

std::string Pack::packed(std::uint64_t sources, std::size_t folder_length) const {
  std::vector<char> letters;
  std::vector<PackedRule> rules(rules_.size());
  std::vector<std::size_t> order(rules_.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_partition(order, [&](std::size_t i) { return rules_[i].kind == RuleKind::pattern; });
  // Field by field, and patterns before phrases: what loading and a message need lies together, lists and examples are
  // in nobody's way.
  for (std::size_t field = 0; field < rule_texts; ++field)
    for (const std::size_t i : order) {
      Rule rule = rules_[i];
      rule.path.remove_prefix(folder_length);
      const std::string_view text = *rule.texts()[field];
      rules[i].at[field] = static_cast<std::uint32_t>(letters.size());
      rules[i].size[field] = static_cast<std::uint32_t>(text.size());
      letters.insert(letters.end(), text.begin(), text.end());
      letters.push_back('\0');
    }
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const Rule& from = rules_[i];
    PackedRule& to = rules[i];
    to.line = from.line;
    to.sureness = std::bit_cast<std::uint32_t>(from.sureness);
    to.kind = from.kind;
    to.serious = from.serious;
    to.suggestion = from.suggestion;
    to.hidden = from.hidden;
    to.requires_some = from.requires_some;
    to.follows_some = from.follows_some;
    to.groups = from.groups;
  }
  Packer packer;
  packer(rules, parts_, shouting_);
  Matcher::fields(packer, matcher_);
  packer(letters);
  Head head;
  std::memcpy(head.magic, magic.data(), magic.size());
  head.version = version;
  head.sources = sources;
  const std::string bytes = packer.bytes();
  head.check = mixed(version, bytes);
  return std::string(reinterpret_cast<const char*>(&head), sizeof head) + bytes;
}

void Pack::unpack_rules(const std::string& folder, std::span<const char> letters, std::span<const PackedRule> rules) {
  rules_.reserve(rules.size());
  for (const PackedRule& from : rules) {
    Rule& rule = rules_.emplace_back();
    const auto texts = rule.texts();
    for (std::size_t i = 0; i < texts.size(); ++i) *texts[i] = {letters.data() + from.at[i], from.size[i]};
    rule.path = kept(folder + std::string(rule.path));
    rule.line = from.line;
    rule.sureness = std::bit_cast<float>(from.sureness);
    rule.kind = from.kind;
    rule.serious = from.serious;
    rule.suggestion = from.suggestion;
    rule.hidden = from.hidden;
    rule.requires_some = from.requires_some;
    rule.follows_some = from.follows_some;
    rule.groups = from.groups;
  }
}

std::unique_ptr<Pack> Pack::unpack(std::string_view language, const std::string& folder, const std::string& file,
                                   std::uint64_t sources, std::vector<std::string>& errors) {
  Mapped mapped(file);
  std::string_view bytes = mapped.bytes();
  Head head;
  if (bytes.size() < sizeof head) return nullptr;
  std::memcpy(&head, bytes.data(), sizeof head);
  bytes.remove_prefix(sizeof head);
  if (std::string_view(head.magic, sizeof head.magic) != magic || head.version != version || head.sources != sources ||
      head.check != mixed(version, bytes))
    return nullptr;
  // Checked page by page, but needed only here and there.
  mapped.let_go();
  auto pack = std::make_unique<Pack>();
  pack->mapped_ = std::move(mapped);
  Unpacker unpacker(bytes);
  std::span<const char> letters;
  std::span<const PackedRule> rules;
  unpacker(rules, pack->parts_, pack->shouting_);
  Matcher::fields(unpacker, pack->matcher_);
  unpacker(letters);
  if (!unpacker.whole()) return nullptr;
  pack->language_ = language;
  pack->unpack_rules(folder, letters, rules);
  for (std::uint32_t number = 0; number < pack->rules_.size(); ++number)
    if (!pack->compile_patterns(number, errors)) return nullptr;
  pack->join_patterns(errors);
  return pack;
}

}  // namespace tact::language
