// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/asks.h"

#include "plugin/face.h"
#include "plugin/form.h"
#include "plugin/guard.h"

namespace tact::plugin {

namespace {

Asks* the_asks = nullptr;

const char* or_null(const std::string& words) { return words.empty() ? nullptr : words.c_str(); }

PurpleAccount* account_of(PurpleConversation* conversation) { return conversation != nullptr ? purple_conversation_get_account(conversation) : nullptr; }

}  // namespace

Asks::Asks() { the_asks = this; }

Asks::~Asks() {
  purple_request_close_with_handle(this);
  the_asks = nullptr;
}

bool Asks::possible() {
  const PurpleRequestUiOps* ops = purple_request_get_ui_ops();
  return ops != nullptr && ops->request_fields != nullptr && ops->request_input != nullptr && ops->request_action != nullptr && Faces::host() != Host::channel;
}

void* Asks::keep(Answered answered) {
  open_[next_] = std::move(answered);
  return GINT_TO_POINTER(next_++);
}

bool Asks::opened(void* number, void* window) {
  if (window == nullptr) open_.erase(GPOINTER_TO_INT(number));
  return window != nullptr;
}

bool Asks::form(const Place& place, const Words& words, const std::vector<PurpleRequestField*>& fields, std::function<void(PurpleRequestFields*)> answered) {
  PurpleRequestFields* all = purple_request_fields_new();
  PurpleRequestFieldGroup* group = purple_request_field_group_new(nullptr);
  for (PurpleRequestField* field : fields) purple_request_field_group_add_field(group, field);
  purple_request_fields_add_group(all, group);
  if (!possible()) {
    purple_request_fields_destroy(all);
    return false;
  }
  PurpleConversation* conversation = Rooms::find(place);
  void* number = keep([answered = std::move(answered)](PurpleRequestFields* given, const char*) { answered(given); });
  return opened(number, purple_request_fields(this, words.title, or_null(words.primary), or_null(form::text(words.text)), all, form::button(words.yes, words.no).c_str(), G_CALLBACK(&Asks::on_form),
                                              form::button(words.no).c_str(), G_CALLBACK(&Asks::on_nothing), account_of(conversation), nullptr, conversation, number));
}

bool Asks::line(const Place& place, const Words& words, std::function<void(const std::string&)> answered) {
  if (!possible()) return false;
  PurpleConversation* conversation = Rooms::find(place);
  void* number = keep([answered = std::move(answered)](PurpleRequestFields*, const char* text) { answered(text != nullptr ? text : ""); });
  return opened(number, purple_request_input(this, words.title, or_null(words.primary), or_null(form::text(words.text)), "", FALSE, FALSE, nullptr, form::button(words.yes, words.no).c_str(), G_CALLBACK(&Asks::on_line),
                                             form::button(words.no).c_str(), G_CALLBACK(&Asks::on_nothing), account_of(conversation), nullptr, conversation, number));
}

bool Asks::confirm(const Place& place, const Words& words, std::function<void()> agreed) {
  if (!possible()) return false;
  PurpleConversation* conversation = Rooms::find(place);
  void* number = keep([agreed = std::move(agreed)](PurpleRequestFields*, const char*) { agreed(); });
  return opened(number, purple_request_action(this, words.title, or_null(words.primary), or_null(form::text(words.text)), PURPLE_DEFAULT_ACTION_NONE, account_of(conversation), nullptr, conversation, number, 2,
                                              form::button(words.no).c_str(), G_CALLBACK(&Asks::on_nothing), form::button(words.yes, words.no).c_str(), G_CALLBACK(&Asks::on_agreed)));
}

void Asks::answer(void* number, PurpleRequestFields* fields, const char* text) noexcept {
  guarded("window", [&] {
    if (the_asks == nullptr) return;
    const auto found = the_asks->open_.find(GPOINTER_TO_INT(number));
    if (found == the_asks->open_.end()) return;
    const Answered answered = std::move(found->second);
    the_asks->open_.erase(found);
    answered(fields, text);
  });
}

void Asks::on_form(void* number, PurpleRequestFields* fields) noexcept { answer(number, fields, nullptr); }
void Asks::on_line(void* number, const char* text) noexcept { answer(number, nullptr, text); }
void Asks::on_agreed(void* number, int) noexcept { answer(number, nullptr, nullptr); }

void Asks::on_nothing(void* number) noexcept {
  guarded("window", [&] {
    if (the_asks != nullptr) the_asks->open_.erase(GPOINTER_TO_INT(number));
  });
}

}  // namespace tact::plugin
