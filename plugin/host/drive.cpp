// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/drive.h"

#include <cstdio>
#include <ctime>
#include <cstdlib>

#include "plugin/host/requests.h"
#include "plugin/host/stage_hand.h"
#include "plugin/host/stalls.h"

namespace tact::host {

namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if (c == '\\') out += "\\\\";
    else if (c != '\r') out += c;
  }
  return out;
}

std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    out += c == 'n' ? '\n' : c == 't' ? '\t' : c;
  }
  return out;
}

/// Cuts the first word off.
std::string word(std::string& rest) {
  const std::size_t space = rest.find(' ');
  std::string first = rest.substr(0, space);
  rest = space == std::string::npos ? "" : rest.substr(space + 1);
  return first;
}

std::string name(PurpleConversation* conversation) { return purple_conversation_get_name(conversation); }

std::string hexadecimal(unsigned flags) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%x", flags);
  return text;
}

}  // namespace

void Drive::event(const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& field : fields) line += (line.empty() ? "" : "\t") + escaped(field);
  std::puts(line.c_str());
  std::fflush(stdout);
}

PurpleAccount* Drive::account(const std::string& number) const {
  const auto index = static_cast<std::size_t>(std::strtoul(number.c_str(), nullptr, 10));
  return !number.empty() && index < accounts_.size() ? accounts_[index] : nullptr;
}

std::string Drive::number(PurpleAccount* account) const {
  for (std::size_t i = 0; i < accounts_.size(); ++i)
    if (accounts_[i] == account) return std::to_string(i);
  // The account that is being added right now signs on inside the call.
  return std::to_string(accounts_.size());
}

void Drive::shown(const Shown& line) {
  event({"shown", number(line.account), line.conversation, line.who, hexadecimal(line.flags), line.text, line.markup});
}
void Drive::put_back(PurpleConversation* conversation, const std::string& markup) {
  std::string& entry = entries_[conversation];
  entry += markup;  // as Pidgin: it goes after what is there
  event({"putback", number(purple_conversation_get_account(conversation)), name(conversation), markup});
}
void Drive::requested(const Request& request) {
  std::vector<std::string> fields = {"request",     std::to_string(request.id), request.kind, request.title,
                                     request.primary, request.secondary};
  fields.insert(fields.end(), request.choices.begin(), request.choices.end());
  event(fields);
}
void Drive::closed(long request) { event({"closed", std::to_string(request)}); }
void Drive::notified(const std::string& title, const std::string& text) { event({"notified", title, text}); }
void Drive::signed_on(PurpleAccount* account) { event({"on", number(account)}); }
void Drive::signed_off(PurpleAccount* account) { event({"off", number(account)}); }
void Drive::failed(PurpleAccount* account, const std::string& why) { event({"error", number(account), why}); }
void Drive::joined(PurpleConversation* c) { event({"joined", number(purple_conversation_get_account(c)), name(c)}); }
void Drive::left(PurpleConversation* c) { event({"left", number(purple_conversation_get_account(c)), name(c)}); }
void Drive::wire(const std::string& room, const std::string& who, const std::string& text) { event({"wire", room, who, text}); }
void Drive::complained(const std::string& domain, const std::string& text) { event({"critical", domain, text}); }
void Drive::debug(const std::string& category, const std::string& text) { event({"debug", category, text}); }

std::string Drive::add(const std::string& rest) {
  std::string left = rest;
  const std::string protocol = word(left), user = word(left), password = word(left);
  std::vector<std::string> settings;
  while (!left.empty()) settings.push_back(word(left));
  PurpleAccount* account = host_->add_account(protocol.c_str(), user.c_str(), password == "-" ? nullptr : password.c_str(), settings);
  accounts_.push_back(account);
  return account == nullptr ? "no account" : "";
}

std::string Drive::choose(PurpleConversation* conversation, const std::string& label) {
  GList* menu = purple_conversation_get_extended_menu(conversation);
  std::string wrong = label.empty() ? "" : "no such entry";
  for (GList* item = menu; item != nullptr; item = item->next) {
    auto* action = static_cast<PurpleMenuAction*>(item->data);
    if (label.empty()) event({"menu", action->label});
    if (label == action->label && action->callback != nullptr) {
      reinterpret_cast<void (*)(PurpleConversation*, gpointer)>(action->callback)(conversation, action->data);
      wrong.clear();
    }
    purple_menu_action_free(action);
  }
  g_list_free(menu);
  return wrong;
}

std::string Drive::in_chat(const std::string& verb, PurpleAccount* account, const std::string& room, const std::string& rest) {
  if (verb == "join") return host_->join(account, room), "";
  if (verb == "im") return host_->send(purple_conversation_new(PURPLE_CONV_TYPE_IM, account, room.c_str()), markup_of(rest)), "";
  PurpleConversation* conversation = host_->chat(account, room);
  if (conversation == nullptr) return "no such chat";
  if (verb == "part") return entries_.erase(conversation), purple_conversation_destroy(conversation), "";
  if (verb == "type") {
    const std::string error = host_->type(conversation, rest);
    entries_.erase(conversation);  // every client clears the entry after its signal has run
    if (!error.empty()) event({"shown", number(account), room, "", "0x0", error, error});
    return "";
  }
  if (verb == "file") return serv_chat_send_file(purple_conversation_get_gc(conversation), purple_conv_chat_get_id(PURPLE_CONV_CHAT(conversation)), rest.c_str()), "";
  if (verb == "raw") return host_->send(conversation, rest), entries_.erase(conversation), "";
  // As Ctrl+L: libpurple keeps every line of a conversation for as long as it is open.
  if (verb == "clear") return purple_conversation_clear_message_history(conversation), "";
  if (verb == "entry") return event({"entry", number(account), room, entries_[conversation]}), "";
  if (verb == "enter") {
    const std::string markup = entries_[conversation];
    host_->send(conversation, markup);
    entries_.erase(conversation);
    return markup.empty() ? "the entry is empty" : "";
  }
  if (verb == "menu" || verb == "choose") return choose(conversation, rest);
  if (verb == "users") {
    for (GList* user = purple_conv_chat_get_users(PURPLE_CONV_CHAT(conversation)); user != nullptr; user = user->next) {
      const auto* buddy = static_cast<PurpleConvChatBuddy*>(user->data);
      event({"user", buddy->name, hexadecimal(buddy->flags)});
    }
    return "";
  }
  return "no such command";
}

std::string Drive::in_plugins(const std::string& verb, const std::string& rest) {
  PurplePlugin* tact = host_->tact();
  if (verb == "plugin") {
    std::string why;
    return host_->load_plugin(rest, why) ? "" : why;
  }
  if (tact == nullptr) return "tact.so was not found";
  if (verb == "load") return purple_plugin_load(tact) ? "" : "did not load";
  return purple_plugin_unload(tact) ? "" : "did not unload";
}

std::string Drive::in_requests(const std::string& verb, const std::string& rest) {
  std::string left = rest;
  const long id = std::strtol(word(left).c_str(), nullptr, 10);
  if (verb == "dismiss") return dismiss(id) ? "" : "no such request";
  if (verb == "pick") return pick(id, static_cast<unsigned>(std::strtoul(left.c_str(), nullptr, 10))) ? "" : "no such button";
  if (verb == "input") return fill_in(id, left.c_str()) ? "" : "no such input";
  const std::string field = word(left);
  return set_field(id, field, left) ? "" : "no such field";
}

std::string Drive::command(const std::string& verb, const std::string& rest) {
  if (verb == "account") return add(rest);
  if (verb == "stage") return direct(rest);
  if (verb == "load" || verb == "unload" || verb == "plugin") return in_plugins(verb, rest);
  if (verb == "pick" || verb == "input" || verb == "field" || verb == "dismiss") return in_requests(verb, rest);
  if (verb == "quit") return host_->quit(), "";
  if (verb == "stalls") return stalls(), "";
  std::string left = rest;
  PurpleAccount* who = account(word(left));
  if (who == nullptr) return "no such account";
  if (verb == "connect") return purple_account_connect(who), "";
  if (verb == "disconnect") return purple_account_disconnect(who), "";
  const std::string room = word(left);
  return in_chat(verb, who, room, unescaped(left));
}

void Drive::stalls() {
  const Stalls seen = take_stalls();
  char own[32], wall[32];
  std::snprintf(own, sizeof own, "%.2f", seen.longest_ms);
  std::snprintf(wall, sizeof wall, "%.2f", seen.longest_wall_ms);
  event({"stalls", std::to_string(seen.turns), std::to_string(seen.over_20_ms), own, wall});
}

/// What this thread has spent so far.
double Drive::spent_us() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) * 1e6 + static_cast<double>(spent.tv_nsec) / 1e3;
}

void Drive::obey(const std::string& line) {
  std::string rest = line;
  std::string verb = word(rest);
  const bool timed = verb == "timed";
  if (timed) verb = word(rest);
  const double before = spent_us();
  const std::string wrong = command(verb, verb == "stage" ? unescaped(rest) : rest);
  if (timed) event({"took", std::to_string(spent_us() - before)});
  if (wrong.empty()) return event({"done"});
  event({"wrong", wrong});
}

gboolean Drive::on_line(GIOChannel* channel, GIOCondition, gpointer data) noexcept {
  auto* drive = static_cast<Drive*>(data);
  char* line = nullptr;
  gsize end = 0;
  const GIOStatus status = g_io_channel_read_line(channel, &line, nullptr, &end, nullptr);
  if (status == G_IO_STATUS_EOF || status == G_IO_STATUS_ERROR) {
    drive->host_->quit();
    return FALSE;
  }
  if (line == nullptr) return TRUE;
  line[end] = '\0';
  drive->obey(line);
  g_free(line);
  return TRUE;
}

int Drive::run(Options options) {
  Host host(std::move(options), *this);
  host_ = &host;
  std::string why;
  if (!host.start(why)) {
    event({"wrong", why});
    return 1;
  }
  watch_practice(*this);
  watch_stalls();
  GIOChannel* input = g_io_channel_unix_new(0);
  g_io_channel_set_encoding(input, nullptr, nullptr);
  g_io_channel_set_flags(input, G_IO_FLAG_NONBLOCK, nullptr);
  g_io_add_watch(input, GIOCondition(G_IO_IN | G_IO_HUP), &Drive::on_line, this);
  event({"ready"});
  host.run();
  event({"bye"});
  g_io_channel_unref(input);
  return 0;
}

}  // namespace tact::host
