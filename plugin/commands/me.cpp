// SPDX-License-Identifier: GPL-3.0-or-later
// /tact me, wake, check, leave: one's own month, and looking before posting.
#include "core/i18n.h"
#include "plugin/app.h"

namespace tact::plugin {

Lines check_command(App& app, const Call& call) {
  if (call.rest.empty()) return {_("Say /tact check and the words; nothing of it is posted.")};
  Message message;
  message.room = call.place.room;
  message.sender = {call.place.account.user, call.place.account.user, true, Role::member};
  message.raw = call.rest;
  message.format = Format::plain;
  message.at = app.now();
  const Policy& policy = app.settings.policy_for(call.place.room);
  const RoomView view = app.view(call.place, call.conversation, policy);
  const Verdict verdict = app.engine().review(message, view, policy);
  return six_questions(verdict, view.occupants);
}

Lines me_command(App& app, const Call& call) {
  const RoomKey& room = call.place.room;
  member::MonthView month;
  app.remember(room, [&](member::Diary& diary, const std::string& zone) { month = diary.month(room, app.now(), zone); });
  Lines lines{fill(translate_plural("This month in this group: {count} message of yours. Only you can see this.", "This month in this group: {count} messages of yours. Only you can see this.", month.posts),
                   {{"count", std::to_string(month.posts)}})};
  for (const member::MonthView::Row& row : month.rows)
    lines.push_back(fill(_("{guideline}: asked {told}, changed or dropped {heeded}, posted as it was {overridden}"),
                         {{"guideline", row.guideline}, {"told", std::to_string(row.told)}, {"heeded", std::to_string(row.heeded)}, {"overridden", std::to_string(row.overridden)}}));
  if (month.wrong > 0) lines.push_back(fill(translate_plural("{count} was wrong, you said.", "{count} were wrong, you said.", month.wrong), {{"count", std::to_string(month.wrong)}}));
  if (month.muted_until)
    lines.push_back(fill(_("Tact keeps quiet about small things until {date}; /tact wake ends that."), {{"date", rfc3339_local(*month.muted_until, app.settings.policy_for(room).zone).substr(0, 10)}}));
  return lines;
}

Lines wake_command(App& app, const Call& call) {
  bool slept = false;
  app.remember(call.place.room, [&](member::Diary& diary, const std::string&) { slept = diary.wake(call.place.room, app.now()); });
  return {slept ? _("Tact speaks again in this group.") : _("Tact was awake.")};
}

Lines leave_command(App& app, const Call& call) {
  if (!Rooms::can_send(call.conversation)) return {_("You are not in this group at the moment.")};
  // In the next turn: the host is inside this conversation now.
  app.timers.soon([place = call.place] {
    PurpleConversation* conversation = Rooms::find(place);
    if (!Rooms::can_send(conversation)) return;
    PurpleConnection* connection = purple_conversation_get_gc(conversation);
    const int id = purple_conv_chat_get_id(PURPLE_CONV_CHAT(conversation));
    serv_chat_leave(connection, id);
    // Some protocols wait for the server to say so; the client must not look as if it were still there.
    if (Rooms::can_send(Rooms::find(place))) serv_got_chat_left(connection, id);
  });
  return {_("You leave this group now, without a word to anybody; no reason is asked.")};
}

}  // namespace tact::plugin
