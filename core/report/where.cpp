// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/where.h"

#include <iterator>

#include "core/i18n.h"

namespace tact::report {

namespace {

struct Network {
  std::string_view part;  ///< of the protocol id
  const char* text;
};

constexpr Network networks[] = {
    {"discord", N_("Discord takes reports itself: right-click the message, “Report message”.")},
    {"facebook", N_("Facebook takes reports itself: in its own program or page, hold the message or open the post’s menu, “Report”.")},
    {"googlechat", N_("Google takes reports itself: in Google Chat, open the message’s menu, “Report”.")},
    {"irc", N_("IRC networks have operators: “/stats p” or “/who 0 o” shows them on many, and the network’s web page tells their address.")},
    {"jabber", N_("XMPP: the room’s owners (“/affiliate owner”) and the server’s administrators can act; write to abuse@ followed by the server’s name. Clients that know "
                  "“report spam and abuse” (XEP-0377) offer it in the contact’s menu.")},
    {"matrix", N_("Matrix: in Element, open the message’s menu, “Report content”; it goes to the server’s administrators.")},
    {"signal", N_("Signal takes reports itself: in the chat’s menu, “Block”, then “Report spam and block”.")},
    {"skype", N_("Skype takes reports itself: hold the message, “Report message”.")},
    {"telegram", N_("Telegram takes reports itself: hold the message, “Report”.")},
    {"whatsapp", N_("WhatsApp takes reports itself: on the phone hold the message, then the menu, “Report”; it sees the last messages of that person.")},
    {"whatsmeow", N_("WhatsApp takes reports itself: on the phone hold the message, then the menu, “Report”; it sees the last messages of that person.")},
};

}  // namespace

std::string where_to_report(std::string_view protocol) {
  for (const Network& network : networks)
    if (protocol.find(network.part) != std::string_view::npos) return _(network.text);
  return _("The network itself may take reports too: look for “Report” in its own program or on its web page.");
}

}  // namespace tact::report
