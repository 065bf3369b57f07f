// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/practice/stage.h"

#include <charconv>
#include <optional>

#include "core/i18n.h"

namespace tact::practice {

namespace {

struct Split {
  std::string head, tail;
};

Split split(const std::string& text, std::string_view at) {
  const std::size_t found = text.find(at);
  if (found == std::string::npos) return {text, ""};
  return {text.substr(0, found), text.substr(found + at.size())};
}

std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '\\' && i + 1 < text.size();
    if (!escape) {
      out += text[i];
      continue;
    }
    ++i;
    out += text[i] == 'n' ? '\n' : text[i];
  }
  return out;
}

std::optional<unsigned> count(const std::string& text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > 10000) return std::nullopt;
  return value;
}

std::optional<bool> either(const std::string& text, const char* yes, const char* no) {
  if (text == yes) return true;
  if (text == no) return false;
  return std::nullopt;
}

std::optional<PurpleConvChatBuddyFlags> flags(const std::string& text) {
  if (text == "founder") return PURPLE_CBFLAGS_FOUNDER;
  if (text == "op") return PURPLE_CBFLAGS_OP;
  if (text == "halfop") return PURPLE_CBFLAGS_HALFOP;
  if (text == "voice") return PURPLE_CBFLAGS_VOICE;
  if (text == "none") return PURPLE_CBFLAGS_NONE;
  return std::nullopt;
}

std::optional<Echo> echo(const std::string& text) {
  if (text == "sync") return Echo::sync;
  if (text == "async") return Echo::async;
  if (text == "write") return Echo::write;
  if (text == "none") return Echo::none;
  return std::nullopt;
}

template <typename Value>
bool set(Value& place, const std::optional<Value>& value) {
  if (value) place = *value;
  return value.has_value();
}

}  // namespace

std::string Stage::direct(const std::string& line) {
  std::string rest = line;
  if (rest.starts_with('@')) {
    const Split named = split(rest.substr(1), " ");
    room_ = named.head;
    rest = named.tail;
  }
  const Split parts = split(rest, " ");
  if (in_room(parts.head, parts.tail) || in_world(parts.head, parts.tail)) return "";
  return fill(_("“{line}” is no stage direction."), {{"line", line}});
}

bool Stage::in_room(const std::string& verb, const std::string& rest) {
  Room& room = world_.room(room_);
  const Split named = split(rest, ": "), spaced = split(rest, " ");
  if (verb == "say") return world_.say(room, named.head, unescaped(named.tail)), true;
  if (verb == "old") return room.history.push_back({named.head, unescaped(named.tail)}), true;
  if (verb == "enter") return world_.enter(room, Member{rest}), true;
  if (verb == "part") return world_.part(room, spaced.head, spaced.tail), true;
  if (verb == "kick") return world_.remove(room, spaced.head, spaced.tail), true;
  if (verb == "rename") return world_.rename(room, named.head, named.tail), true;
  if (verb == "topic") return world_.topic(room, named.head, named.tail), true;
  if (verb == "phones") return world_.phone_names(room), true;
  if (verb == "refresh") return world_.refresh(room), true;
  if (verb == "role") {
    const auto role = flags(named.tail);
    if (role) world_.role(room, named.head, *role);
    return role.has_value();
  }
  if (verb == "audience") {
    const auto people = count(rest);
    if (people) world_.audience(room, *people);
    return people.has_value();
  }
  return false;
}

bool Stage::in_world(const std::string& verb, const std::string& rest) {
  const Split named = split(rest, ": ");
  Manners& manners = world_.manners;
  if (verb == "im") return world_.im(named.head, unescaped(named.tail)), true;
  if (verb == "disconnect") return world_.disconnect(rest.empty() ? "staged" : rest), true;
  if (verb == "echo") return set(manners.echo, echo(rest));
  if (verb == "html") return set(manners.html, either(rest, "on", "off"));
  if (verb == "newlines") return set(manners.newlines, either(rest, "on", "off"));
  if (verb == "delayed") return set(manners.delayed_mark, either(rest, "on", "off"));
  if (verb == "ids") return set(manners.hashed_ids, either(rest, "hash", "new"));
  if (verb == "kicks" && rest == "none") return manners.no_kick = true, true;
  if (verb == "kicks") return manners.no_kick = false, set(manners.kick_lies, either(rest, "lie", "work"));
  if (verb == "fail") return set(manners.fail_sends, count(rest));
  if (verb == "lose") return set(manners.lose_sends, count(rest));
  return false;
}

}  // namespace tact::practice
