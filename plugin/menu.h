// SPDX-License-Identifier: GPL-3.0-or-later
// "Tact settings…" in the menus of groups (Pidgin and Finch) and /tact settings, and the form behind it.  The same can be said with words everywhere.
#pragma once

#include <string>
#include <vector>

#include <purple.h>

#include "plugin/rooms.h"

namespace tact::plugin {

class App;

class Menu {
 public:
  explicit Menu(App& app);
  ~Menu();
  Menu(const Menu&) = delete;
  Menu& operator=(const Menu&) = delete;

  enum class Then;

  /// Opens the form.  False: this host has no forms.
  bool open(const Place& place, const std::string& title);

 private:
  static void on_node_menu(PurpleBlistNode* node, GList** menu, gpointer data) noexcept;
  static void on_conversation_menu(PurpleConversation* conversation, GList** menu, gpointer data) noexcept;
  static void on_node_chosen(PurpleBlistNode* node, gpointer data) noexcept;
  static void on_conversation_chosen(PurpleConversation* conversation, gpointer data) noexcept;
  void save(const Place& place, PurpleRequestFields* fields);
  void go_on(const Place& place, const std::string& title, Then then);
  void ask_to_forget(const Place& place, const std::string& title);
  void show(const Place& place, const std::string& title, const std::vector<std::string>& lines);

  App& app_;
};

}  // namespace tact::plugin
