// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/policy.h"

namespace tact {

std::string_view name(GroupKind kind) {
  switch (kind) {
    case GroupKind::class_group: return "class";
    case GroupKind::community: return "community";
  }
  return "";
}

std::string_view name(Level level) {
  switch (level) {
    case Level::off: return "off";
    case Level::note: return "note";
    case Level::nudge: return "nudge";
    case Level::require: return "require";
  }
  return "";
}

std::optional<GroupKind> group_kind(std::string_view name) {
  for (const GroupKind kind : {GroupKind::class_group, GroupKind::community})
    if (tact::name(kind) == name) return kind;
  return std::nullopt;
}

std::optional<Level> level(std::string_view name) {
  for (const Level level : {Level::off, Level::note, Level::nudge, Level::require})
    if (tact::name(level) == name) return level;
  return std::nullopt;
}

Level Policy::level_of(std::string_view guideline) const {
  const auto set = levels.find(guideline);
  const Level wanted = set == levels.end() ? default_level(guideline, kind) : set->second;
  if (wanted == Level::require && (!signed_by_rep || expired)) return Level::nudge;
  return wanted;
}

Level default_level(std::string_view, GroupKind) { return Level::nudge; }

Policy default_policy(GroupKind kind) {
  Policy policy;
  policy.kind = kind;
  return policy;
}

}  // namespace tact
