// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/queue_window.h"

#include <algorithm>

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
  // The list belongs to the connection's handle, not to ours.
  if (list_ != nullptr) purple_notify_close(PURPLE_NOTIFY_SEARCHRESULTS, list_);
}

bool QueueWindow::open(const Place& place) {
  // A host without such a list would keep ours for ever.
  const PurpleNotifyUiOps* ops = purple_notify_get_ui_ops();
  if (ops == nullptr || ops->notify_searchresults == nullptr) return false;
  const auto items = app_.moderation.open_items();
  if (items.empty()) return false;
  PurpleConnection* connection = Rooms::connection(place);
  if (connection == nullptr) return false;
  if (list_ != nullptr) purple_notify_close(PURPLE_NOTIFY_SEARCHRESULTS, list_);
  PurpleNotifySearchResults* results = purple_notify_searchresults_new();
  std::vector<std::vector<std::string>> rows;
  rows.reserve(items.size());
  for (const moderation::Item& item : items)
    rows.push_back({std::to_string(item.id), item.guideline.empty() ? std::string(_("report")) : item.guideline, item.name, moderation::words::ago(item.last_at, app_.now()), moderation::words::shortened(item.text, 120)});
  form::fill_table(results, {_("Number"), _("What"), _("Who"), _("When"), _("Words")}, rows);
  purple_notify_searchresults_button_add_labeled(results, form::button(_("Look"), "c").c_str(), &QueueWindow::on_look);
  place_ = place;
  first_ = static_cast<std::size_t>(items.front().id);
  list_ = purple_notify_searchresults(connection, _("Tact: the queue"), _("What waits for you"),
                                      form::text_above_table(moderation::words::child_at_risk(nullptr)).c_str(), results, &QueueWindow::on_closed, this);
  return list_ != nullptr;
}

void QueueWindow::on_closed(gpointer data) noexcept { static_cast<QueueWindow*>(data)->list_ = nullptr; }

void QueueWindow::on_look(PurpleConnection*, GList* row, gpointer data) noexcept {
  guarded("queue window", [&] {
    auto* self = static_cast<QueueWindow*>(data);
    self->look(self->place_, static_cast<std::int64_t>(form::row_number(row, self->first_)));
  });
}

void QueueWindow::look(const Place& place, std::int64_t item) {
  const std::string text = joined(app_.moderation.office(place, "queue", std::to_string(item) + " brief"));
  std::vector<std::string> labels;
  for (const Way& one : choices) labels.emplace_back(_(one.label));
  const Asks::Words words{_("Tact: the queue"), "#" + std::to_string(item), text, _("Do it"), _("Close")};
  const bool opened = app_.asks.form(place, words, {form::choice("act", _("What to do"), 0, labels)}, [this, place, item](PurpleRequestFields* answered) { chosen(place, item, form::chosen(answered, "act")); });
  // No such window here: the words do it.
  if (!opened) app_.tell(place, {text});
}

void QueueWindow::chosen(const Place& place, std::int64_t item, int choice) {
  if (choice < 0 || static_cast<std::size_t>(choice) >= std::size(choices)) return;
  const Way& way = choices[choice];
  if (!wants_words(way.act)) return act(place, moderation::name(way.act), std::to_string(item));
  const Asks::Words words{_("Tact: the queue"), _(way.label), way.act == Act::refer ? _("Your note for the school; it is marked as opinion.") : _("The reason, in words for the person."), _("Go on"), _("Close")};
  app_.asks.line(place, words, [this, place, item, act = way.act](const std::string& reason) { reasoned(place, item, act, reason); });
}

void QueueWindow::reasoned(const Place& place, std::int64_t item, Act act_chosen, const std::string& reason) {
  const std::string number = std::to_string(item);
  if (act_chosen != Act::remove) return act(place, moderation::name(act_chosen), reason.empty() ? number : number + " " + reason);
  const std::string question = joined(app_.moderation.office(place, "remove", number + " " + reason));
  // Asked, or told why not: the confirmation finds out, and does nothing where nothing was asked.
  const bool opened = app_.asks.confirm(place, {_("Tact: the queue"), _("Remove the author?"), question, _("Remove"), _("Cancel")}, [this, place, number] { act(place, "remove", number + " confirm"); });
  if (!opened) app_.tell(place, {question});
}

void QueueWindow::act(const Place& place, std::string_view word, const std::string& rest) { app_.tell(place, app_.moderation.office(place, word, rest)); }

}  // namespace tact::plugin
