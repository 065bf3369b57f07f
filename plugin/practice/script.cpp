// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/practice/script.h"

#include <array>

#include "core/i18n.h"

namespace tact::practice {

namespace {

constexpr const char* rep = "Priya (class rep)";
constexpr std::size_t people_in_first_room = 38;
constexpr unsigned thinking_milliseconds = 400;

constexpr std::array first_names = {"Anna", "Ben", "Chidi", "Dilys", "Emre", "Fatima", "Greg", "Hana", "Imran",
                                    "Jo",   "Kwame", "Lena", "Marek", "Nia",  "Olu",    "Petra", "Rosa", "Sam"};

bool lively(const Room& room) { return room.name == first_room; }

void soon(World& world, unsigned milliseconds, const std::string& who, const std::string& text) {
  world.later(milliseconds, [&world, who, text] { world.say(world.room(first_room), who, text); });
}

}  // namespace

std::string made_up_name(std::size_t number) {
  const std::string name = first_names[number % first_names.size()];
  return number < first_names.size() ? name : name + " " + std::to_string(number / first_names.size() + 1);
}

std::string made_up_phone(std::size_t number) {
  std::string digits = std::to_string(number % 1000);
  return "447700900" + std::string(3 - digits.size(), '0') + digits + "@s.whatsapp.net";
}

void cast_for(Room& room) {
  if (!lively(room)) return;
  room.topic = _("A practice room: nobody but you is real, and nothing leaves this computer.");
  room.cast.push_back({rep, PURPLE_CBFLAGS_FOUNDER});
  while (room.cast.size() + 2 < people_in_first_room + 1) room.cast.push_back({made_up_name(room.cast.size() - 1)});
}

void welcome(World& world, Room& room, const std::string& who) {
  if (!lively(room)) return;
  soon(world, thinking_milliseconds, rep,
       fill(_("Welcome {name}! This is the practice class. Non-uniform day is on Friday, please bring a pound."), {{"name", who}}));
  soon(world, 2 * thinking_milliseconds, "Anna", _("Does anyone know what time the assembly starts tomorrow?"));
}

void answer(World& world, Room& room, const std::string&, const std::string& text) {
  if (!lively(room)) return;
  if (text.find('?') == std::string::npos) return;
  soon(world, thinking_milliseconds, rep, _("The school office can tell you, nine to three."));
}

void answer_im(World& world, const std::string& from) {
  for (const char* name : first_names)
    if (from == name) world.later(thinking_milliseconds, [&world, from] { world.im(from, _("Thanks for asking me here.")); });
}

}  // namespace tact::practice
