// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report.h"

#include <algorithm>
#include <array>

#include "core/i18n.h"
#include "core/moderation/people.h"
#include "core/report/packed.h"

namespace tact::report {

namespace {

/// version, id, room, reason, reporter, about address and name, network, zone, made, lines, link before, links
constexpr const char* report_type = "(yaysssssssxa(xsssxb)aya(xxayay))";
constexpr const char* answer_type = "(ss)";
constexpr guchar version = 1;
constexpr std::size_t most_links = 64, most_text = 8000, most_name = 512, most_room = 1024, most_reason = 2000;

std::int64_t count(Instant at) { return at.time_since_epoch().count(); }

std::optional<Hash> as_hash(const Bytes& bytes) {
  Hash hash{};
  if (bytes.size() != hash.size()) return std::nullopt;
  std::ranges::copy(bytes, hash.begin());
  return hash;
}

constexpr std::array all_progress = {Progress::sent, Progress::received, Progress::looked_at, Progress::acted_on, Progress::passed_on, Progress::closed, Progress::seconded};

std::string local_part(const std::string& address) { return address.substr(0, address.find('@')); }

std::string after_slash(const std::string& address) {
  const auto slash = address.find('/');
  return slash == std::string::npos ? std::string() : address.substr(slash + 1);
}

}  // namespace

const ReportLine* Report::reported() const {
  const auto found = std::ranges::find_if(lines, &ReportLine::reported);
  return found == lines.end() ? nullptr : &*found;
}

Bytes Report::bytes() const {
  GVariantBuilder all, links;
  g_variant_builder_init(&all, G_VARIANT_TYPE("a(xsssxb)"));
  for (std::size_t i = 0; i < std::min(lines.size(), most_lines); ++i) {
    const ReportLine& line = lines[i];
    g_variant_builder_add(&all, "(xsssxb)", static_cast<gint64>(count(line.at)), clean(line.address, most_name).c_str(), clean(line.name, most_name).c_str(),
                          clean(line.text, most_text).c_str(), static_cast<gint64>(line.link), static_cast<gboolean>(line.reported));
  }
  g_variant_builder_init(&links, G_VARIANT_TYPE("a(xxayay)"));
  for (std::size_t i = 0; i < std::min(proof.links.size(), most_links); ++i) {
    const ChainLink& link = proof.links[i];
    g_variant_builder_add(&links, "(xx@ay@ay)", static_cast<gint64>(link.seq), static_cast<gint64>(count(link.at)), new_bytes(link.leaf), new_bytes(link.link));
  }
  return pack(g_variant_new("(y@aysssssssx@a(xsssxb)@ay@a(xxayay))", version, new_bytes(id), clean(room, most_room).c_str(), clean(reason, most_reason).c_str(),
                            clean(reporter, most_name).c_str(), clean(about_address, most_name).c_str(), clean(about_name, most_name).c_str(),
                            clean(network, most_name).c_str(), clean(zone, most_name).c_str(), static_cast<gint64>(count(made)), g_variant_builder_end(&all),
                            new_bytes(proof.before), g_variant_builder_end(&links)));
}

std::optional<Report> Report::parse(ByteView bytes) {
  const Variant value = unpack(bytes, report_type);
  if (value == nullptr) return std::nullopt;
  guchar said = 0;
  g_variant_get_child(value.get(), 0, "y", &said);
  const Bytes id = bytes_at(value.get(), 1);
  const auto before = as_hash(bytes_at(value.get(), 11));
  if (said != version || id.size() != ReportId().size() || !before) return std::nullopt;
  Report report;
  std::ranges::copy(id, report.id.begin());
  report.room = text_at(value.get(), 2);
  report.reason = text_at(value.get(), 3);
  report.reporter = text_at(value.get(), 4);
  report.about_address = text_at(value.get(), 5);
  report.about_name = text_at(value.get(), 6);
  report.network = text_at(value.get(), 7);
  report.zone = text_at(value.get(), 8);
  report.made = Instant(Milliseconds(number_at(value.get(), 9)));
  report.proof.before = *before;
  const Variant lines(g_variant_get_child_value(value.get(), 10)), links(g_variant_get_child_value(value.get(), 12));
  if (g_variant_n_children(lines.get()) > most_lines || g_variant_n_children(links.get()) > most_links) return std::nullopt;
  for (gsize i = 0; i < g_variant_n_children(lines.get()); ++i) {
    const Variant row(g_variant_get_child_value(lines.get(), i));
    gboolean reported = FALSE;
    g_variant_get_child(row.get(), 5, "b", &reported);
    report.lines.push_back({Instant(Milliseconds(number_at(row.get(), 0))), text_at(row.get(), 1), text_at(row.get(), 2), text_at(row.get(), 3),
                            number_at(row.get(), 4), reported != FALSE});
  }
  if (std::ranges::count_if(report.lines, &ReportLine::reported) > 1) return std::nullopt;
  for (gsize i = 0; i < g_variant_n_children(links.get()); ++i) {
    const Variant row(g_variant_get_child_value(links.get(), i));
    const auto leaf = as_hash(bytes_at(row.get(), 2)), link = as_hash(bytes_at(row.get(), 3));
    if (!leaf || !link) return std::nullopt;
    report.proof.links.push_back({number_at(row.get(), 0), Instant(Milliseconds(number_at(row.get(), 1))), *leaf, *link});
  }
  // Whatever a person reads must fit a window, and the times a calendar.
  const auto sane = [](Instant at) { return count(at) >= 0 && count(at) < 253402300800000; };
  if (!sane(report.made) || !std::ranges::all_of(report.lines, [&](const ReportLine& line) { return sane(line.at) && line.text.size() <= most_text; }))
    return std::nullopt;
  if (report.reason.size() > most_reason || report.room.size() > most_room) return std::nullopt;
  for (const std::string* text : {&report.reporter, &report.about_address, &report.about_name, &report.network, &report.zone})
    if (text->size() > most_name) return std::nullopt;
  return report;
}

Standing standing_of(const Report& report, Chain& own) {
  Standing standing;
  standing.lines = report.lines.size();
  if (auto fault = report.proof.first_fault()) standing.fault = *fault;
  for (const ReportLine& line : report.lines) {
    const Hash leaf = chain_leaf(report.room, line.name, line.text);
    if (own.find(report.room, leaf).seq != 0) ++standing.also_here;
    if (line.link == 0) continue;
    const auto link = std::ranges::find(report.proof.links, line.link, &ChainLink::seq);
    if (link != report.proof.links.end() && link->leaf == leaf) {
      ++standing.linked;
    } else if (standing.fault.empty()) {
      standing.fault = fill(_("the line of {name} is not the one its link names"), {{"name", line.name}});
    }
  }
  standing.follows = standing.fault.empty() && standing.linked > 0;
  return standing;
}

std::string Standing::text() const {
  const std::string here = fill(_("{n} of {all} lines were also received by this computer"), {{"n", std::to_string(also_here)}, {"all", std::to_string(lines)}});
  if (!fault.empty()) return fill(_("The proof does not hold: {fault}; {here}."), {{"fault", fault}, {"here", here}});
  if (linked == 0) return fill(_("The reporter’s computer kept no chain of these lines; {here}."), {{"here", here}});
  return fill(_("{n} of {all} lines stand so in the reporter’s chain; {here}."), {{"n", std::to_string(linked)}, {"all", std::to_string(lines)}, {"here", here}});
}

bool may_be(const Officer& officer, const std::string& address, const std::string& name) {
  if (officer.name.empty() && officer.address.empty()) return false;
  if (!officer.address.empty() && share_an_address({officer.address}, {address})) return true;
  for (const std::string& theirs : {officer.name, local_part(officer.address)})
    for (const std::string& said : {name, local_part(address), after_slash(address)})
      if (!theirs.empty() && !said.empty() && moderation::look_alike(theirs, said)) return true;
  return false;
}

const Officer* recipient_of(const Policy& policy, const std::string& about_address, const std::string& about_name, std::string& why_not) {
  const auto reachable = [](const Officer& officer) { return !officer.bundle.empty() && !officer.address.empty() && !officer.key.empty(); };
  const auto senior = [&] {
    if (policy.senior_contact.empty()) return std::string(_("Please go to a senior member of staff."));
    return fill(_("Please go to {contact}."), {{"contact", policy.senior_contact}});
  };
  if (may_be(policy.rep, about_address, about_name)) {
    // Deputies work beside the rep; only the alternate is outside.
    const bool one_person = policy.alternate.key == policy.rep.key || share_an_address({policy.alternate.address}, {policy.rep.address});
    if (reachable(policy.alternate) && !one_person) return &policy.alternate;
    why_not = std::string(_("This may be about the rep, and the group’s policy names nobody else who can receive a sealed report.")) + " " + senior();
    return nullptr;
  }
  if (reachable(policy.rep)) return &policy.rep;
  for (const Officer& deputy : policy.deputies)
    if (reachable(deputy) && !may_be(deputy, about_address, about_name)) return &deputy;
  if (reachable(policy.alternate) && !may_be(policy.alternate, about_address, about_name)) return &policy.alternate;
  why_not = std::string(_("The group’s policy names nobody who can receive a sealed report.")) + " " + senior();
  return nullptr;
}

std::string_view name(Progress progress) {
  switch (progress) {
    case Progress::sent: return "sent";
    case Progress::received: return "received";
    case Progress::looked_at: return "looked-at";
    case Progress::acted_on: return "acted-on";
    case Progress::passed_on: return "passed-on";
    case Progress::closed: return "closed";
    case Progress::seconded: return "seconded";
  }
  return "";
}

std::optional<Progress> progress_named(std::string_view word) {
  const auto found = std::ranges::find_if(all_progress, [&](Progress progress) { return name(progress) == word; });
  return found == all_progress.end() ? std::nullopt : std::optional(*found);
}

std::string shown(Progress progress) {
  switch (progress) {
    case Progress::sent: return _("sent, no receipt yet");
    case Progress::received: return _("received");
    case Progress::looked_at: return _("looked at");
    case Progress::acted_on: return _("looked at, and something was done");
    case Progress::passed_on: return _("passed on to the school");
    case Progress::closed: return _("closed");
    case Progress::seconded: return _("agreed to");
  }
  return {};
}

Bytes answer_bytes(Progress progress, std::string_view words) { return pack(g_variant_new(answer_type, std::string(name(progress)).c_str(), clean(words, 1000).c_str())); }

std::optional<Answer> parse_answer(ByteView bytes) {
  const Variant value = unpack(bytes, answer_type);
  if (value == nullptr) return std::nullopt;
  const auto progress = progress_named(text_at(value.get(), 0));
  if (!progress || *progress == Progress::sent) return std::nullopt;
  return Answer{*progress, clean(text_at(value.get(), 1), 1000)};
}

}  // namespace tact::report
