// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host/serve.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/i18n.h"
#include "core/keys/key_file.h"
#include "core/moderation/words.h"
#include "core/policy/signature.h"
#include "core/store/database.h"
#include "plugin/host/filter.h"
#include "plugin/host/keeper.h"

namespace fs = std::filesystem;

namespace tact::host {

namespace {

using Steady = std::chrono::steady_clock;

void say(const std::string& line) { std::fprintf(stderr, "tact-host: %s\n", line.c_str()); }

class Server final : public Viewer {
 public:
  Server(Options options, WatchConfig config) : config_(std::move(config)), host_(std::move(options), *this) {}

  int run() {
    std::string why;
    if (!host_.start(why)) return say(why), 1;
    // A log of other people's words is not ours to keep.
    for (const char* pref : {"/purple/logging/log_chats", "/purple/logging/log_ims", "/purple/logging/log_system"}) purple_prefs_set_bool(pref, FALSE);
    store::make_private_folder(config_.user_dir);
    const keys::IdentityKey key = keys::load_or_make(config_.user_dir + "/rep.key");
    keeper_ = std::make_unique<Keeper>(host_, config_, metrics_);
    filter_ = std::make_unique<Filter>(config_, clock_, metrics_, keeper_.get(), moderation::Actor{config_.name, key.public_key().vector()});
    if (!take_policies()) return 1;
    keeper_->begin();
    const guint tick = g_timeout_add(200, &Server::on_tick, this);
    const guint metrics = g_timeout_add_seconds(config_.metrics_seconds, &Server::on_metrics, this);
    const guint day = g_timeout_add_seconds(24 * 3600, &Server::on_day, this);
    filter_->sweep();
    on_metrics(this);
    std::printf("%s\n", fill(_("watching {rooms} rooms through {accounts} accounts; {policies} signed policies; {mode}"),
                             {{"rooms", std::to_string(metrics_.rooms)}, {"accounts", std::to_string(metrics_.accounts)}, {"policies", std::to_string(filter_->policies())},
                              {"mode", config_.dry_run ? _("dry run: nothing is sent") : _("the first reminder may go by itself where a signed policy says so")}}).c_str());
    std::fflush(stdout);
    host_.run();
    while (filter_->work(std::chrono::seconds(5))) continue;  // what was heard is written
    on_metrics(this);
    for (const guint source : {tick, metrics, day}) g_source_remove(source);
    filter_.reset();
    keeper_.reset();
    return 0;
  }

  void complained(const std::string& domain, const std::string& text) override { say(domain + ": " + text); }

 private:
  bool take_policies() {
    std::vector<std::string> problems;
    for (Policy& policy : signed_policies(config_.policies, problems)) filter_->set_policy(std::move(policy));
    for (const std::string& problem : problems) say(problem);
    return problems.empty();
  }

  static gboolean on_tick(gpointer data) noexcept {
    auto* self = static_cast<Server*>(data);
    try {
      self->filter_->work(std::chrono::milliseconds(50));
      std::fflush(stdout);
    } catch (const std::exception& error) {
      // A full disk: nothing found is lost, the next turn writes it.  Said once until it is well again.
      if (self->trouble_ != error.what()) say(error.what());
      self->trouble_ = error.what();
      return G_SOURCE_CONTINUE;
    }
    self->trouble_.clear();
    return G_SOURCE_CONTINUE;
  }

  static gboolean on_metrics(gpointer data) noexcept {
    auto* self = static_cast<Server*>(data);
    if (self->config_.metrics.empty()) return G_SOURCE_CONTINUE;
    try {
      store::write_private_file(self->config_.metrics, self->metrics_.text(std::chrono::duration<double>(Steady::now() - self->begun_).count()));
    } catch (const std::exception& error) {
      say(error.what());
    }
    return G_SOURCE_CONTINUE;
  }

  static gboolean on_day(gpointer data) noexcept {
    try {
      static_cast<Server*>(data)->filter_->sweep();
    } catch (const std::exception& error) {
      say(error.what());
    }
    return G_SOURCE_CONTINUE;
  }

  WatchConfig config_;
  Metrics metrics_;
  SystemClock clock_;
  Host host_;
  std::unique_ptr<Keeper> keeper_;
  std::unique_ptr<Filter> filter_;
  Steady::time_point begun_ = Steady::now();
  std::string trouble_;
};

bool configured(const std::string& path, WatchConfig& config) {
  std::vector<std::string> problems;
  if (read_config(path, config, problems)) return true;
  for (const std::string& problem : problems) say(problem);
  return false;
}

}  // namespace

std::vector<Policy> signed_policies(const std::string& folder, std::vector<std::string>& problems) {
  std::vector<Policy> out;
  if (folder.empty()) return out;
  std::error_code error;
  std::vector<fs::path> paths;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().extension() == ".policy") paths.push_back(at->path());
  if (error) problems.push_back(folder + ": " + error.message());
  std::ranges::sort(paths);
  for (const fs::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    std::string line((std::istreambuf_iterator<char>(in)), {});
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
    const auto bytes = policy::from_line(line);
    if (!bytes) {
      problems.push_back(path.string() + ":1: " + _("no signed policy, expected the line that `tact policy sign` writes"));
      continue;
    }
    policy::Opened opened = policy::open(*bytes, nullptr);
    // Whose signature counts is the administrator's decision: only the rep that the policy itself names.
    if (opened.refusal != policy::Refusal::none || !opened.signed_by(opened.policy.rep.key)) {
      problems.push_back(path.string() + ": " + (opened.what.empty() ? std::string(_("not signed by the rep it names")) : opened.what));
      continue;
    }
    opened.policy.signed_by_rep = true;
    out.push_back(std::move(opened.policy));
  }
  return out;
}

int serve(Options options, const std::string& config_path) {
  WatchConfig config;
  if (!configured(config_path, config)) return 2;
  options.user_dir = config.user_dir;
  options.load_tact = false;
  try {
    return Server(std::move(options), std::move(config)).run();
  } catch (const std::exception& error) {
    say(error.what());
    return 1;
  }
}

int waiting(const std::string& config_path) {
  WatchConfig config;
  if (!configured(config_path, config)) return 2;
  try {
    moderation::Records records(config.user_dir);
    moderation::Queue queue(records);
    const Instant now = SystemClock().now();
    for (const bool dry : {false, true})
      for (const moderation::Item& item : queue.open({}, dry))
        std::printf("%s%s  %s\n", dry ? _("(dry run) ") : "", item.room.c_str(), moderation::words::list_line(item, now).c_str());
    return 0;
  } catch (const std::exception& error) {
    say(error.what());
    return 1;
  }
}

}  // namespace tact::host
