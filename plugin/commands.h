// SPDX-License-Identifier: GPL-3.0-or-later
// The /tact words: one sorted table.  In Pidgin and Finch they come as a command of libpurple, in BitlBee and Spectrum2 as text that the sending
// hook has taken; each word answers lines for the sender alone.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <purple.h>

#include "core/outbox/hold.h"
#include "plugin/rooms.h"

namespace tact::plugin {

class App;

/// One use of a word.
struct Call {
  Place place;
  PurpleConversation* conversation;       ///< looked up for this call; never kept
  std::string word;                       ///< "later"
  std::vector<std::string> words;         ///< what follows, without "#3"
  std::string rest;                       ///< the same as one text, as typed
  std::optional<outbox::HoldId> number;   ///< "#3", anywhere
};

using Lines = std::vector<std::string>;

struct Command {
  std::string_view word;
  const char* usage;  ///< untranslated: "later [WHEN] [#NUMBER]"
  const char* help;   ///< N_()
  Lines (*run)(App&, const Call&);
};

class Commands {
 public:
  explicit Commands(App& app);
  ~Commands();
  Commands(const Commands&) = delete;
  Commands& operator=(const Commands&) = delete;

  static std::span<const Command> table();
  static bool knows(std::string_view word);

  /// True for anything that begins with "/tact", however it goes on, and for "tact: ..." where there are no commands.
  static bool addressed(std::string_view raw, Format format);

  /// Pidgin puts a held text back in the entry, and a word typed behind it arrives as one text with it ("…are late again/tact why").  Answers
  /// the word as markup, and the held message that it stood behind; nullopt for everything else.
  struct Behind {
    outbox::HoldId hold;
    std::string word;
  };
  std::optional<Behind> word_behind_held(const Place& place, std::string_view raw, Format format) const;

  /// Text taken by the sending hook: answered in the next turn of the main loop.
  void typed(const Place& place, const std::string& raw);
  /// Runs what follows "/tact" and answers.
  Lines run(const Place& place, PurpleConversation* conversation, std::string_view rest);
  static Lines unknown(std::string_view typed);

 private:
  static PurpleCmdRet on_command(PurpleConversation* conversation, const gchar* word, gchar** arguments, gchar** error, void* data) noexcept;
  App& app_;
  PurpleCmdId id_ = 0;
};

/// The held message that a call means: "#3" or a bare number, else the newest here.  None: `problem` says so.
std::optional<outbox::Hold> meant(App& app, const Call& call, Lines& problem);

// The words, one file in commands/ for a family; sorted.
Lines accept_command(App& app, const Call& call);
Lines allow_command(App& app, const Call& call);
Lines ask_command(App& app, const Call& call);
Lines check_command(App& app, const Call& call);
Lines consent_command(App& app, const Call& call);
Lines drop_command(App& app, const Call& call);
Lines edit_command(App& app, const Call& call);
Lines forget_command(App& app, const Call& call);
Lines guidelines_command(App& app, const Call& call);
Lines handover_command(App& app, const Call& call);
Lines help_command(App& app, const Call& call);
Lines keeps_command(App& app, const Call& call);
Lines key_command(App& app, const Call& call);
Lines later_command(App& app, const Call& call);
Lines leave_command(App& app, const Call& call);
Lines level_command(App& app, const Call& call);
Lines list_command(App& app, const Call& call);
Lines mask_command(App& app, const Call& call);
Lines me_command(App& app, const Call& call);
Lines off_command(App& app, const Call& call);
Lines office_command(App& app, const Call& call);
Lines on_command(App& app, const Call& call);
Lines own_command(App& app, const Call& call);
Lines policy_command(App& app, const Call& call);
Lines post_command(App& app, const Call& call);
Lines private_command(App& app, const Call& call);
Lines queue_command(App& app, const Call& call);
Lines report_command(App& app, const Call& call);
Lines reports_command(App& app, const Call& call);
Lines route_command(App& app, const Call& call);
Lines publish_command(App& app, const Call& call);
Lines set_command(App& app, const Call& call);
Lines settings_command(App& app, const Call& call);
Lines setup_command(App& app, const Call& call);
Lines status_command(App& app, const Call& call);
Lines undo_command(App& app, const Call& call);
Lines wake_command(App& app, const Call& call);
Lines trust_command(App& app, const Call& call);
Lines why_command(App& app, const Call& call);
Lines wrong_command(App& app, const Call& call);

/// What passes here as a name, for /tact allow and /tact status; empty: nothing.
Lines allowed_words(App& app, const RoomKey& room);

}  // namespace tact::plugin
