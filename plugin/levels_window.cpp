// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/levels_window.h"

#include <array>
#include <cstdlib>

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
  purple_request_close_with_handle(this);
  if (list_ != nullptr) purple_notify_close(PURPLE_NOTIFY_SEARCHRESULTS, list_);
  the_window = nullptr;
}

bool LevelsWindow::open(const Place& place) {
  // A host without such a list would keep ours for ever.
  const PurpleNotifyUiOps* ops = purple_notify_get_ui_ops();
  PurpleConversation* conversation = Rooms::find(place);
  if (ops == nullptr || ops->notify_searchresults == nullptr || conversation == nullptr) return false;
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
    rows.push_back({std::to_string(number), _(says[static_cast<std::size_t>(own(app_, place.room, id))]), moderation::words::shortened(words.empty() ? id : words, letters)});
  }
  form::fill_table(results, {_("Number"), _("What Tact says"), _("The page")}, rows);
  purple_notify_searchresults_button_add_labeled(results, form::button(_("Change"), 'c').c_str(), &LevelsWindow::on_change);
  place_ = place;
  list_ = purple_notify_searchresults(purple_conversation_get_gc(conversation), _("Tact settings"), _("What Tact says in this group"), form::text_above_table(_("For you alone, on this computer.")).c_str(), results,
                                      &LevelsWindow::on_closed, this);
  return list_ != nullptr;
}

void LevelsWindow::on_closed(gpointer) noexcept {
  if (the_window != nullptr) the_window->list_ = nullptr;
}

void LevelsWindow::on_change(PurpleConnection*, GList* row, gpointer) noexcept {
  guarded("levels window", [&] {
    if (the_window == nullptr || row == nullptr || row->data == nullptr) return;
    const auto number = static_cast<std::size_t>(std::strtoul(static_cast<const char*>(row->data), nullptr, 10));
    if (number > 0 && number <= guidelines().size()) the_window->ask(the_window->place_, std::string(guidelines()[number - 1]->id()));
  });
}

void LevelsWindow::ask(const Place& place, const std::string& guideline) {
  PurpleConversation* conversation = Rooms::find(place);
  if (conversation == nullptr) return;
  PurpleRequestFields* fields = purple_request_fields_new();
  PurpleRequestFieldGroup* group = purple_request_field_group_new(nullptr);
  purple_request_field_group_add_field(group, form::choice("level", _("What Tact says"), own(app_, place.room, guideline), {_(says[0]), _(says[1]), _(says[2]), _(says[3])}));
  purple_request_fields_add_group(fields, group);
  const int number = next_++;
  open_[number] = {place, guideline};
  const std::string words(quotation(guideline));
  void* opened = purple_request_fields(this, _("Tact settings"), nullptr, form::text(words.empty() ? guideline : words).c_str(), fields, form::button(_("Save")).c_str(), G_CALLBACK(&LevelsWindow::on_ok),
                                       form::button(_("Cancel")).c_str(), G_CALLBACK(&LevelsWindow::on_cancel), purple_conversation_get_account(conversation), nullptr, conversation, GINT_TO_POINTER(number));
  if (opened == nullptr) open_.erase(number);
}

void LevelsWindow::on_ok(void* number, PurpleRequestFields* fields) noexcept {
  guarded("levels window", [&] {
    if (the_window == nullptr) return;
    const auto found = the_window->open_.find(GPOINTER_TO_INT(number));
    if (found == the_window->open_.end()) return;
    const Asked asked = found->second;
    the_window->open_.erase(found);
    the_window->save(asked, form::chosen(fields, "level"));
  });
}

void LevelsWindow::on_cancel(void* number, PurpleRequestFields*) noexcept {
  if (the_window != nullptr) the_window->open_.erase(GPOINTER_TO_INT(number));
}

void LevelsWindow::save(const Asked& asked, int value) {
  if (value < 0 || value >= static_cast<int>(says.size()) || value == own(app_, asked.place.room, asked.guideline)) return;
  try {
    app_.settings.set_level(asked.place.room, asked.guideline, value == 0 ? std::nullopt : std::optional(static_cast<Level>(value - 1)));
    app_.tell(asked.place, {_("Saved. /tact status shows how Tact is set in this group.")});
  } catch (const store::Error& error) {
    app_.tell(asked.place, {fill(_("Tact could not save its settings: {error}"), {{"error", error.what()}})});
  }
  // The list shows what is so now.
  if (list_ != nullptr) open(asked.place);
}

}  // namespace tact::plugin
