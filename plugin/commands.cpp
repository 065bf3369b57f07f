// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/commands.h"

#include <algorithm>
#include <array>

#include "core/i18n.h"
#include "plugin/app.h"
#include "plugin/command_line.h"
#include "plugin/face.h"
#include "plugin/guard.h"

namespace tact::plugin {

namespace {

constexpr std::array commands = {
    Command{"accept", "accept", N_("says that you accept the group’s guideline"), accept_command},
    Command{"allow", "allow [not] [WORDS]", N_("lets words pass here that are names, say a teacher called Savage"), allow_command},
    Command{"ask", "ask NAME|NUMBER", N_("asks somebody privately for the group’s guideline; rep: asks an item’s author to take it back"), ask_command},
    Command{"card", "card [YYYY-MM]", N_("counts of a month for the rep: no names, no texts"), office_command},
    Command{"check", "check TEXT", N_("answers the six questions of the page for some words; posts nothing"), check_command},
    Command{"consent", "consent [ABOUT] [#NUMBER]", N_("says that the people in a picture agree, and posts it"), consent_command},
    Command{"drop", "drop [#NUMBER]", N_("forgets a message that waits"), drop_command},
    Command{"edit", "edit [#NUMBER]", N_("gives you the words of a message that waits, to change them"), edit_command},
    Command{"false", "false NUMBER", N_("rep: the program was wrong about an item"), office_command},
    Command{"forget", "forget [yes]", N_("erases what Tact keeps of this group on this computer"), forget_command},
    Command{"guidelines", "guidelines [changes]", N_("shows the group’s guideline, or what is new in it"), guidelines_command},
    Command{"handover", "handover [to|deputy KEY NAME]", N_("rep: names the next rep or a deputy; shows your key"), handover_command},
    Command{"help", "help [WORD]", N_("tells what the words do"), help_command},
    Command{"hold", "hold NUMBER REASON|end", N_("rep: keeps an item past its time"), office_command},
    Command{"ignore", "ignore NUMBER", N_("rep: leaves an item as it is"), office_command},
    Command{"keeps", "keeps", N_("tells what is checked, what is kept, where, how long, and who sees it"), keeps_command},
    Command{"key", "key", N_("shows your key and the bundle that opens sealed reports, for the policy"), key_command},
    Command{"later", "later [WHEN] [#NUMBER]", N_("posts it later: 07:30, 20m, 2h, tomorrow 9:00"), later_command},
    Command{"leave", "leave", N_("leaves this group without a word"), leave_command},
    Command{"ledger", "ledger", N_("rep: who decided what and when"), office_command},
    Command{"level", "level GUIDELINE off|note|nudge", N_("how much one guideline says in this group"), level_command},
    Command{"list", "list", N_("shows what waits in this group"), list_command},
    Command{"mask", "mask [#NUMBER]", N_("posts it with ••• in place of the details"), mask_command},
    Command{"me", "me", N_("your month in this group, for you alone"), me_command},
    Command{"off", "off", N_("turns Tact off in this group"), off_command},
    Command{"on", "on class|community", N_("turns Tact on in this group"), on_command},
    Command{"own", "own [#NUMBER]", N_("says that a picture shows your own child alone, and posts it"), own_command},
    Command{"policy", "policy", N_("shows the rules in force here and whose they are"), policy_command},
    Command{"post", "post [#NUMBER]", N_("posts it as it is, now"), post_command},
    Command{"private", "private [NAME] [#NUMBER]", N_("sends it to one person instead; the group gets nothing"), private_command},
    Command{"publish", "publish [yes|again|to NAME]", N_("rep: shows the guideline as it would be posted, and posts it"), publish_command},
    Command{"queue", "queue [NUMBER [brief]|would|live|dry]", N_("rep: what waits to be looked at"), queue_command},
    Command{"refer", "refer NUMBER [reveal NAMES] [NOTE]", N_("rep: writes a referral for the school into a file"), office_command},
    Command{"remind", "remind NUMBER", N_("rep: reminds the author privately"), office_command},
    Command{"remove", "remove NUMBER REASON|confirm|cancel|done", N_("rep: removes the author, after a confirmation"), office_command},
    Command{"report", "report last|#NUMBER|“WORDS” [REASON]", N_("tells the rep privately about a message"), report_command},
    Command{"reports", "reports", N_("what became of your reports"), reports_command},
    Command{"route", "route [open] [#NUMBER]", N_("makes it a letter to the class teacher; the group gets nothing"), route_command},
    Command{"second", "second NUMBER", N_("rep: agrees as the second person"), office_command},
    Command{"set", "set quiet 21:00-07:00 | later 07:30 | gather 7 | undo 10 [all] | left fold", N_("sets the hours of this group for you"), set_command},
    Command{"settings", "settings", N_("opens the settings of this group in a window, where there are windows"), settings_command},
    Command{"setup", "setup [ANSWER]", N_("rep: makes a guideline for this group in five questions"), setup_command},
    Command{"status", "status", N_("shows how Tact is set in this group"), status_command},
    Command{"thank", "thank NUMBER", N_("rep: thanks the author"), office_command},
    Command{"trust", "trust [yes|no|change|KEY]", N_("shows whose guideline is followed here, and decides"), trust_command},
    Command{"undo", "undo [#NUMBER]", N_("takes back what is about to be posted; else your last message, where the network can"), undo_command},
    Command{"wake", "wake", N_("ends the silence after several nudges posted as they were"), wake_command},
    Command{"warn", "warn NUMBER [WORDS]", N_("rep: warns the author privately"), office_command},
    Command{"why", "why [#NUMBER]", N_("tells why a message waits"), why_command},
    Command{"wrong", "wrong [#NUMBER]", N_("notes, for you alone, that a nudge was wrong"), wrong_command},
};

constexpr std::string_view white = " \t\r\n";

}  // namespace

std::span<const Command> Commands::table() { return commands; }

bool Commands::knows(std::string_view word) {
  return std::any_of(commands.begin(), commands.end(), [&](const Command& command) { return command.word == word; });
}

Commands::Commands(App& app) : app_(app) {
  const std::string help = escaped(_("tact WORD: think before you post. /tact help tells the words."));
  id_ = purple_cmd_register("tact", "s", PURPLE_CMD_P_PLUGIN, static_cast<PurpleCmdFlag>(PURPLE_CMD_FLAG_CHAT | PURPLE_CMD_FLAG_ALLOW_WRONG_ARGS),
                            nullptr, &Commands::on_command, help.c_str(), this);
}

Commands::~Commands() { purple_cmd_unregister(id_); }

bool Commands::addressed(std::string_view raw, Format format) {
  // In front of BitlBee the IRC client eats every word with a slash; we answer to our name.
  return addressed_to_tact(raw, format, Faces::host() == Host::channel);
}

std::optional<Commands::Behind> Commands::word_behind_held(const Place& place, std::string_view raw, Format format) const {
  if (raw.find("/tact") == std::string_view::npos || !app_.has_outbox()) return std::nullopt;
  const std::string plain = plain_text(raw, format);
  for (const outbox::Hold& hold : app_.outbox().waiting(place.room, place.account)) {
    const std::string held = plain_text(hold.draft.raw, hold.draft.format);
    const std::string_view text = without_blanks(held), all = without_blanks(plain);
    if (text.empty() || !all.starts_with(text)) continue;
    const std::string_view rest = without_blanks(all.substr(text.size()));
    if (begins_with(rest, "/tact")) return Behind{hold.id, escaped(std::string(rest))};
  }
  return std::nullopt;
}

void Commands::typed(const Place& place, const std::string& raw) {
  const std::string behind = behind_name(raw);
  const std::string_view text = behind;
  // "/tactpost" was never meant for the room either, nor for guessing.
  if (!text.empty() && std::string_view(" \t\r\n:,").find(text.front()) == std::string_view::npos) {
    app_.timers.soon([this, place, word = "/tact" + std::string(text.substr(0, text.find_first_of(white)))] { app_.tell(place, unknown(word)); });
    return;
  }
  std::string rest(text.substr(std::min(text.find_first_not_of(" \t\r\n:,"), text.size())));
  app_.timers.soon([this, place, rest = std::move(rest)] {
    PurpleConversation* conversation = Rooms::find(place);
    app_.tell(place, run(place, conversation, rest));
  });
}

Lines Commands::run(const Place& place, PurpleConversation* conversation, std::string_view rest) {
  CommandLine line = read_command(rest);
  const Call call{place, conversation, std::move(line.word), std::move(line.words), std::move(line.rest), line.number};
  if (call.word.empty()) return help_command(app_, call);
  for (const Command& command : commands) {
    if (command.word != call.word) continue;
    try {
      return command.run(app_, call);
    } catch (const store::Error& error) {
      return {fill(_("Tact could not do that: {error}"), {{"error", error.what()}})};
    }
  }
  return unknown(call.word);
}

Lines Commands::unknown(std::string_view typed) {
  return {fill(_("Tact knows no word “{word}”; nothing was posted. /tact help tells the words."), {{"word", typed}})};
}

PurpleCmdRet Commands::on_command(PurpleConversation* conversation, const gchar*, gchar** arguments, gchar**, void* data) noexcept {
  guarded("/tact", [&] {
    auto* self = static_cast<Commands*>(data);
    const auto place = Rooms::place_of(conversation);
    if (!place) return;
    const char* rest = arguments != nullptr && arguments[0] != nullptr ? arguments[0] : "";
    self->app_.tell(*place, self->run(*place, conversation, rest));
  });
  // Never "failed": some hosts would then post the text.
  return PURPLE_CMD_RET_OK;
}

std::optional<outbox::Hold> meant(App& app, const Call& call, Lines& problem) {
  if (!app.has_outbox()) {
    problem = {_("Nothing waits here.")};
    return std::nullopt;
  }
  outbox::HoldId number = call.number.value_or(0);
  if (number == 0 && call.words.size() == 1) number = hold_number(call.words.front()).value_or(0);
  if (number == 0)
    if (auto newest = app.outbox().newest(call.place.room, call.place.account)) return newest;
  // A number of another room would move words between rooms; one of another client on this folder is that one's to answer.
  for (outbox::Hold& hold : app.outbox().waiting(call.place.room, call.place.account))
    if (hold.id == number) return std::move(hold);
  problem = {number != 0 ? fill(_("#{number} does not wait in this group. /tact list shows what does."), {{"number", std::to_string(number)}})
                         : std::string(_("Nothing waits here."))};
  return std::nullopt;
}

}  // namespace tact::plugin
