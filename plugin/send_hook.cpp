// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/send_hook.h"

#include <cstring>
#include <ctime>
#include <stdexcept>

#include "core/i18n.h"
#include "core/outbox/words.h"
#include "plugin/app.h"
#include "plugin/bridges.h"
#include "plugin/face.h"
#include "plugin/guard.h"

namespace tact::plugin {

namespace {

// After those that rewrite text (0), before those that encrypt and hold (9999).
constexpr int after_rewriters = 5000;

/// IRC's own command emits the signal itself, with plain text and "/me" in front; every other text is markup.
bool is_irc_action(const Place& place, const char* raw) {
  return place.room.protocol == "prpl-irc" && Faces::has_commands() && std::strncmp(raw, "/me ", 4) == 0;
}

bool has_pictures(std::string_view raw) {
  for (std::size_t at = raw.find('<'); at != std::string_view::npos; at = raw.find('<', at + 1))
    if (raw.size() - at > 4 && g_ascii_strncasecmp(raw.data() + at + 1, "img", 3) == 0) return true;
  return false;
}

}  // namespace

void take_text(char** message) {
  g_free(*message);
  *message = g_strdup("");
}

SendHook::SendHook(App& app) : app_(app) {
  void* conversations = purple_conversations_get_handle();
  const gulong ids[] = {
      purple_signal_connect_priority(conversations, "sending-chat-msg", app.handle(), PURPLE_CALLBACK(&SendHook::on_sending), this, after_rewriters),
      purple_signal_connect(conversations, "sent-chat-msg", app.handle(), PURPLE_CALLBACK(&SendHook::on_sent), this),
      purple_signal_connect_priority(conversations, "sending-im-msg", app.handle(), PURPLE_CALLBACK(&SendHook::on_sending_im), this, after_rewriters),
  };
  for (const gulong id : ids)
    if (id == 0) throw std::runtime_error("libpurple knows no sending-chat-msg");
}

SendHook::~SendHook() { purple_signals_disconnect_by_handle(app_.handle()); }

void SendHook::on_sending(PurpleAccount* account, char** message, int id, gpointer data) noexcept {
  auto* self = static_cast<SendHook*>(data);
  // Whatever fails in here, the parent's message goes on as it is: losing it would be worse than not judging it.  What must not leave in that
  // case (a "/tact" word, a rule at require) was taken before.
  if (guarded("sending-chat-msg", [&] { self->sending(account, message, id); })) return;
  guarded("fault notice", [&] {
    if (const auto place = Rooms::place_of(Rooms::chat(account, id)))
      self->app_.complain(*place, _("Tact met a fault of its own and cannot read messages at the moment; they are posted as they are."));
  });
}

void SendHook::on_sent(PurpleAccount* account, const char* message, int id, gpointer data) noexcept {
  guarded("sent-chat-msg", [&] { static_cast<SendHook*>(data)->sent(account, message, id); });
}

void SendHook::on_sending_im(PurpleAccount* account, const char* who, char** message, gpointer data) noexcept {
  guarded("sending-im-msg", [&] {
    if (message == nullptr || *message == nullptr || !Commands::addressed(*message, Format::markup)) return;
    take_text(message);
    auto* self = static_cast<SendHook*>(data);
    self->app_.timers.soon([key = account_key(account), name = std::string(who != nullptr ? who : "")] {
      for (GList* item = purple_get_ims(); item != nullptr; item = item->next) {
        auto* conversation = static_cast<PurpleConversation*>(item->data);
        if (account_key(purple_conversation_get_account(conversation)) != key || name != purple_conversation_get_name(conversation)) continue;
        purple_conversation_write(conversation, "tact", escaped(_("Words for Tact are typed in a group; nothing was sent.")).c_str(),
                                  static_cast<PurpleMessageFlags>(PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_NO_LOG), std::time(nullptr));
        return;
      }
    });
  });
}

void SendHook::sending(PurpleAccount* account, char** message, int id) {
  // Another plugin took it, or there is nothing to say.
  if (message == nullptr || *message == nullptr || **message == '\0') return;
  // Not a chat that we can find: nothing to judge it by.
  PurpleConversation* conversation = Rooms::chat(account, id);
  const auto place = Rooms::place_of(conversation);
  if (!place) return;
  // Our own release, once.
  if (take_pass(*place, *message)) return;
  const Format format = is_irc_action(*place, *message) ? Format::plain : Format::markup;
  // Words for us reach no room, well spelt or not, on or off.
  if (format == Format::markup && Commands::addressed(*message, format)) {
    const std::string words = *message;
    take_text(message);
    app_.commands.typed(*place, words);
    return;
  }
  // A word behind a text that is held and was put back in the entry: the word is answered, and the text goes back once more.
  if (const auto behind = app_.commands.word_behind_held(*place, *message, format)) {
    take_text(message);
    app_.commands.typed(*place, behind->word);
    app_.nudges.put_back(behind->hold);
    return;
  }
  // A bridge takes this for itself; it reaches no room.
  if (is_bridge_word(place->room.protocol, *message)) return;
  // Tact is off here.
  if (!app_.settings.on(place->room)) {
    if (!app_.settings.error().empty()) app_.complain(*place, fill(_("Tact cannot read its settings ({error})."), {{"error", app_.settings.error()}}));
    return;
  }
  // A handler of ours that sends from within a send: judged with buffers of its own.
  Outgoing nested{};
  Outgoing& out = busy_ ? nested : out_;
  struct Busy {
    bool& flag;
    const bool before = flag;
    ~Busy() { flag = before; }
  } busy{busy_};
  busy_ = true;
  out.place = *place;
  out.conversation = conversation;
  out.chat_id = id;
  out.draft.room = place->room;
  out.draft.account = place->account;
  out.draft.raw = *message;
  out.draft.format = format;
  out.draft.action = format == Format::plain;
  out.draft.pictures = has_pictures(out.draft.raw);
  count_turn(*place);
  judge(out);
  try {
    act(out, message);
  } catch (const store::Error& error) {
    if (**message != '\0') app_.holder.cannot_keep(out, message, error);
  }
}

void SendHook::act(Outgoing& out, char** message) {
  // The guideline is shown, and accepted where the rep asks for that.
  app_.policies.before_post(out);
  // The same text again is the sender's answer.
  if (again(out, message)) return;
  // More of what is being gathered, or the first piece of it.
  if (app_.gatherer.take(out, turn_[out.place], message)) return;
  switch (out.verdict.decision) {
    case Decision::pass:
    case Decision::note: return passes(out, message);
    case Decision::hold:
    case Decision::refuse: return app_.holder.take(out, message);
  }
}

void SendHook::judge(Outgoing& out) {
  Message message;
  message.room = out.place.room;
  message.sender = {out.place.account.user, Rooms::own_name(out.conversation), true, app_.policies.role(out.place.room)};
  message.raw = out.draft.raw;
  message.format = out.draft.format;
  message.at = app_.now();
  const Policy& policy = app_.settings.policy_for(out.place.room);
  out.verdict = app_.engine().review(message, app_.view(out.place, out.conversation, policy), policy, out.text, out.reading);
}

bool SendHook::again(Outgoing& out, char** message) {
  const auto hold = app_.holder.same_text(out);
  if (!hold) return false;
  switch (app_.holder.may_override(*hold, out)) {
    case Holder::Override::yes: {
      if (hold->state != outbox::State::pausing && app_.pauser.start(*hold)) {
        take_text(message);
        return true;
      }
      // On disk as "sending" before it is in the room; if that cannot be written it goes anyway, for the sender has said so twice.
      const bool marked = app_.outbox().start_sending(hold->id);
      if (marked) passing_.push_back({out.place, hold->id, true});
      return true;
    }
    case Holder::Override::needs_word:
    case Holder::Override::never:
      take_text(message);
      app_.nudges.show(hold->id);
      return true;
    case Holder::Override::judge_anew: return false;
  }
  return false;
}

void SendHook::passes(Outgoing& out, char** message) {
  // Still to be taken back for some seconds, where the sender wants that.
  if (app_.pauser.take(out, message)) return;
  if (out.verdict.decision == Decision::note) app_.nudges.note(out.place, out.verdict);
  app_.events.emit({out.verdict.decision == Decision::note ? Outcome::noted : Outcome::passed, 0, out.place});
  app_.card.passed(out.place, out.verdict, Rooms::others(out.conversation));
  // The held one of which this is a rewording is answered by it.
  const auto [hold, same] = app_.holder.reworded(out);
  if (hold == 0) return;
  if (same && app_.outbox().start_sending(hold)) passing_.push_back({out.place, hold, false});
  if (!same) app_.releaser.close(hold, outbox::State::revised);
}

void SendHook::count_turn(const Place& place) {
  if (turn_.empty()) app_.timers.soon([this] { end_of_turn(); });
  ++turn_[place];
}

void SendHook::end_of_turn() {
  turn_.clear();
  app_.holder.end_of_turn();
  // Let through, but the host never said "sent": another plugin kept it, or it did not leave.  Only the sender can tell.
  std::vector<Passing> open;
  open.swap(passing_);
  for (const Passing& passing : open) app_.releaser.unsure(passing.hold);
}

bool SendHook::take_pass(const Place& place, const char* raw) {
  if (!pass_ || pass_->place != place) return false;
  Text given, sent;
  // Linkified on the way: the same words, not the same bytes.
  if (pass_->raw != raw) {
    read_text(pass_->raw, Format::markup, given);
    read_text(raw, Format::markup, sent);
    // Another plugin may spell on the way; but what somebody else sends meanwhile is another message.
    if (!outbox::same_text(given.plain, sent.plain) && !outbox::rewording(given, sent)) return false;
  }
  pass_.reset();
  return true;
}

void SendHook::sent(PurpleAccount* account, const char* message, int id) {
  PurpleConversation* conversation = Rooms::chat(account, id);
  const auto place = Rooms::place_of(conversation);
  if (!place) return;
  post_seen_ = true;
  for (std::size_t i = 0; i < passing_.size(); ++i) {
    if (passing_[i].place != *place) continue;
    const Passing passing = passing_[i];
    passing_.erase(passing_.begin() + static_cast<std::ptrdiff_t>(i));
    app_.releaser.sent_again(passing.hold, passing.overridden);
    break;
  }
  app_.receive_hook.own(*place, conversation, message);
}

bool SendHook::post(PurpleConversation* conversation, const Place& place, const outbox::Draft& draft) {
  if (const auto path = file_of(draft)) return app_.file_send.post(conversation, *path);
  struct Dying {
    std::optional<Pass>& pass;
    ~Dying() { pass.reset(); }
  } dying{pass_};
  pass_ = Pass{place, draft.raw};
  post_seen_ = false;
  if (draft.action) {
    // "/me" on IRC is the network's own command; sent as text it would be read aloud.
    gchar* error = nullptr;
    const std::string line = draft.raw.substr(1);
    const std::string markup = escaped(line);
    const auto done = purple_conversation_do_command(conversation, line.c_str(), markup.c_str(), &error);
    g_free(error);
    return done && (post_seen_ || !pass_);
  }
  const auto flags = draft.pictures ? PURPLE_MESSAGE_IMAGES : static_cast<PurpleMessageFlags>(0);
  purple_conv_chat_send_with_flags(PURPLE_CONV_CHAT(conversation), draft.raw.c_str(), flags);
  return post_seen_;
}

}  // namespace tact::plugin
