// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/audit_plots.h"
#include "core/cli/audit_report.h"
#include "core/guidelines/guideline.h"
#include "core/history/calendar.h"
#include "core/i18n.h"

namespace tact::cli {

namespace {

using history::Count;
using history::Summary;

// Light and dark, screen and paper; nothing is fetched.
constexpr const char* style = R"(
:root{--ink:#1d2733;--soft:#5a6675;--paper:#fff;--card:#f4f6f9;--line:#dfe4ea;--found:#a9c4e6;--nudged:#2b63ad;--hour:#2b63ad}
@media (prefers-color-scheme:dark){:root{--ink:#e8edf3;--soft:#a3afbd;--paper:#151a20;--card:#1f262e;--line:#323c47;--found:#44648e;--nudged:#8cb8f0;--hour:#8cb8f0}}
*{box-sizing:border-box}body{margin:0 auto;padding:2rem 1.2rem 4rem;max-width:960px;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
h1{font-size:1.7rem;margin:0 0 .2rem}h2{font-size:1.15rem;margin:2.4rem 0 .6rem}p{margin:.3rem 0}.soft{color:var(--soft)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:.8rem;margin:1.4rem 0}
.tile{background:var(--card);border-radius:10px;padding:.8rem 1rem}.tile b{display:block;font-size:1.6rem;line-height:1.2;font-variant-numeric:tabular-nums}
svg{width:100%;height:auto;display:block}svg text{fill:var(--ink);font-size:13px}svg .figure{fill:var(--soft);font-size:12px}.found{fill:var(--found)}.nudged{fill:var(--nudged)}.hour{fill:var(--hour)}.grid{stroke:var(--line)}
.key span{display:inline-block;margin-right:1.2rem}.key i{display:inline-block;width:.9em;height:.9em;border-radius:3px;margin-right:.4em;vertical-align:-.1em}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:end}th:first-child,td:first-child{text-align:start}th{font-weight:600;color:var(--soft)}td small{display:block;color:var(--soft)}
details{margin-top:.6rem}summary{cursor:pointer;color:var(--soft)}
/* A phone: the plots keep a size that can be read, and are pushed sideways. */
@media screen and (max-width:640px){.plot{overflow-x:auto}.plot svg{min-width:560px}svg text{font-size:17px}svg .figure{font-size:16px}}
/* Paper: everything is open, no heading without its plot, no row in two. */
@media print{body{padding:0;max-width:none;print-color-adjust:exact;-webkit-print-color-adjust:exact}details>*{display:block}details::details-content{display:block;content-visibility:visible}h2{break-after:avoid}.plot,tr,.tile{break-inside:avoid}.scroll{overflow:visible}}
)";

std::string tile(std::string_view words, std::string_view figure) {
  return "<div class='tile'><b>" + html_escaped(figure) + "</b>" + html_escaped(words) + "</div>";
}

std::string cells(const Count& count) {
  return "<td>" + grouped(count.found) + "</td><td>" + grouped(count.nudged) + "</td><td>" + grouped(count.serious) + "</td></tr>\n";
}

std::string heads(std::string_view first) {
  std::string out = "<div class='scroll'><table><thead><tr><th scope='col'>" + html_escaped(first) + "</th>";
  for (const char* head : {_("found"), _("nudged"), _("serious")}) out += "<th scope='col'>" + html_escaped(head) + "</th>";
  return out + "</tr></thead><tbody>\n";
}

std::string guideline_table(const Summary& summary) {
  std::string out = heads(_("Guideline"));
  for (const auto& [guideline, count] : by_found(summary))
    out += "<tr><td>" + html_escaped(shown(guideline)) + "<small>" + html_escaped(quotation(guideline)) + "</small></td>" + cells(count);
  return out + "</tbody></table></div>\n";
}

std::string week_table(const Summary& summary) {
  std::string out = "<details><summary>" + html_escaped(_("The figures by week")) + "</summary>" + heads(_("Week of"));
  for (const auto& [monday, guidelines] : summary.by_week) {
    Count sum;
    std::string parts;
    for (const auto& [guideline, count] : guidelines) {
      sum.found += count.found, sum.nudged += count.nudged, sum.serious += count.serious;
      parts += (parts.empty() ? "" : ", ") + shown(guideline) + " " + grouped(count.found);
    }
    out += "<tr><td>" + history::wall_text(Instant(std::chrono::days(monday))).substr(0, 10) + "<small>" + html_escaped(parts) + "</small></td>" + cells(sum);
  }
  return out + "</tbody></table></div></details>\n";
}

std::string name_table(const Summary& summary) {
  if (summary.by_name.empty()) return {};
  std::string out = "<h2>" + html_escaped(_("By name")) + "</h2><p class='soft'>" + html_escaped(_("You asked for names. This page is personal data: keep it to yourself and delete it when you are done.")) + "</p>" + heads(_("Name"));
  for (const auto& [name, guidelines] : summary.by_name) {
    Count sum;
    std::string parts;
    for (const auto& [guideline, count] : guidelines) {
      sum.found += count.found, sum.nudged += count.nudged, sum.serious += count.serious;
      parts += (parts.empty() ? "" : ", ") + shown(guideline) + " " + grouped(count.found);
    }
    out += "<tr><td>" + html_escaped(name) + "<small>" + html_escaped(parts) + "</small></td>" + cells(sum);
  }
  return out + "</tbody></table></div>\n";
}

std::string section(const char* title, const std::string& plot, const std::string& table = {}) {
  if (plot.empty()) return {};
  return "<h2>" + html_escaped(title) + "</h2>\n<div class='plot'>" + plot + "</div>" + table;
}

std::string tiles(const Summary& summary) {
  const Count all = summary.all();
  char share[32];
  std::snprintf(share, sizeof share, "%.1f %%", summary.messages == 0 ? 0.0 : 100.0 * static_cast<double>(all.nudged) / static_cast<double>(summary.messages));
  return "<div class='tiles'>" + tile(_("messages"), grouped(summary.messages)) + tile(_("people"), grouped(summary.senders)) + tile(_("would be nudged"), share) + tile(_("serious"), grouped(all.serious)) + "</div>\n";
}

}  // namespace

std::string audit_html(const Summary& summary, const history::FeedCounts& counts) {
  const std::string from = summary.from ? history::wall_text(*summary.from).substr(0, 10) : "?", to = summary.to ? history::wall_text(*summary.to).substr(0, 10) : "?";
  std::string out = std::string("<!DOCTYPE html>\n<html lang='") + html_escaped(C_("language of this translation, for the lang attribute", "en")) + "'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width,initial-scale=1'>"
                    "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>Tact</title><style>";
  out += style;
  out += "</style></head><body>\n<h1>" + html_escaped(_("What would have been nudged")) + "</h1>\n<p class='soft'>" + html_escaped(fill(_("{from} to {to}"), {{"from", from}, {"to", to}})) + "</p>\n";
  out += tiles(summary);
  if (summary.by_guideline.empty()) out += "<p>" + html_escaped(_("Nothing in this chat would have been nudged.")) + "</p>\n";
  const std::string key = "<p class='key soft'><span><i class='found' style='background:var(--found)'></i>" + html_escaped(_("found in a message judged by itself")) + "</span><span><i style='background:var(--nudged)'></i>" +
                          html_escaped(_("nudged, after the daily cap")) + "</span></p>\n";
  if (!summary.by_guideline.empty()) out += section(_("By guideline"), plot_guidelines(summary), key + guideline_table(summary));
  if (!summary.by_week.empty()) out += section(_("By week"), plot_weeks(summary), week_table(summary));
  out += section(_("When the group writes"), plot_hours(summary));
  out += name_table(summary);
  out += "<h2>" + html_escaped(_("What was read")) + "</h2><p>" +
         html_escaped(fill(_("{messages} messages were judged; {system} notices of the network and {deleted} deleted messages were passed over; {unreadable} lines could not be read."),
                           {{"messages", grouped(summary.messages)}, {"system", grouped(summary.system)}, {"deleted", grouped(summary.deleted)}, {"unreadable", grouped(counts.unreadable)}})) + "</p>";
  for (const std::string& path : counts.assumed) out += "<p>" + html_escaped(fill(_("{file}: no date tells day from month; read by custom, --dates decides"), {{"file", path}})) + "</p>";
  out += "<p class='soft'>" + html_escaped(_("A nudge is a question before posting, not a verdict about a person. The engine errs in both directions; read the messages before you act. Made on this computer; nothing was sent anywhere.")) + "</p>\n</body></html>\n";
  return out;
}

}  // namespace tact::cli
