// SPDX-License-Identifier: GPL-3.0-or-later
// How a window draws nudges without knowing how they work: tact-pidgin.so's bar, or any other view.  tact.so registers these IPC commands on its
// plugin ("core-tact"); this header wraps them.  Every view holds only the number of a held message and asks anew; a number may be late, doubled
// or gone at any time, and every call answers that with nothing.
//
//   command                arguments                 result
//   "tact-nudges"          PurpleConversation*       char*: numbers of what waits here, one a line, oldest first; g_free
//   "tact-nudge"           int                       char*: "key<TAB>value" lines, see Nudge; empty when it does not wait; g_free
//   "tact-nudge-window"    int                       PurpleConversation* that shows its room now, or null; never keep it
//   "tact-nudge-choose"    int, const char* word     gboolean: the word was one of the choices and has been run
//   "tact-nudge-dismiss"   int                       gboolean: nothing but a hint that the person closed the view; it stays held
//   "tact-nudge-view"      int                       gboolean: 1, a view draws nudges from now on, so that lines are short; 0, it is gone
//
// Signal "tact-nudge-changed" (int number), on the plugin as instance: look again.  It comes out of the middle of other signals: only note the
// number, and look in a timeout of 0 ms.  Neither the signal nor its number says anything of the text.
#pragma once

#include <purple.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace tact::bar {

inline constexpr const char* plugin_id = "core-tact";
inline constexpr const char* changed_signal = "tact-nudge-changed";

struct Choice {
  std::string word;   ///< give it to choose()
  std::string label;  ///< translated, without mnemonic
};

struct Nudge {
  int number = 0;
  std::string state;      ///< "held", "scheduled", "pausing", "gathering", "sending"
  std::string headline;   ///< translated: why it waits, with the guideline's words and the audience; plain text
  std::string brief;      ///< the same without the guideline's words, for where room is short
  std::string guideline;  ///< id; empty: gathered or could not leave
  std::string words;      ///< the words that weighed most; may be empty
  std::string text;       ///< the whole message as others would see it
  std::string when;       ///< scheduled: "07:30"
  bool serious = false;
  bool again_posts = true;  ///< sending the same text again posts it
  std::vector<Choice> choices;
};

inline PurplePlugin* tact_plugin() {
  PurplePlugin* plugin = purple_plugins_find_with_id(plugin_id);
  return plugin != nullptr && purple_plugin_is_loaded(plugin) != FALSE ? plugin : nullptr;
}

namespace detail {

inline std::string taken(void* text) {
  if (text == nullptr) return {};
  std::string copy(static_cast<const char*>(text));
  g_free(text);
  return copy;
}

inline std::string unescaped(std::string_view value) {
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\' || i + 1 == value.size()) {
      text += value[i];
      continue;
    }
    const char next = value[++i];
    text += next == 'n' ? '\n' : next == 't' ? '\t' : next;
  }
  return text;
}

template <class Each>
void lines_of(const std::string& text, Each&& each) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    each(std::string_view(text).substr(at, end - at));
    at = end + 1;
  }
}

}  // namespace detail

/// What waits in this conversation, oldest first.
inline std::vector<int> nudges(PurpleConversation* conversation) {
  std::vector<int> numbers;
  PurplePlugin* plugin = tact_plugin();
  if (plugin == nullptr) return numbers;
  gboolean ok = FALSE;
  void* answer = purple_plugin_ipc_call(plugin, "tact-nudges", &ok, conversation);
  if (ok == FALSE) return numbers;
  detail::lines_of(detail::taken(answer), [&](std::string_view line) { numbers.push_back(static_cast<int>(std::strtol(std::string(line).c_str(), nullptr, 10))); });
  return numbers;
}

/// False: it does not wait any more.
inline bool nudge(int number, Nudge& out) {
  out = {};
  PurplePlugin* plugin = tact_plugin();
  if (plugin == nullptr) return false;
  gboolean ok = FALSE;
  void* answer = purple_plugin_ipc_call(plugin, "tact-nudge", &ok, number);
  if (ok == FALSE) return false;
  const std::string text = detail::taken(answer);
  if (text.empty()) return false;
  out.number = number;
  detail::lines_of(text, [&](std::string_view line) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return;
    const std::string_view key = line.substr(0, tab), rest = line.substr(tab + 1);
    if (key == "choice") {
      const std::size_t second = rest.find('\t');
      if (second != std::string_view::npos)
        out.choices.push_back({detail::unescaped(rest.substr(0, second)), detail::unescaped(rest.substr(second + 1))});
      return;
    }
    const std::string value = detail::unescaped(rest);
    if (key == "state") out.state = value;
    else if (key == "headline") out.headline = value;
    else if (key == "brief") out.brief = value;
    else if (key == "guideline") out.guideline = value;
    else if (key == "words") out.words = value;
    else if (key == "text") out.text = value;
    else if (key == "when") out.when = value;
    else if (key == "serious") out.serious = value == "1";
    else if (key == "again") out.again_posts = value == "1";
  });
  return true;
}

/// Tells tact.so that nudges are drawn inside the conversation, or no more.
inline void drawn(bool on) {
  PurplePlugin* plugin = tact_plugin();
  gboolean ok = FALSE;
  if (plugin != nullptr) purple_plugin_ipc_call(plugin, "tact-nudge-view", &ok, on ? 1 : 0);
}

/// Good for this callback only.
inline PurpleConversation* window(int number) {
  PurplePlugin* plugin = tact_plugin();
  gboolean ok = FALSE;
  void* answer = plugin != nullptr ? purple_plugin_ipc_call(plugin, "tact-nudge-window", &ok, number) : nullptr;
  return ok != FALSE ? static_cast<PurpleConversation*>(answer) : nullptr;
}

/// Answers a nudge.  What became of it is told in the conversation.
inline bool choose(int number, const char* word) {
  PurplePlugin* plugin = tact_plugin();
  gboolean ok = FALSE;
  void* answer = plugin != nullptr ? purple_plugin_ipc_call(plugin, "tact-nudge-choose", &ok, number, word) : nullptr;
  return ok != FALSE && GPOINTER_TO_INT(answer) != FALSE;
}

}  // namespace tact::bar
