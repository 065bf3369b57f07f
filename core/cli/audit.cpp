// SPDX-License-Identifier: GPL-3.0-or-later
// tact audit FILE...: what would have been nudged in exported chats.
#include <getopt.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <thread>

#include "core/cli/audit_report.h"
#include "core/cli/commands.h"
#include "core/history/audit.h"
#include "core/i18n.h"
#include "core/language/language.h"
#include "core/store/database.h"

namespace tact::cli {

namespace {

struct Arguments {
  history::Options reading;
  bool json = false, names = false;
  std::string html;
  GroupKind kind = GroupKind::class_group;
  unsigned threads = 0;
  std::vector<std::string> files;
};

int usage(const char* problem) {
  if (problem != nullptr) std::fprintf(stderr, "tact audit: %s\n", problem);
  std::fputs(_("usage: tact audit [--json] [--html FILE] [--names] [--group class|community] [--dates dmy|mdy|ymd] [--threads N] FILE...\n"), stderr);
  return 2;
}

bool date_order(const char* word, history::DateOrder& order) {
  static constexpr std::pair<const char*, history::DateOrder> orders[] = {{"dmy", history::DateOrder::dmy}, {"mdy", history::DateOrder::mdy}, {"ymd", history::DateOrder::ymd}};
  for (const auto& [name, value] : orders)
    if (std::strcmp(word, name) == 0) return order = value, true;
  return false;
}

/// nullptr, or what is wrong.
const char* parse(int argc, char** argv, Arguments& out) {
  static const option options[] = {{"json", no_argument, nullptr, 'j'}, {"html", required_argument, nullptr, 'H'}, {"names", no_argument, nullptr, 'n'}, {"group", required_argument, nullptr, 'g'},
                                   {"dates", required_argument, nullptr, 'd'}, {"threads", required_argument, nullptr, 't'}, {nullptr, 0, nullptr, 0}};
  optind = 0;
  for (int c; (c = getopt_long(argc, argv, "", options, nullptr)) != -1;) {
    switch (c) {
      case 'j': out.json = true; break;
      case 'n': out.names = true; break;
      case 'H': out.html = optarg; break;
      case 'g': {
        const auto kind = group_kind(optarg);
        if (!kind) return _("--group: expected class or community");
        out.kind = *kind;
        break;
      }
      case 'd':
        if (!date_order(optarg, out.reading.order)) return _("--dates: expected dmy, mdy or ymd");
        break;
      case 't': {
        char* end = nullptr;
        const long threads = std::strtol(optarg, &end, 10);
        if (*end != '\0' || threads < 1 || threads > 256) return _("--threads: expected a number from 1 to 256");
        out.threads = static_cast<unsigned>(threads);
        break;
      }
      default: return "";
    }
  }
  for (int i = optind; i < argc; ++i) out.files.emplace_back(argv[i]);
  return out.files.empty() ? _("no file given") : nullptr;
}

/// "[=====>     ]  42 %" on the terminal, in place.
void show_progress(std::uint64_t done, std::uint64_t of) {
  constexpr int width = 40;
  const int percent = of == 0 ? 0 : static_cast<int>(std::min<std::uint64_t>(100, done * 100 / of));
  const std::string bar(static_cast<std::size_t>(percent * width / 100), '=');
  std::fprintf(stderr, "\r[%-*s] %3d %%", width, bar.c_str(), percent);
}

void warn(const history::FeedCounts& counts) {
  for (const std::string& at : counts.unreadable_at) std::fprintf(stderr, "%s\n", fill(_("{where}: the first of the lines that could not be read"), {{"where", at}}).c_str());
  for (const std::string& path : counts.assumed)
    std::fprintf(stderr, "%s\n", fill(_("{file}: no date tells day from month; read by custom, --dates decides"), {{"file", path}}).c_str());
}

}  // namespace

int audit(int argc, char** argv) {
  Arguments arguments;
  if (const char* problem = parse(argc, argv, arguments)) return usage(*problem != '\0' ? problem : nullptr);
  std::string error;
  history::Feed feed;
  if (!feed.open(arguments.files, arguments.reading, error)) {
    std::fprintf(stderr, "%s\n", error.c_str());
    return 1;
  }
  std::vector<std::string> broken;
  const auto language = language::load_language("", broken, language::Means::quick);
  for (const std::string& line : broken) std::fprintf(stderr, "%s\n", line.c_str());

  Policy policy = default_policy(arguments.kind);
  policy.zone = "UTC";  // an export holds wall clocks
  history::AuditOptions options;
  options.threads = arguments.threads > 0 ? arguments.threads : std::max(1U, std::thread::hardware_concurrency());
  options.names = arguments.names;
  const bool terminal = isatty(STDERR_FILENO) == 1;
  if (terminal) options.progress = show_progress;
  const Engine engine(language.get());
  const history::Summary summary = history::audit(feed, engine, policy, options);
  if (terminal) std::fputs("\r\033[K", stderr);
  if (!feed.failed().empty()) {
    std::fprintf(stderr, "%s\n", feed.failed().c_str());
    return 1;
  }
  warn(feed.counts());
  // Names may stand in it: readable by this person alone.  A failure is an exception that names the file.
  if (!arguments.html.empty()) store::write_private_file(arguments.html, audit_html(summary, feed.counts()));
  if (arguments.json || arguments.html.empty()) {
    const std::string out = arguments.json ? audit_json(summary) : audit_text(summary, feed.counts());
    if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size() || std::fflush(stdout) != 0) return 1;
  }
  return 0;
}

}  // namespace tact::cli
