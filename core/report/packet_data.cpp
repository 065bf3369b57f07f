// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/packet_data.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/guidelines/guideline.h"
#include "core/i18n.h"
#include "core/keys/digest.h"
#include "core/moderation/words.h"

namespace tact::report {

namespace {

using moderation::ContextLine;
using moderation::Item;
using rapidjson::Value;

constexpr const char* format = "tact-packet 1";

std::int64_t count(Instant at) { return at.time_since_epoch().count(); }

bool word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x7f || std::isalnum(byte) != 0;
}

/// Gives bystanders a number each, the same everywhere in the packet.
class Masks {
 public:
  Masks(const std::set<std::string>& revealed, const Item& item) : revealed_(revealed), item_(item) {}

  bool hidden(const std::string& address, const std::string& name) const {
    if (revealed_.contains("*") || revealed_.contains(name) || revealed_.contains(address)) return false;
    return address != item_.author || name != item_.name;
  }
  std::string mask(const std::string& address, const std::string& name) {
    if (!hidden(address, name)) return name;
    auto& number = numbers_[name];
    if (number == 0) number = static_cast<int>(numbers_.size());
    std::string made = fill(_("Person {n}"), {{"n", std::to_string(number)}});
    for (const std::string& word : {name, address.substr(0, address.find('@'))})
      if (word.size() >= 3) words_[word] = made;
    return made;
  }
  /// Names of bystanders inside a text, as whole words and without case, become their numbers.
  std::string in_text(std::string text) const {
    for (const auto& [word, made] : words_) {
      for (std::size_t from = 0; from + word.size() <= text.size();) {
        const bool here = std::equal(word.begin(), word.end(), text.begin() + static_cast<long>(from), [](char a, char b) {
          return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
        });
        const bool whole = (from == 0 || !word_byte(text[from - 1])) && (from + word.size() == text.size() || !word_byte(text[from + word.size()]));
        if (!here || !whole) {
          ++from;
          continue;
        }
        text.replace(from, word.size(), "[" + made + "]");
        from += made.size() + 2;
      }
    }
    return text;
  }
  bool used() const { return !numbers_.empty(); }

 private:
  const std::set<std::string>& revealed_;
  const Item& item_;
  std::map<std::string, int> numbers_;
  std::map<std::string, std::string> words_;
};

void gather_lines(const PacketInput& input, Masks& masks, PacketData& data) {
  const Item& item = *input.item;
  const auto context = [&](const ContextLine& line) {
    const bool hidden = masks.hidden(line.author, line.name);
    data.lines.push_back({line.at, masks.mask(line.author, line.name), hidden ? std::string() : line.author, line.text, false});
  };
  for (const ContextLine& line : item.before) context(line);
  data.lines.push_back({item.at, item.name, item.author, item.text, true});
  for (const ContextLine& line : item.after) context(line);
  // Two rounds: a line may name somebody who speaks only later.
  for (PacketLine& line : data.lines)
    if (!line.reported) line.text = masks.in_text(line.text);
}

void gather_decisions(const PacketInput& input, Masks& masks, PacketData& data) {
  for (const LedgerLine& line : input.decisions) {
    PacketDecision one{line.seq, line.at, line.action, {}, {}, line.commitment, line.previous, line.hash, false, {}, {}};
    if (line.content) {
      const bool names_reporter = line.action == "report received" && input.report && masks.hidden({}, line.content->actor);
      one.actor = names_reporter ? masks.mask({}, line.content->actor) : line.content->actor;
      one.detail = line.content->detail;
      one.whole = !names_reporter;
      if (one.whole) {
        one.salt = line.salt;
        one.content = *line.content;
      }
    } else {
      one.detail = _("(erased)");
    }
    data.decisions.push_back(std::move(one));
  }
}

void gather_link(const PacketInput& input, PacketData& data) {
  const Item& item = *input.item;
  if (input.own && input.own->links.size() == 1) {
    data.link = *input.own;
  } else if (input.report) {
    const ReportLine* line = input.report->reported();
    const auto& links = input.report->proof.links;
    const auto at = line == nullptr ? links.end() : std::ranges::find(links, line->link, &ChainLink::seq);
    if (at == links.end() || line->link == 0) return;
    data.link.before = at == links.begin() ? input.report->proof.before : (at - 1)->link;
    data.link.links = {*at};
  }
  // Only what a reader can check again from the words in the packet.
  data.has_link = !data.link.links.empty() && !data.link.first_fault() && data.link.links[0].leaf == chain_leaf(item.room, item.name, item.text);
  if (!data.has_link) data.link = {};
}

class Json {
 public:
  Json& key(const char* name) {
    writer_.Key(name);
    return *this;
  }
  void text(std::string_view value) { writer_.String(value.data() == nullptr ? "" : value.data(), static_cast<rapidjson::SizeType>(value.size())); }
  void put(const char* name, std::string_view value) { key(name).text(value); }
  void put(const char* name, std::int64_t value) {
    writer_.Key(name);
    writer_.Int64(value);
  }
  void flag(const char* name, bool value) {
    writer_.Key(name);
    writer_.Bool(value);
  }
  void time(const std::string& name, Instant at, const std::string& zone) {
    put((name + "_ms").c_str(), count(at));
    put((name + "_utc").c_str(), rfc3339(at));
    put((name + "_local").c_str(), rfc3339_local(at, zone));
  }
  void object() { writer_.StartObject(); }
  void end_object() { writer_.EndObject(); }
  void list(const char* name) {
    writer_.Key(name);
    writer_.StartArray();
  }
  void end_list() { writer_.EndArray(); }
  std::string take() const {
    std::string out;
    for (const char c : std::string_view(buffer_.GetString(), buffer_.GetSize()))
      if (c == '<') out += "\\u003c";
      else out += c;
    return out;
  }

 private:
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

const Value* member(const Value& object, const char* name) {
  if (!object.IsObject()) return nullptr;
  const auto found = object.FindMember(name);
  return found == object.MemberEnd() ? nullptr : &found->value;
}
std::string text_of(const Value& object, const char* name) {
  const Value* value = member(object, name);
  return value != nullptr && value->IsString() ? std::string(value->GetString(), value->GetStringLength()) : std::string();
}
std::int64_t number_of(const Value& object, const char* name) {
  const Value* value = member(object, name);
  return value != nullptr && value->IsInt64() ? value->GetInt64() : 0;
}
Hash hash_of(const Value& object, const char* name) {
  Hash hash{};
  const auto bytes = from_hex(text_of(object, name));
  if (bytes && bytes->size() == hash.size()) std::ranges::copy(*bytes, hash.begin());
  return hash;
}

std::string decisions_fault(const Value& document) {
  const Value* decisions = member(document, "decisions");
  if (decisions == nullptr || !decisions->IsArray()) return _("the ledger’s lines are missing");
  for (const Value& one : decisions->GetArray()) {
    const std::int64_t seq = number_of(one, "seq");
    const auto fault = [&](const char* what) { return fill(_("ledger line {n}: {what}"), {{"n", std::to_string(seq)}, {"what", what}}); };
    const Hash commitment = hash_of(one, "commitment");
    if (hash_of(one, "hash") != ledger_hash(seq, Instant(Milliseconds(number_of(one, "at_ms"))), text_of(one, "action"), commitment, hash_of(one, "previous")))
      return fault(_("time or action was changed"));
    const auto salt = from_hex(text_of(one, "salt"));
    if (!salt || salt->empty()) continue;
    const LedgerContent content{text_of(one, "room"), number_of(one, "item"), text_of(one, "actor"), text_of(one, "subject"), text_of(one, "detail")};
    if (ledger_commitment(*salt, content) != commitment) return fault(_("content was changed"));
  }
  return {};
}

std::string link_fault(const Value& document) {
  const Value* link = member(document, "link");
  if (link == nullptr) return {};
  const Value* lines = member(document, "lines");
  if (lines == nullptr || !lines->IsArray()) return _("the lines are missing");
  ChainProof proof;
  proof.before = hash_of(*link, "before");
  proof.links.push_back({number_of(*link, "seq"), Instant(Milliseconds(number_of(*link, "at_ms"))), hash_of(*link, "leaf"), hash_of(*link, "link")});
  if (const auto fault = proof.first_fault()) return *fault;
  for (const Value& line : lines->GetArray()) {
    const Value* reported = member(line, "reported");
    if (reported == nullptr || !reported->IsTrue()) continue;
    if (chain_leaf(text_of(document, "room"), text_of(line, "name"), text_of(line, "text")) != proof.links[0].leaf) return _("the message is not the one its link names");
  }
  return {};
}

}  // namespace

PacketData gather(const PacketInput& input, const keys::PublicKey& signer) {
  const Item& item = *input.item;
  const Policy& policy = *input.policy;
  PacketData data;
  data.group = policy.group_name.empty() ? policy.room.room : policy.group_name;
  data.room = item.room;
  data.network = policy.room.protocol;
  data.zone = policy.zone;
  data.at_risk = moderation::words::child_at_risk(&policy);
  data.item = item.id;
  data.times = item.times;
  data.made = input.now;
  data.last_at = item.last_at;
  data.about_at = item.at;
  data.about_name = item.name;
  data.by_name = input.by_name;
  data.by_key = signer.short_name();
  data.guideline = item.guideline;
  data.sentence = std::string(quotation(item.guideline));
  if (!item.guideline.empty()) {
    data.reason = item.reason;
    data.sure = fill(_("{percent} of 100"), {{"percent", std::to_string(std::lround(item.sureness * 100))}});
  }
  data.note = input.note;
  Masks masks(input.revealed, item);
  gather_lines(input, masks, data);
  if (input.report) {
    data.reported = true;
    data.reporter = masks.mask({}, input.report->reporter);
    data.report_reason = masks.in_text(input.report->reason);
    data.report_made = input.report->made;
    data.reference = reference_of(input.report->id);
    data.proof_text = input.proof;
  }
  gather_decisions(input, masks, data);
  gather_link(input, data);
  data.pseudonyms = masks.used();
  return data;
}

std::string to_json(const PacketData& data) {
  Json json;
  json.object();
  json.put("format", format);
  json.put("group", data.group);
  json.put("room", data.room);
  json.put("network", data.network);
  json.put("item", data.item);
  json.put("times", data.times);
  json.time("made", data.made, data.zone);
  json.put("referred_by", data.by_name);
  json.put("key", data.by_key);
  json.list("lines");
  for (const PacketLine& line : data.lines) {
    json.object();
    json.time("at", line.at, data.zone);
    json.put("name", line.name);
    json.put("address", line.address);
    json.put("text", line.text);
    json.flag("reported", line.reported);
    json.end_object();
  }
  json.end_list();
  json.key("opinion").object();
  json.put("guideline", data.guideline);
  json.put("sentence", data.sentence);
  json.put("reason", data.reason);
  json.put("sure", data.sure);
  json.put("note", data.note);
  json.end_object();
  if (data.reported) {
    json.key("report").object();
    json.put("reference", data.reference);
    json.put("reporter", data.reporter);
    json.put("reason", data.report_reason);
    json.time("made", data.report_made, data.zone);
    json.put("proof", data.proof_text);
    json.end_object();
  }
  json.list("decisions");
  for (const PacketDecision& one : data.decisions) {
    json.object();
    json.put("seq", one.seq);
    json.time("at", one.at, data.zone);
    json.put("action", one.action);
    json.put("commitment", hex(one.commitment));
    json.put("previous", hex(one.previous));
    json.put("hash", hex(one.hash));
    json.put("actor", one.actor);
    json.put("detail", one.detail);
    if (one.whole) {
      json.put("salt", hex(one.salt));
      json.put("room", one.content.room);
      json.put("item", one.content.item);
      json.put("subject", one.content.subject);
    }
    json.end_object();
  }
  json.end_list();
  if (data.has_link) {
    json.key("link").object();
    json.put("before", hex(data.link.before));
    json.put("seq", data.link.links[0].seq);
    json.put("at_ms", count(data.link.links[0].at));
    json.put("leaf", hex(data.link.links[0].leaf));
    json.put("link", hex(data.link.links[0].link));
    json.end_object();
  }
  json.end_object();
  return json.take();
}

std::string data_fault(std::string_view json, const keys::PublicKey& signer) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(json.data(), json.size());
  if (document.HasParseError() || !document.IsObject() || text_of(document, "format") != format) return _("the data cannot be read");
  if (text_of(document, "key") != signer.short_name()) return _("the key named in the data is not the one that signed");
  if (std::string fault = decisions_fault(document); !fault.empty()) return fault;
  return link_fault(document);
}

}  // namespace tact::report
