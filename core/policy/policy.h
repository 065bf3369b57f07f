// SPDX-License-Identifier: GPL-3.0-or-later
// What a group has agreed: levels and parameters.  A plain value: made from a template, a human file or signed bytes, and read by everything.
// Numbers are the defaults of the school's page read into software; each can be set per group.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/message.h"

namespace tact {

enum class GroupKind { class_group, community };

/// How hard a guideline acts.  `require` comes only from a policy the rep signed.
enum class Level { off, note, nudge, require };

std::string_view name(GroupKind kind);  ///< "class", "community"
std::string_view name(Level level);     ///< "off", "note", "nudge", "require"
std::optional<GroupKind> group_kind(std::string_view name);
std::optional<Level> level(std::string_view name);

/// Somebody a grievance may be taken to.  Any field may be empty.
struct Contact {
  std::string name, role, address;  ///< role: "class teacher", "deputy head", "head"...; address: e-mail, telephone or a sentence
  bool operator==(const Contact&) const = default;
};

/// A rep or deputy, known by key (33 bytes, first 0x05), never by nick.  `address`: where private reports go on this network.
struct Officer {
  std::string name, address;
  std::vector<std::uint8_t> key;
  std::vector<std::uint8_t> bundle;  ///< X3DH bundle for sealed reports; empty: cannot receive them
  bool operator==(const Officer&) const = default;
};

struct Policy {
  // What and whose
  RoomKey room;
  std::string group_name;
  GroupKind kind = GroupKind::class_group;
  std::uint32_t version = 0;  ///< 0: not signed, this person's own settings
  std::int64_t valid_from = 0, valid_until = 0;  ///< seconds since the epoch; 0: open
  std::array<std::uint8_t, 32> previous{};       ///< SHA-256 of the signed bytes before; zeros for the first
  bool signed_by_rep = false;                    ///< not in the bytes: set by trust after verification
  bool expired = false;                          ///< not in the bytes: advisory only, `require` acts as `nudge`

  // The page
  std::vector<std::string> sentences;  ///< the guideline's text, numbered from 1 by position

  // How hard: by guideline id; absent = default_level(id)
  std::map<std::string, Level, std::less<>> levels;
  std::map<std::string, float, std::less<>> thresholds;  ///< least sureness per guideline, 0..1; absent: the model's or rule's own

  // Parameters
  int quiet_from = 21 * 60, quiet_until = 7 * 60;  ///< minutes of day, G45; equal: no quiet hours
  int later_at = 7 * 60 + 30;                      ///< when "/tact later" posts
  std::string zone;                                ///< IANA; empty: the computer's own
  unsigned mild_nudges_a_day = 2;
  unsigned posts_a_day = 5;             ///< G10: the next one gets one quiet note
  unsigned gather_seconds = 7;          ///< G26: wait for the next fragment
  unsigned gather_most_seconds = 20;    ///< G26: never longer in all
  unsigned private_turns = 3;           ///< G27: turns each
  unsigned private_minutes = 10;
  unsigned private_least_people = 5;
  unsigned question_minutes = 120;      ///< G25
  unsigned repeat_days = 7;             ///< G10
  unsigned pile_on_people = 3, pile_on_minutes = 15;  ///< G51
  unsigned undo_seconds = 0;            ///< G15: hold 0..30 s with undo for flagged messages only
  bool undo_everything = false;         ///< not in the bytes: this person's own wish, for every message
  unsigned consent_days = 365;          ///< a picture-consent note is asked again after this
  bool ask_acceptance = true;           ///< G46
  bool acceptance_required = false;     ///< G46: a rep may make it a hard rule
  std::vector<std::string> allow;       ///< words never to be flagged in this group (a teacher called Savage, street names)
  std::vector<std::string> own_allow;   ///< not in the bytes: this person's own such words; they count for nothing that the group requires
  std::vector<std::string> public_contacts;  ///< telephone numbers and addresses that may be posted (school office)
  std::vector<std::string> school_links;     ///< hosts that count as a source (G42)

  // Where things go
  std::vector<Contact> routes;  ///< G19, G20, in order: class teacher, deputy head, head
  Officer rep;
  std::vector<Officer> deputies;
  Officer alternate;            ///< reports about the rep; may be empty
  std::string senior_contact;   ///< a senior member of staff, for people
  unsigned retention_days = 30;
  unsigned context_lines = 5;   ///< each side, in the rep's queue; 0: none
  bool remind_automatically = false;
  bool two_person_rule = false;
  bool alert_pile_on = false;

  // Names as keyed hashes (directory without names)
  std::vector<std::uint8_t> directory_key;                    ///< 16 bytes or empty
  std::vector<std::array<std::uint8_t, 8>> directory_children, directory_staff;

  // Fields of a newer minor version, kept byte for byte: name -> bytes of a GVariant of type "v"
  std::uint16_t format_minor = 0;  ///< of the format these bytes were written in
  std::map<std::string, std::vector<std::uint8_t>, std::less<>> unknown;

  bool operator==(const Policy&) const = default;

  /// The level in force: explicit, else the default; `require` only while signed and not expired.
  Level level_of(std::string_view guideline) const;
};

/// Defaults of a guideline ("nudge" for most, "note" for repetition's daily budget, "off" only where a profile needs it).
Level default_level(std::string_view guideline, GroupKind kind);

/// The person's own settings for a group with no signed policy: template defaults.
Policy default_policy(GroupKind kind);

}  // namespace tact
