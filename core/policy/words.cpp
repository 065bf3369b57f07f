// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/words.h"

#include <algorithm>
#include <set>

#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "core/keys/digest.h"
#include "core/keys/identity.h"
#include "core/policy/fields.h"
#include "core/policy/human.h"
#include "core/policy/value.h"

namespace tact::policy {

namespace {

std::string day(std::int64_t seconds) { return moment_text(seconds).substr(0, 10); }

std::string key_name(const Officer& officer) {
  const auto key = keys::PublicKey::parse(officer.key);
  return key ? key->short_name() : _("no key");
}

std::string who(const Officer& officer) {
  return fill(_("{name} (key {key})"), {{"name", officer.name.empty() ? _("no name") : officer.name}, {"key", key_name(officer)}});
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string validity(const Policy& policy) {
  const std::string from = policy.valid_from == 0 ? _("at once") : day(policy.valid_from);
  return fill(_("in force from {from} until {until}"), {{"from", from}, {"until", policy.valid_until == 0 ? _("replaced") : day(policy.valid_until)}});
}

std::vector<std::string> at_level(const Policy& policy, Level level) {
  std::vector<std::string> out;
  for (const auto& [id, set] : policy.levels)
    if (set == level) out.push_back(id);
  return out;
}

/// One line for a value, whatever its type: numbers and texts as they are, the rest in GVariant's own text form.
std::string shown(const Meta&, const auto& value) {
  gchar* text = g_variant_print(to_variant(value).get(), FALSE);
  std::string out = text;
  g_free(text);
  constexpr std::size_t most = 160;
  if (out.size() > most) {
    const gchar* end = g_utf8_find_prev_char(out.data(), out.data() + most);
    out.resize(static_cast<std::size_t>(end - out.data()));
    out += "…";
  }
  return out;
}
std::string shown(const Meta&, int minute) { return clock_text(minute); }
std::string shown(const Meta&, std::int64_t moment) { return moment == 0 ? "-" : moment_text(moment); }
std::string shown(const Meta&, bool value) { return value ? "true" : "false"; }
std::string shown(const Meta&, GroupKind kind) { return std::string(name(kind)); }
std::string shown(const Meta&, const Officer& officer) { return officer == Officer{} ? "-" : who(officer); }
std::string shown(const Meta&, const std::array<std::uint8_t, 32>& hash) { return keys::hex(hash).substr(0, 16); }

void level_differences(const Policy& before, const Policy& after, std::vector<std::string>& out) {
  std::set<std::string, std::less<>> ids;
  for (const auto& [id, level] : before.levels) ids.insert(id);
  for (const auto& [id, level] : after.levels) ids.insert(id);
  const auto set_in = [](const Policy& policy, const std::string& id) {
    const auto found = policy.levels.find(id);
    return found == policy.levels.end() ? default_level(id, policy.kind) : found->second;
  };
  for (const std::string& id : ids)
    if (set_in(before, id) != set_in(after, id))
      out.push_back(fill("{id}: {before} → {after}", {{"id", id}, {"before", name(set_in(before, id))}, {"after", name(set_in(after, id))}}));
}

void sentence_differences(const Policy& before, const Policy& after, std::vector<std::string>& out) {
  for (const auto& [number, text] : new_sentences(after.sentences, before.sentences)) out.push_back("-" + numbered(number, text));
  for (const auto& [number, text] : new_sentences(before.sentences, after.sentences)) out.push_back("+" + numbered(number, text));
}

void put(std::vector<Remark>& remarks, bool when, bool error, const char* text) {
  if (when) remarks.push_back({error, text});
}

}  // namespace

std::string numbered(std::size_t number, const std::string& sentence) { return std::to_string(number) + ". " + sentence; }

std::vector<std::string> summary(const Policy& policy) {
  std::vector<std::string> out;
  out.push_back(fill(_("{group} ({kind}), version {version}, {validity}"),
                     {{"group", policy.group_name.empty() ? policy.room.room : policy.group_name}, {"kind", name(policy.kind)}, {"version", std::to_string(policy.version)}, {"validity", validity(policy)}}));
  out.push_back(fill(_("room: {room}"), {{"room", policy.room.text()}}));
  out.push_back(fill(_("rep: {rep}"), {{"rep", who(policy.rep)}}));
  for (const Officer& deputy : policy.deputies) out.push_back(fill(_("deputy: {deputy}"), {{"deputy", who(deputy)}}));
  if (const auto hard = at_level(policy, Level::require); !hard.empty()) out.push_back(fill(_("required: {guidelines}"), {{"guidelines", listed(hard)}}));
  if (const auto off = at_level(policy, Level::off); !off.empty()) out.push_back(fill(_("off: {guidelines}"), {{"guidelines", listed(off)}}));
  if (policy.quiet_from != policy.quiet_until)
    out.push_back(fill(_("quiet hours: {from}-{until} {zone}"), {{"from", clock_text(policy.quiet_from)}, {"until", clock_text(policy.quiet_until)}, {"zone", policy.zone}}));
  const auto count = static_cast<unsigned long>(policy.sentences.size());
  out.push_back(fill(translate_plural("guideline: {count} sentence", "guideline: {count} sentences", count), {{"count", std::to_string(count)}}));
  for (const auto& [name, bytes] : policy.unknown) out.push_back(fill(_("“{name}”: set by a newer Tact, kept, not understood here"), {{"name", name}}));
  return out;
}

std::vector<std::pair<std::size_t, std::string>> new_sentences(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  std::multiset<std::string_view> known(before.begin(), before.end());
  std::vector<std::pair<std::size_t, std::string>> out;
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto found = known.find(after[i]);
    if (found == known.end()) out.emplace_back(i + 1, after[i]);
    else known.erase(found);
  }
  return out;
}

std::vector<std::string> differences(const Policy& before, const Policy& after) {
  std::vector<std::string> out, old_values;
  each_field(before, [&](const Meta& meta, const auto& value) { old_values.push_back(shown(meta, value)); });
  std::vector<Variant> old_variants;
  each_field(before, [&](const Meta&, const auto& value) { old_variants.push_back(to_variant(value)); });
  std::size_t index = 0;
  each_field(after, [&](const Meta& meta, const auto& value) {
    const std::size_t i = index++;
    if (meta.name == "levels") return level_differences(before, after, out);
    if (meta.name == "sentences") return sentence_differences(before, after, out);
    if (g_variant_equal(old_variants[i].get(), to_variant(value).get())) return;
    out.push_back(fill("{name}: {before} → {after}", {{"name", meta.name}, {"before", old_values[i]}, {"after", shown(meta, value)}}));
  });
  if (before.unknown != after.unknown) out.push_back(_("fields of a newer Tact differ"));
  return out;
}

std::vector<Remark> lint(const Policy& policy) {
  std::vector<Remark> out;
  if (std::string wrong = out_of_bounds(policy); !wrong.empty()) return {{true, std::move(wrong)}};
  put(out, policy.room == RoomKey{}, true, _("room: missing; a policy is signed for one room"));
  put(out, policy.version == 0, true, _("version: missing; the first is 1"));
  put(out, policy.sentences.empty(), true, _("the guideline has no sentences: there is nothing to accept"));
  put(out, policy.group_name.empty(), false, _("group_name: empty; members see the room's address instead"));
  put(out, policy.rep.name.empty(), false, _("[Rep] name: empty; members are asked to trust “no name”"));
  put(out, policy.rep.key.empty(), false, _("[Rep] key: empty; signing fills it in"));
  put(out, policy.valid_until == 0, false, _("valid_until: empty; a policy that ends with the school year is renewed by the next rep"));
  put(out, policy.deputies.size() < 2, false, _("fewer than two deputies: a lost key could not be recovered, and every member would be asked anew"));
  put(out, policy.alternate == Officer{}, false, _("[Alternate]: empty; a report about the rep has nowhere to go"));
  put(out, policy.two_person_rule && policy.deputies.empty(), true, _("two_person_rule: there is no deputy who could be the second"));
  put(out, policy.routes.empty() || std::ranges::all_of(policy.routes, [](const Contact& c) { return c.address.empty(); }), false, _("no [Contact] has an address: a concern has nowhere to go"));
  for (const auto& [id, level] : policy.levels) {
    const bool known = quotation(id).data() != nullptr;
    if (!known) out.push_back({false, fill(_("[Levels] {id}: this Tact has no such guideline"), {{"id", id}})});
    if (level == Level::off && (id == "threat" || id == "abuse")) out.push_back({false, fill(_("[Levels] {id}: off; nobody will be asked about it"), {{"id", id}})});
  }
  return out;
}

}  // namespace tact::policy
