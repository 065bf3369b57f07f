// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/consent.h"

#include <algorithm>

#include "core/i18n.h"
#include "core/policy/bytes.h"
#include "core/policy/words.h"

namespace tact::policy {

namespace {

std::int64_t seconds(Instant at) { return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count(); }

/// Changes of hardness that a member feels.
std::vector<std::string> harder(const Policy& before, const Policy& after) {
  std::vector<std::string> out;
  for (const auto& [id, level] : after.levels) {
    const auto was = before.levels.find(id);
    if (level == Level::require && (was == before.levels.end() || was->second != Level::require)) out.push_back(fill(_("Now required: {guideline}"), {{"guideline", id}}));
  }
  return out;
}

}  // namespace

std::optional<Acceptance> Consent::accepted(const RoomKey& room) {
  auto row = database_.prepare("SELECT version, hash, at FROM consent WHERE room=?");
  row.bind(1, room.text());
  if (!row.step()) return std::nullopt;
  Acceptance out{static_cast<std::uint32_t>(row.integer(0)), {}, Instant(std::chrono::seconds(row.integer(2)))};
  const auto bytes = row.blob(1);
  if (bytes.size() == out.hash.size()) std::ranges::copy(bytes, out.hash.begin());
  return out;
}

std::optional<Policy> Consent::last(const RoomKey& room) {
  auto row = database_.prepare("SELECT policy FROM consent WHERE room=?");
  row.bind(1, room.text());
  if (!row.step()) return std::nullopt;
  Decoded decoded = decode(row.blob(0));
  return decoded.fault == Fault::none ? std::optional(std::move(decoded.policy)) : std::nullopt;
}

bool Consent::accepted_this(const Policy& policy) {
  const auto known = accepted(policy.room);
  return known && known->hash == hash(policy);
}

bool Consent::missing(const Policy& policy) {
  return policy.acceptance_required && policy.signed_by_rep && !policy.expired && !accepted_this(policy);
}

std::optional<Notice> Consent::due(const Policy& policy, Instant now) {
  if (!policy.ask_acceptance && !policy.acceptance_required) return std::nullopt;
  if (!policy.signed_by_rep || accepted_this(policy)) return std::nullopt;
  auto row = database_.prepare("SELECT at, hash FROM notice WHERE room=?");
  row.bind(1, policy.room.text());
  constexpr std::int64_t day = 86400;
  if (row.step()) {
    const std::int64_t since = seconds(now) - row.integer(0);
    if (since >= 0 && since < day && std::ranges::equal(row.blob(1), hash(policy)) && !missing(policy)) return std::nullopt;
  }
  return notice(policy);
}

Notice Consent::notice(const Policy& policy) {
  const auto before = last(policy.room);
  Notice notice;
  notice.first = !before;
  const std::string version = std::to_string(policy.version);
  const std::string& group = policy.group_name.empty() ? policy.room.room : policy.group_name;
  const auto changed = new_sentences(before ? before->sentences : std::vector<std::string>(), policy.sentences);
  std::vector<std::string> hard;
  if (before) hard = harder(*before, policy);
  if (notice.first) notice.lines.push_back(fill(_("The guideline of {group}, version {version}. “/tact accept” says that you agree; leaving the group is always fine too."), {{"group", group}, {"version", version}}));
  else notice.lines.push_back(fill(_("The guideline of {group} has changed, version {version}. Only what is new; “/tact accept” says that you agree."), {{"group", group}, {"version", version}}));
  for (const auto& [number, sentence] : changed) notice.lines.push_back(numbered(number, sentence));
  notice.lines.insert(notice.lines.end(), hard.begin(), hard.end());
  return notice;
}

void Consent::shown(const Policy& policy, Instant now) {
  const keys::Sha256 which = hash(policy);
  database_.prepare("INSERT OR REPLACE INTO notice VALUES (?,?,?)").bind(1, policy.room.text()).bind(2, keys::ByteView(which)).bind(3, seconds(now)).run();
}

void Consent::accept(const Policy& policy, Instant now) {
  const Bytes bytes = encode(policy);
  const keys::Sha256 which = keys::sha256(ByteView(bytes));
  database_.prepare("INSERT OR REPLACE INTO consent VALUES (?,?,?,?,?)")
      .bind(1, policy.room.text())
      .bind(2, ByteView(bytes))
      .bind(3, static_cast<std::int64_t>(policy.version))
      .bind(4, ByteView(which))
      .bind(5, seconds(now))
      .run();
}

}  // namespace tact::policy
