// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/packet.h"

#include <algorithm>

#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "core/moderation/people.h"
#include "core/moderation/words.h"
#include "core/report/packet_data.h"
#include "core/report/seal.h"

namespace tact::report {

namespace {


constexpr const char* style =
    "body{margin:0 auto;padding:1.5rem;max-width:50rem;font:16px/1.5 system-ui,sans-serif;color:#1d2733;background:#fff}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2rem 0 .4rem;border-bottom:2px solid #dfe4ea}"
    ".risk{border:2px solid #b3261e;border-radius:8px;padding:.6rem 1rem;font-weight:600}"
    ".said{border-inline-start:4px solid #2b63ad;padding:.3rem 1rem;background:#f4f6f9;white-space:pre-wrap;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;width:100%}td,th{padding:.3rem .5rem;border-bottom:1px solid #dfe4ea;text-align:start;vertical-align:top;overflow-wrap:anywhere}"
    ".opinion{background:#fff8e6;padding:.1rem 1rem;border-radius:8px}small{color:#5a6675}";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c; break;
    }
  }
  return out;
}

std::string both_times(Instant at, const std::string& zone) { return rfc3339(at) + " / " + rfc3339_local(at, zone); }

std::string row(std::string_view head, std::string_view value) {
  return "<tr><th scope=\"row\">" + escaped(head) + "</th><td>" + escaped(value) + "</td></tr>\n";
}

std::string head(const PacketData& data) {
  std::string out = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>";
  const std::string title = fill(_("Referral from {group}"), {{"group", data.group}});
  out += escaped(title) + "</title><style>" + style + "</style></head><body>\n<h1>" + escaped(title) + "</h1>\n";
  out += "<p class=\"risk\">" + escaped(data.at_risk) + "</p>\n";
  out += "<table>\n" + row(_("Referred by"), data.by_name + " (" + data.by_key + ")") + row(_("When"), both_times(data.made, data.zone));
  out += row(_("Group"), data.group + " (" + data.room + ")") + row(_("Item"), "#" + std::to_string(data.item)) + "</table>\n";
  return out + "<p><small>" + escaped(_("Whether this file is unaltered: “tact verify FILE”. For the person it is addressed to; keep it no longer than needed.")) + "</small></p>\n";
}

std::string message(const PacketData& data) {
  std::string out = "<h2>" + escaped(_("Fact: the message")) + "</h2>\n";
  for (const PacketLine& line : data.lines)
    if (line.reported) {
      out += "<p class=\"said\">" + escaped(line.text) + "</p>\n<table>\n" + row(_("Shown as"), line.name) + row(_("Address on the network"), line.address);
      out += row(_("Received (UTC / local)"), both_times(line.at, data.zone)) + row(_("Network"), data.network) + "</table>\n";
    }
  if (data.times > 1) out += "<p>" + escaped(fill(_("It came {n} times, last at {when}."), {{"n", std::to_string(data.times)}, {"when", both_times(data.last_at, data.zone)}})) + "</p>\n";
  return out + "<p><small>" + escaped(_("Pictures and files are described in brackets, never attached.")) + "</small></p>\n";
}

std::string around(const PacketData& data) {
  std::string out = "<h2>" + escaped(_("Fact: the lines around it")) + "</h2>\n<table>\n";
  for (const PacketLine& line : data.lines)
    out += "<tr><td>" + escaped(both_times(line.at, data.zone)) + "</td><td>" + escaped(line.name) + "</td><td>" + (line.reported ? "<b>" : "") + escaped(line.text) + (line.reported ? "</b>" : "") + "</td></tr>\n";
  out += "</table>\n";
  if (data.pseudonyms) out += "<p><small>" + escaped(_("Other people are called Person 1, Person 2 …, also inside the lines around the message. The rep can reveal a name where it is needed.")) + "</small></p>\n";
  return out;
}

std::string opinion(const PacketData& data) {
  std::string out = "<h2>" + escaped(_("Opinion, not fact")) + "</h2>\n<div class=\"opinion\"><table>\n";
  if (!data.guideline.empty()) {
    out += row(_("What the program thought"), data.reason) + row(_("Guideline"), data.sentence.empty() ? data.guideline : data.sentence);
    out += row(_("How sure it was"), data.sure);
  }
  if (data.reported) out += row(_("What the reporter wrote"), data.reporter + ": " + data.report_reason + " (" + both_times(data.report_made, data.zone) + ", " + data.reference + ")");
  return out + row(_("What the rep writes"), data.note.empty() ? std::string(_("(nothing)")) : data.note) + "</table></div>\n";
}

std::string decisions(const PacketData& data) {
  std::string out = "<h2>" + escaped(_("Who saw and decided what, when")) + "</h2>\n<table>\n";
  for (const PacketDecision& one : data.decisions)
    out += "<tr><td>" + escaped(both_times(one.at, data.zone)) + "</td><td>" + escaped(one.action) + "</td><td>" + escaped(one.actor) + "</td><td>" + escaped(one.detail) + "</td></tr>\n";
  return out + "</table>\n<p><small>" + escaped(_("Each line is bound to the one before it in the rep’s ledger by a hash; the hashes are in the data below.")) + "</small></p>\n";
}

std::string not_proven(const PacketData& data) {
  std::string out = "<h2>" + escaped(_("What this file shows, and what it does not")) + "</h2>\n<ul>\n";
  const auto item = [&](const std::string& text) { out += "<li>" + escaped(text) + "</li>\n"; };
  item(_("Shown: whoever holds the key named above wrote this file, and not a byte of it has changed since."));
  if (!data.proof_text.empty()) item(data.proof_text);
  if (data.has_link) item(_("Shown: the message is bound, with its time, into the hash chain of the computer that received it, so neither was changed there afterwards."));
  item(_("Not proven: that the owner of the account wrote the message, and not somebody else at their device."));
  item(_("Not proven: the times. They are those of the receiving computer’s clock."));
  item(_("Not proven: that the message reached everybody, or is still to be seen in the group."));
  if (!data.has_link) item(_("Not proven: the words of the message. No hash chain covers them; they stand here as the rep’s client kept them."));
  item(_("Not proven: the lines around it. They stand here as one computer kept them, and lines may be missing."));
  item(_("Not proven: that the message is true, untrue, or meant as it reads."));
  return out + "</ul>\n";
}

}  // namespace

std::string make_packet(const PacketInput& input, const keys::IdentityKey& signer) {
  const PacketData data = gather(input, signer.public_key());
  std::string json = to_json(data);
  const std::string what = fill(_("#{n} of {group}: a message shown as from {name}, received {when}"),
                                {{"n", std::to_string(data.item)}, {"group", data.group}, {"name", data.about_name}, {"when", rfc3339(data.about_at)}});
  const std::vector<std::pair<std::string, std::string>> parts = {
      {"page head", head(data)},
      {"the message", message(data)},
      {"the lines around it", around(data)},
      {"opinion", opinion(data)},
      {"decisions", decisions(data)},
      {"what is not proven", not_proven(data)},
      {"data", "<script type=\"application/json\" id=\"tact-packet\">" + json + "</script>\n"},
      {"page end", "</body></html>\n"},
  };
  return sealed_file(parts, data.by_name, both_times(data.made, data.zone), what, signer);
}

PacketCheck check_packet(std::string_view file) {
  PacketCheck check;
  Seal seal;
  std::string_view body;
  check.fault = check_seal(file, seal, body);
  if (!check.fault.empty()) return check;
  check.who = seal.who;
  check.when = seal.when;
  check.what = seal.what;
  check.key = seal.key;
  constexpr std::string_view before = "<script type=\"application/json\" id=\"tact-packet\">", after = "</script>\n";
  const auto from = body.find(before), to = body.find(after, from == std::string_view::npos ? body.size() : from);
  if (from == std::string_view::npos || to == std::string_view::npos) {
    check.fault = _("the data is missing");
    return check;
  }
  check.fault = data_fault(body.substr(from + before.size(), to - from - before.size()), *seal.key);
  return check;
}

std::string packet_name(std::int64_t item, Instant now, const std::string& zone) {
  const LocalTime local = wall_clock(now, zone);
  const int day = local.year * 10000 + local.month * 100 + local.day;
  return "tact-referral-" + std::to_string(item) + "-" + std::to_string(day) + ".html";
}

}  // namespace tact::report
