// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/levels_window.h"

#include <array>

#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "core/moderation/words.h"
#include "plugin/app.h"
#include "plugin/form.h"
#include "plugin/guard.h"

namespace tact::plugin {

namespace {

LevelsWindow* the_window = nullptr;

constexpr std::array says = {N_("as the group has it"), N_("nothing"), N_("a quiet note"), N_("asks first")};

/// 0: as the group has it; else one more than the level.
int own(App& app, const RoomKey& room, const std::string& guideline) {
  const auto levels = app.settings.own_levels(room);
  const auto set = levels.find(guideline);
  return set == levels.end() ? 0 : 1 + static_cast<int>(set->second);
}

}  // namespace

LevelsWindow::LevelsWindow(App& app) : app_(app) { the_window = this; }

LevelsWindow::~LevelsWindow() {
  if (list_ != nullptr) purple_notify_close(PURPLE_NOTIFY_SEARCHRESULTS, list_);
  the_window = nullptr;
}

bool LevelsWindow::open(const Place& place) {
  // A host without such a list would keep ours for ever.
  const PurpleNotifyUiOps* ops = purple_notify_get_ui_ops();
  PurpleConnection* connection = Rooms::connection(place);
  if (ops == nullptr || ops->notify_searchresults == nullptr || connection == nullptr) return false;
  if (list_ != nullptr) purple_notify_close(PURPLE_NOTIFY_SEARCHRESULTS, list_);
  PurpleNotifySearchResults* results = purple_notify_searchresults_new();
  constexpr std::size_t letters = 90;
  std::vector<std::vector<std::string>> rows;
  int number = 0;
  for (const Guideline* guideline : guidelines()) {
    const std::string id(guideline->id());
    ++number;
    // What the group requires is not for one person to set.
    if (app_.settings.policy_for(place.room).level_of(id) == Level::require) continue;
    const std::string words(quotation(id));
    if (rows.empty()) first_ = static_cast<std::size_t>(number);
    rows.push_back({std::to_string(number), _(says[static_cast<std::size_t>(own(app_, place.room, id))]), moderation::words::shortened(words.empty() ? id : words, letters)});
  }
  form::fill_table(results, {_("Number"), _("What Tact says"), _("The page")}, rows);
  purple_notify_searchresults_button_add_labeled(results, form::button(_("Change"), "c").c_str(), &LevelsWindow::on_change);
  place_ = place;
  list_ = purple_notify_searchresults(connection, _("Tact settings"), _("What Tact says in this group"), form::text_above_table(_("For you alone, on this computer.")).c_str(), results,
                                      &LevelsWindow::on_closed, this);
  return list_ != nullptr;
}

void LevelsWindow::on_closed(gpointer) noexcept {
  if (the_window != nullptr) the_window->list_ = nullptr;
}

void LevelsWindow::on_change(PurpleConnection*, GList* row, gpointer) noexcept {
  guarded("levels window", [&] {
    if (the_window == nullptr) return;
    const std::size_t number = form::row_number(row, the_window->first_);
    if (number > 0 && number <= guidelines().size()) the_window->ask(the_window->place_, std::string(guidelines()[number - 1]->id()));
  });
}

void LevelsWindow::ask(const Place& place, const std::string& guideline) {
  const std::string page(quotation(guideline));
  const Asks::Words words{_("Tact settings"), {}, page.empty() ? guideline : page, _("Save"), _("Cancel")};
  app_.asks.form(place, words, {form::choice("level", _("What Tact says"), own(app_, place.room, guideline), {_(says[0]), _(says[1]), _(says[2]), _(says[3])})},
                 [this, place, guideline](PurpleRequestFields* fields) { save(place, guideline, form::chosen(fields, "level")); });
}

void LevelsWindow::save(const Place& place, const std::string& guideline, int value) {
  if (value < 0 || value >= static_cast<int>(says.size()) || value == own(app_, place.room, guideline)) return;
  try {
    app_.settings.set_level(place.room, guideline, value == 0 ? std::nullopt : std::optional(static_cast<Level>(value - 1)));
    app_.tell(place, {_("Saved. /tact status shows how Tact is set in this group.")});
  } catch (const store::Error& error) {
    app_.tell(place, {fill(_("Tact could not save its settings: {error}"), {{"error", error.what()}})});
  }
  // The list shows what is so now.
  if (list_ != nullptr) open(place);
}

}  // namespace tact::plugin
