// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/rehearsal.h"

#include <chrono>
#include <cstdio>
#include <set>

#include "core/i18n.h"
#include "core/keys/identity.h"
#include "core/store/database.h"
#include "plugin/host/filter.h"
#include "plugin/host/keeper.h"
#include "plugin/host/stage_hand.h"

namespace tact::host {

namespace {

using Steady = std::chrono::steady_clock;

constexpr const char* ordinary[] = {
    "PE is on Thursday this week, please bring trainers.", "Thank you, that is really helpful.", "The library books go back on Monday.", "Has anybody seen a blue water bottle?",
    "Swimming starts at half past nine.",                  "Well done Year 3, lovely assembly!", "Cake sale on Friday, nut free please.", "The coach leaves at eight from the side gate."};
constexpr std::size_t people = 30;
constexpr std::uint64_t slice = 200;

std::string padded(std::uint64_t number) {
  char text[16];
  std::snprintf(text, sizeof text, "%04llu", static_cast<unsigned long long>(number));
  return text;
}

class Stage final : public Viewer {
 public:
  Stage(Options options, const Rehearsal& what) : what_(what), options_(options), clock_(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24)), host_(std::move(options), *this) {
    config_.user_dir = options_.user_dir;
    config_.dry_run = false;
    config_.joins_a_second = 10'000;
    config_.reminders_a_minute = 30;
    config_.reconnect_first = Milliseconds(50);
    config_.reconnect_most = Milliseconds(400);
    WatchedAccount account;
    account.name = "rehearsal";
    account.protocol = "prpl-tact-practice";
    account.user = "rep";
    account.settings = {"open_room=false"};
    for (unsigned i = 0; i < what.rooms; ++i) account.rooms.push_back("r" + padded(i));
    config_.accounts.push_back(std::move(account));
  }

  int run() {
    std::string why;
    if (!host_.start(why) || !watch_practice(*this)) return std::fprintf(stderr, "tact-host: %s\n", why.empty() ? _("the practice protocol was not found") : why.c_str()), 1;
    for (const char* pref : {"/purple/logging/log_chats", "/purple/logging/log_ims", "/purple/logging/log_system"}) purple_prefs_set_bool(pref, FALSE);
    store::make_private_folder(config_.user_dir);
    const keys::IdentityKey key = keys::IdentityKey::make();
    keeper_ = std::make_unique<Keeper>(host_, config_, metrics_);
    filter_ = std::make_unique<Filter>(config_, clock_, metrics_, keeper_.get(), moderation::Actor{"rep", key.public_key().vector()});
    // Half of the groups let the first reminder go by itself; in the others nothing may ever be sent.
    for (unsigned i = 0; i < what_.rooms; i += 2) filter_->set_policy(agreed("r" + padded(i), key));
    keeper_->begin();
    std::printf("%10s %8s %8s %9s %9s %6s %8s\n", "messages", "queued", "sent", "MiB", "seconds", "files", "lost");
    g_idle_add_full(G_PRIORITY_LOW, &Stage::on_idle, this, nullptr);
    host_.run();
    return verdict();
  }

  void wire(const std::string& room, const std::string& who, const std::string&) override {
    if (room.starts_with("im:")) ++private_words_;
    else if (who == "rep") ++in_rooms_;
  }
  void complained(const std::string& domain, const std::string& text) override {
    if (++complaints_ < 10) std::fprintf(stderr, "%s: %s\n", domain.c_str(), text.c_str());
  }

 private:
  Policy agreed(const std::string& room, const keys::IdentityKey& key) const {
    Policy policy = default_policy(GroupKind::class_group);
    policy.room = {"prpl-tact-practice", "", room};
    policy.version = 1;
    policy.signed_by_rep = true;
    policy.zone = "Europe/London";
    policy.rep = {"Rosa", "rep", key.public_key().vector(), {}};
    policy.remind_automatically = true;
    return policy;
  }

  static gboolean on_idle(gpointer data) noexcept {
    auto* self = static_cast<Stage*>(data);
    try {
      return self->go_on() ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
    } catch (const std::exception& error) {
      std::fprintf(stderr, "tact-host: %s\n", error.what());
      self->failed_ = true;
      self->host_.quit();
      return G_SOURCE_REMOVE;
    }
  }

  bool go_on() {
    // Nothing is said while somebody may miss it.
    if (!keeper_->settled()) return g_usleep(1000), true;
    if (said_ == 0) begun_ = Steady::now();
    for (std::uint64_t i = 0; i < slice && said_ < what_.messages; ++i) say_one();
    while (filter_->work(std::chrono::seconds(10))) continue;
    mark();
    if (said_ >= what_.messages) return host_.quit(), false;
    const std::uint64_t hour = said_ * what_.hours / what_.messages;
    if (hour != hour_) hour_ = hour, direct("disconnect the hour is over"), filter_->sweep();
    return true;
  }

  void say_one() {
    clock_.set(start_ + Milliseconds(static_cast<std::int64_t>(said_ * what_.hours * 3'600'000 / what_.messages)));
    const std::string room = "@r" + padded(said_ % what_.rooms) + " ";
    const std::string who = "Parent " + std::to_string(said_ * 7919 % people);
    // Planted evenly, in rooms that allow a reminder and in rooms that do not; each by another person and with other words, so that none folds into another.
    if (planted_ < what_.serious && said_ >= (planted_ + 1) * what_.messages / (what_.serious + 1) + planted_ % 2) {
      const std::string number = std::to_string(1000 + planted_);
      direct(room + "say Planted " + std::to_string(planted_) + ": You are a pathetic stupid idiot, shut up " + number);
      // Rooms with an even number have a policy that allows a reminder.
      if (said_ % what_.rooms % 2 == 0) ++may_be_told_;
      ++planted_;
    } else {
      direct(room + "say " + who + ": " + ordinary[said_ % std::size(ordinary)] + " (" + std::to_string(said_) + ")");
    }
    if (said_ % 500 == 0) direct(room + "enter Guest " + std::to_string(said_ % 1000));
    if (said_ % 500 == 250) direct(room + "rename Guest " + std::to_string((said_ - 250) % 1000) + ": Visitor");
    if (said_ % 500 == 400) direct(room + "part Visitor");
    ++said_;
  }

  void mark() {
    // NOLINTNEXTLINE(clang-analyzer-core.DivideZero): the command line refuses a rehearsal of nothing.
    const std::uint64_t tenth = said_ * 10 / what_.messages;
    if (tenth == tenth_) return;
    tenth_ = tenth;
    const double mebibytes = static_cast<double>(resident_bytes()) / (1 << 20);
    if (tenth == 2) warm_ = mebibytes, warm_files_ = open_descriptors();
    last_ = mebibytes;
    last_files_ = open_descriptors();
    std::printf("%10llu %8llu %8llu %9.1f %9.1f %6zu %8llu\n", static_cast<unsigned long long>(said_), static_cast<unsigned long long>(metrics_.queued),
                static_cast<unsigned long long>(metrics_.reminders_sent), mebibytes, std::chrono::duration<double>(Steady::now() - begun_).count(), last_files_,
                static_cast<unsigned long long>(metrics_.connections_lost));
    std::fflush(stdout);
  }

  int verdict() {
    const auto holds = [this](const char* what, bool is, const std::string& figure) {
      std::printf("%s  %s (%s)\n", is ? "ok " : "NOT", what, figure.c_str());
      failed_ |= !is;
    };
    std::set<std::string> authors;
    std::size_t others = 0;
    for (const moderation::Item& item : filter_->queue().since(Instant{}, false)) {
      if (item.author.starts_with("Planted ")) authors.insert(item.author);
      else ++others;
    }
    const double seconds = std::chrono::duration<double>(Steady::now() - begun_).count();
    char growth[64];
    std::snprintf(growth, sizeof growth, "%.1f MiB after a fifth, %.1f MiB at the end", warm_, last_);
    holds("every planted serious message is in the queue, and nothing else", authors.size() == what_.serious && planted_ == what_.serious && others == 0,
          std::to_string(authors.size()) + " of " + std::to_string(what_.serious) + ", " + std::to_string(others) + " others");
    holds("nothing was said in a room", in_rooms_ == 0, std::to_string(in_rooms_));
    holds("only reminders that the ladder allows were sent, each in private", private_words_ == metrics_.reminders_sent && private_words_ <= may_be_told_,
          std::to_string(private_words_) + " sent of " + std::to_string(may_be_told_) + " allowed, " + std::to_string(metrics_.reminders_dropped) + " held back");
    holds("every lost connection came back", metrics_.reconnects == metrics_.connections_lost && metrics_.connections_lost + 1 >= what_.hours,
          std::to_string(metrics_.reconnects) + " of " + std::to_string(metrics_.connections_lost));
    holds("memory is flat after warm-up", last_ - warm_ <= what_.most_growth, growth);
    holds("no descriptor leaks", last_files_ <= warm_files_ + 1, std::to_string(warm_files_) + " and " + std::to_string(last_files_));
    holds("nothing complained", complaints_ == 0, std::to_string(complaints_));
    std::printf("%llu messages in %u rooms in %.1f s: %.0f messages a second, %.1f KiB a room\n", static_cast<unsigned long long>(said_), what_.rooms, seconds,
                static_cast<double>(said_) / seconds, last_ * 1024 / what_.rooms);
    filter_.reset();
    keeper_.reset();
    return failed_ ? 1 : 0;
  }

  Rehearsal what_;
  Options options_;
  WatchConfig config_;
  Metrics metrics_;
  ManualClock clock_;
  const Instant start_ = clock_.now();
  Host host_;
  std::unique_ptr<Keeper> keeper_;
  std::unique_ptr<Filter> filter_;
  Steady::time_point begun_{};
  std::uint64_t said_ = 0, planted_ = 0, may_be_told_ = 0, private_words_ = 0, in_rooms_ = 0, tenth_ = 0, hour_ = 0, complaints_ = 0;
  std::size_t warm_files_ = 0, last_files_ = 0;
  double warm_ = 0, last_ = 0;
  bool failed_ = false;
};

}  // namespace

int rehearse(Options options, const Rehearsal& what) {
  options.load_tact = false;
  return Stage(std::move(options), what).run();
}

}  // namespace tact::host
