// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/queue_window.h"

#include <algorithm>
#include <cstdlib>

#include "core/i18n.h"
#include "core/moderation/ladder.h"
#include "core/moderation/words.h"
#include "plugin/app.h"
#include "plugin/form.h"
#include "plugin/guard.h"

namespace tact::plugin {

namespace {

using moderation::Act;

struct Way {
  Act act;
  const char* label;
};

// The harmless ones first.
constexpr Way choices[] = {
    {Act::ignore, N_("Leave it")},
    {Act::thank, N_("Thank the author")},
    {Act::remind, N_("Remind the author privately")},
    {Act::ask, N_("Ask the author to take it back")},
    {Act::mistaken, N_("The program was wrong")},
    {Act::warn, N_("Warn the author …")},
    {Act::refer, N_("Write a referral …")},
    {Act::remove, N_("Remove the author …")},
};

bool wants_words(Act act) { return act == Act::warn || act == Act::refer || act == Act::remove; }

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += (out.empty() ? "" : "\n") + line;
  return out;
}

}  // namespace

QueueWindow::~QueueWindow() {
  // libpurple closes what belongs to our handle, and calls nobody back.
  for (Step* step : steps_) delete step;
  // The list belongs to the connection's.
  if (list_ != nullptr) purple_notify_close(PURPLE_NOTIFY_SEARCHRESULTS, list_);
}

QueueWindow::Step* QueueWindow::keep(const Place& place, std::int64_t item, int choice) {
  steps_.push_back(new Step{this, place, item, choice});
  return steps_.back();
}

QueueWindow::Step QueueWindow::take(Step* step) {
  const Step copy = *step;
  std::erase(steps_, step);
  delete step;
  return copy;
}

bool QueueWindow::open(const Place& place) {
  // A host without such a list would keep ours for ever.
  const PurpleNotifyUiOps* ops = purple_notify_get_ui_ops();
  if (ops == nullptr || ops->notify_searchresults == nullptr) return false;
  const auto items = app_.moderation.open_items();
  if (items.empty()) return false;
  PurpleConversation* conversation = Rooms::find(place);
  if (conversation == nullptr) return false;
  if (list_ != nullptr) purple_notify_close(PURPLE_NOTIFY_SEARCHRESULTS, list_);
  PurpleNotifySearchResults* results = purple_notify_searchresults_new();
  std::vector<std::vector<std::string>> rows;
  for (const moderation::Item& item : items)
    rows.push_back({std::to_string(item.id), item.guideline.empty() ? std::string(_("report")) : item.guideline, item.name, moderation::words::ago(item.last_at, app_.now()), moderation::words::shortened(item.text, 120)});
  form::fill_table(results, {_("Number"), _("What"), _("Who"), _("When"), _("Words")}, rows);
  purple_notify_searchresults_button_add_labeled(results, form::button(_("Look")).c_str(), &QueueWindow::on_look);
  place_ = place;
  list_ = purple_notify_searchresults(purple_conversation_get_gc(conversation), _("Tact: the queue"), _("What waits for you"),
                                      form::text_above_table(moderation::words::child_at_risk(nullptr)).c_str(), results, &QueueWindow::on_closed, this);
  return list_ != nullptr;
}

void QueueWindow::on_closed(gpointer data) noexcept { static_cast<QueueWindow*>(data)->list_ = nullptr; }

void QueueWindow::on_look(PurpleConnection*, GList* row, gpointer data) noexcept {
  guarded("queue window", [&] {
    auto* self = static_cast<QueueWindow*>(data);
    if (row == nullptr || row->data == nullptr) return;
    self->look(self->place_, std::strtoll(static_cast<const char*>(row->data), nullptr, 10));
  });
}

void QueueWindow::look(const Place& place, std::int64_t item) {
  const std::string text = joined(app_.moderation.office(place, "queue", std::to_string(item)));
  PurpleConversation* conversation = Rooms::find(place);
  if (conversation == nullptr) return;
  Step* step = keep(place, item);
  PurpleRequestFields* fields = purple_request_fields_new();
  PurpleRequestFieldGroup* group = purple_request_field_group_new(nullptr);
  purple_request_fields_add_group(fields, group);
  std::vector<std::string> labels;
  for (const Way& one : choices) labels.emplace_back(_(one.label));
  purple_request_field_group_add_field(group, form::choice("act", _("What to do"), 0, labels));
  void* opened = purple_request_fields(app_.handle(), _("Tact: the queue"), fill("#{n}", {{"n", std::to_string(item)}}).c_str(), form::text(text).c_str(), fields, form::button(_("Do it")).c_str(),
                                       G_CALLBACK(+[](Step* kept, PurpleRequestFields* answered) noexcept { on_choice(kept, form::chosen(answered, "act")); }),
                                       form::button(_("Close")).c_str(), G_CALLBACK(&QueueWindow::on_nothing), purple_conversation_get_account(conversation), nullptr, conversation, step);
  if (opened != nullptr) return;
  // No such window here: the words do it.
  take(step);
  app_.tell(place, {text});
}

void QueueWindow::on_nothing(Step* step) noexcept {
  guarded("queue window", [&] { step->window->take(step); });
}

void QueueWindow::on_choice(Step* kept, int choice) noexcept {
  guarded("queue window", [&] {
    QueueWindow& self = *kept->window;
    const Step step = self.take(kept);
    if (choice < 0 || static_cast<std::size_t>(choice) >= std::size(choices)) return;
    const Act act = choices[choice].act;
    if (!wants_words(act)) return self.act(step.place, moderation::name(act), std::to_string(step.item));
    PurpleConversation* conversation = Rooms::find(step.place);
    if (conversation == nullptr) return;
    Step* next = self.keep(step.place, step.item, choice);
    void* opened = purple_request_input(self.app_.handle(), _("Tact: the queue"), _(choices[choice].label),
                                        act == Act::refer ? _("Your note for the school; it is marked as opinion.") : _("The reason, in words for the person."), "", FALSE, FALSE, nullptr, form::button(_("Go on")).c_str(),
                                        G_CALLBACK(&QueueWindow::on_reason), form::button(_("Close")).c_str(), G_CALLBACK(&QueueWindow::on_nothing), purple_conversation_get_account(conversation), nullptr, conversation, next);
    if (opened == nullptr) self.take(next);
  });
}

void QueueWindow::on_reason(Step* kept, const char* reason) noexcept {
  guarded("queue window", [&] {
    QueueWindow& self = *kept->window;
    const Step step = self.take(kept);
    const Act act = choices[step.choice].act;
    const std::string number = std::to_string(step.item), words = reason != nullptr ? reason : "";
    if (act != Act::remove) return self.act(step.place, moderation::name(act), words.empty() ? number : number + " " + words);
    const std::string question = joined(self.app_.moderation.office(step.place, "remove", number + " " + words));
    PurpleConversation* conversation = Rooms::find(step.place);
    if (conversation == nullptr) return;
    // Asked, or told why not: the confirmation finds out, and does nothing where nothing was asked.
    Step* next = self.keep(step.place, step.item);
    void* opened = purple_request_action(self.app_.handle(), _("Tact: the queue"), _("Remove the author?"), form::text(question).c_str(), PURPLE_DEFAULT_ACTION_NONE,
                                         purple_conversation_get_account(conversation), nullptr, conversation, next, 2, form::button(_("Cancel")).c_str(), G_CALLBACK(&QueueWindow::on_nothing), form::button(_("Remove")).c_str(),
                                         G_CALLBACK(&QueueWindow::on_confirm));
    if (opened == nullptr) {
      self.take(next);
      self.app_.tell(step.place, {question});
    }
  });
}

void QueueWindow::on_confirm(Step* kept, int) noexcept {
  guarded("queue window", [&] {
    QueueWindow& self = *kept->window;
    const Step step = self.take(kept);
    self.act(step.place, "remove", std::to_string(step.item) + " confirm");
  });
}

void QueueWindow::act(const Place& place, std::string_view word, const std::string& rest) { app_.tell(place, app_.moderation.office(place, word, rest)); }

}  // namespace tact::plugin
