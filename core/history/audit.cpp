// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/audit.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "core/language/language.h"

namespace tact::history {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::days;
using std::chrono::floor;

/// A message that a guideline spoke for, until its turn comes to be counted.
struct Flagged {
  std::size_t entry = 0;  ///< of the batch
  std::size_t sender = 0;
  Instant at;
  bool dated = true;
  std::string name;
  std::vector<Finding> findings;
};

/// What one worker made of one batch.
struct Judged {
  std::uint64_t messages = 0, system = 0, deleted = 0;
  std::optional<Instant> from, to;
  std::vector<std::size_t> senders;  // hashes, some twice
  std::map<std::int64_t, std::uint64_t> weeks;
  std::array<std::array<std::uint64_t, 24>, 7> hours{};
  std::vector<Flagged> flagged;
};

struct SenderState {
  std::int64_t day = 0;
  unsigned mild_today = 0;
  std::vector<std::pair<std::string_view, Instant>> told;
};

std::int64_t day_of(Instant at) { return floor<days>(at).time_since_epoch().count(); }
/// 1970-01-01 was a Thursday.
int weekday_of(std::int64_t day) { return static_cast<int>(((day + 3) % 7 + 7) % 7); }
std::int64_t week_of(std::int64_t day) { return day - weekday_of(day); }

class Worker {
 public:
  Worker(const Engine& engine, const Policy& policy, bool names) : engine_(engine), policy_(policy), names_(names) {}

  void judge(const Batch& batch, Judged& out) {
    context_.clear();
    for (std::size_t i = 0; i < batch.first; ++i) remember(batch.entries[i]);
    for (std::size_t i = batch.first; i < batch.size; ++i) {
      const Entry& entry = batch.entries[i];
      if (entry.starts_room) context_.clear();
      switch (entry.kind) {
        case Kind::system: ++out.system; break;
        case Kind::deleted: ++out.deleted; break;
        case Kind::text:
        case Kind::media: count(entry, out), read(batch, i, out); break;
      }
      remember(entry);
    }
    ask(batch, out);
    std::ranges::sort(out.flagged, {}, &Flagged::entry);
  }

 private:
  /// A message whose reading waits for those of others.
  struct Waiting {
    std::size_t entry = 0;
    Text text;
    language::Reading reading;
    std::vector<Line> context;
  };

  static void count(const Entry& entry, Judged& out) {
    ++out.messages;
    out.senders.push_back(sender_of(entry));
    if (entry.dated) count_time(entry.at, out);
  }

  static std::size_t sender_of(const Entry& entry) { return std::hash<std::string>{}(entry.sender); }

  const Message& message_of(const Entry& entry) {
    message_.sender.id = message_.sender.name = entry.sender;
    message_.raw = entry.text;
    message_.format = Format::plain;
    message_.at = entry.at;
    return message_;
  }

  void read(const Batch& batch, std::size_t number, Judged& out) {
    RoomView room;
    room.context = context_;
    engine_.read(message_of(batch.entries[number]), room, text_, reading_);
    if (!reading_.waits) return judge(batch, number, text_, reading_, context_, out);
    if (waiting_.size() == waits_) waiting_.emplace_back();
    Waiting& one = waiting_[waits_++];
    one.entry = number;
    // Buffers change places: none is made anew.
    std::swap(one.text, text_);
    std::swap(one.reading, reading_);
    one.context = context_;
  }

  /// Asks about all that wait, and judges them.
  void ask(const Batch& batch, Judged& out) {
    asked_.clear();
    for (std::size_t i = 0; i < waits_; ++i) asked_.push_back({&waiting_[i].text, waiting_[i].context, &waiting_[i].reading});
    engine_.ask(asked_);
    for (std::size_t i = 0; i < waits_; ++i) judge(batch, waiting_[i].entry, waiting_[i].text, waiting_[i].reading, waiting_[i].context, out);
    waits_ = 0;
  }

  void judge(const Batch& batch, std::size_t number, const Text& text, language::Reading& reading, std::span<const Line> context, Judged& out) {
    const Entry& entry = batch.entries[number];
    RoomView room;
    room.context = context;
    Verdict verdict = engine_.judge(message_of(entry), room, policy_, text, reading);
    if (verdict.decision == Decision::pass) return;
    out.flagged.push_back({number, sender_of(entry), entry.at, entry.dated, names_ ? entry.sender : std::string(), std::move(verdict.findings)});
  }

  static void count_time(Instant at, Judged& out) {
    if (!out.from || at < *out.from) out.from = at;
    if (!out.to || at > *out.to) out.to = at;
    const std::int64_t day = day_of(at);
    ++out.weeks[week_of(day)];
    const auto hour = std::chrono::floor<std::chrono::hours>(at - floor<days>(at)).count();
    ++out.hours[static_cast<std::size_t>(weekday_of(day))][static_cast<std::size_t>(hour)];
  }

  /// The views point into the batch, which outlives its judging.
  void remember(const Entry& entry) {
    if (entry.kind == Kind::deleted) return;
    if (context_.size() == 4) context_.erase(context_.begin());
    context_.push_back({entry.sender, entry.text, entry.kind == Kind::system});
  }

  const Engine& engine_;
  const Policy& policy_;
  bool names_;
  std::vector<Line> context_;
  Message message_;
  Text text_;
  language::Reading reading_;
  std::vector<Waiting> waiting_;  ///< the first `waits_` of them; the others' buffers are kept
  std::size_t waits_ = 0;
  std::vector<language::Asked> asked_;
};

/// Counts batches in their order, whoever judged them.  Who is early leaves the batch here and judges on: nobody waits for a slower neighbour.
class Ledger {
 public:
  Ledger(const Policy& policy, bool names) : policy_(policy), names_(names) {}

  void add(std::uint64_t number, Judged judged) {
    std::unique_lock lock(guard_);
    room_.wait(lock, [&] { return number < next_ + most_early || stopped_; });
    if (stopped_) return;
    early_.emplace(number, std::move(judged));
    for (auto turn = early_.find(next_); turn != early_.end(); turn = early_.find(next_)) {
      count(turn->second);
      early_.erase(turn);
      ++next_;
    }
    room_.notify_all();
  }
  /// Wakes everybody who waits for room that will not come.
  void stop() {
    const std::lock_guard lock(guard_);
    stopped_ = true;
    room_.notify_all();
  }
  Summary take() {
    summary_.senders = senders_.size();
    return std::move(summary_);
  }

 private:
  void count(const Judged& judged) {
    summary_.messages += judged.messages;
    summary_.system += judged.system;
    summary_.deleted += judged.deleted;
    if (judged.from && (!summary_.from || *judged.from < *summary_.from)) summary_.from = judged.from;
    if (judged.to && (!summary_.to || *judged.to > *summary_.to)) summary_.to = judged.to;
    for (const auto& [week, messages] : judged.weeks) summary_.messages_by_week[week] += messages;
    for (std::size_t day = 0; day < 7; ++day)
      for (std::size_t hour = 0; hour < 24; ++hour) summary_.by_hour[day][hour] += judged.hours[day][hour];
    senders_.insert(judged.senders.begin(), judged.senders.end());
    for (const Flagged& flagged : judged.flagged) count(flagged);
  }

  void count(const Flagged& flagged) {
    const Finding& first = flagged.findings.front();
    const bool nudged = would_nudge(flagged);
    const auto into = [&](Count& count) {
      ++count.found;
      count.nudged += nudged;
      count.serious += first.severity == Severity::serious;
    };
    into(summary_.by_guideline[first.guideline]);
    if (flagged.dated) into(summary_.by_week[week_of(day_of(flagged.at))][first.guideline]);
    if (names_) into(summary_.by_name[flagged.name][first.guideline]);
  }

  /// Decides once more with what this person would have been told already.
  bool would_nudge(const Flagged& flagged) {
    SenderState& state = states_[flagged.sender];
    const std::int64_t day = day_of(flagged.at);
    if (!flagged.dated || state.day != day) state.day = day, state.mild_today = 0;
    std::erase_if(state.told, [&](const auto& told) { return !flagged.dated || flagged.at - told.second >= std::chrono::hours(24) || flagged.at < told.second; });
    NudgeHistory history;
    history.mild_today = state.mild_today;
    for (const auto& [guideline, at] : state.told) history.told_last_24_hours.emplace_back(guideline);
    if (decide(flagged.findings, policy_, history, Role::member).decision == Decision::pass) return false;
    const Finding& first = flagged.findings.front();
    if (first.severity == Severity::mild) ++state.mild_today;
    state.told.emplace_back(first.guideline, flagged.at);
    return true;
  }

  const Policy& policy_;
  bool names_;
  /// Batches that may wait for their turn: what bounds memory when one worker stands still.
  static constexpr std::uint64_t most_early = 64;
  std::mutex guard_;
  std::condition_variable room_;
  std::map<std::uint64_t, Judged> early_;
  std::uint64_t next_ = 0;
  bool stopped_ = false;
  Summary summary_;
  std::unordered_set<std::size_t> senders_;
  std::unordered_map<std::size_t, SenderState> states_;
};

/// At most ten times a second, by whoever comes by.
class Progress {
 public:
  Progress(const Feed& feed, const AuditOptions& options) : feed_(feed), options_(options) {}
  void tell() {
    if (!options_.progress) return;
    const std::unique_lock lock(guard_, std::try_to_lock);
    const auto now = Clock::now();
    if (!lock || now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    options_.progress(feed_.bytes(), feed_.total_bytes());
  }

 private:
  const Feed& feed_;
  const AuditOptions& options_;
  std::mutex guard_;
  Clock::time_point last_{};
};

}  // namespace

Summary audit(Feed& feed, const Engine& engine, const Policy& policy, const AuditOptions& options) {
  Ledger ledger(policy, options.names);
  Progress progress(feed, options);
  std::mutex guard;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      Worker worker(engine, policy, options.names);
      for (Batch batch; feed.next(batch);) {
        Judged judged;
        worker.judge(batch, judged);
        std::ranges::sort(judged.senders);
        const auto doubled = std::ranges::unique(judged.senders);
        judged.senders.erase(doubled.begin(), doubled.end());
        ledger.add(batch.number, std::move(judged));
        progress.tell();
      }
    } catch (...) {
      // Out of memory: the caller hears of it, and nobody waits for this batch.
      const std::lock_guard lock(guard);
      if (!failure) failure = std::current_exception();
      ledger.stop();
    }
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < options.threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  if (failure) std::rethrow_exception(failure);
  Summary summary = ledger.take();
  summary.unreadable = feed.counts().unreadable;
  return summary;
}

}  // namespace tact::history
