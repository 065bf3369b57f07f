// SPDX-License-Identifier: GPL-3.0-or-later
// The policy as a value, as bytes, as a human form and under a signature.
#include "core/policy/policy.h"

#include <glib.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "core/language/language.h"
#include "core/policy/bytes.h"
#include "core/policy/fields.h"
#include "core/policy/human.h"
#include "core/policy/page.h"
#include "core/policy/signature.h"
#include "core/policy/value.h"
#include "core/policy/words.h"
#include "tests/core/policy/group.h"

using namespace tact;
using namespace tact::policy;

namespace {

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Every field away from its default.
Policy full() {
  Policy p = group_policy(group_key());
  p.kind = GroupKind::community;
  p.valid_from = 1788220800, p.valid_until = 1819756800;
  p.previous.fill(7);
  p.levels["good_time"] = Level::require, p.levels["respect"] = Level::off;
  p.thresholds["grievance"] = 0.8F, p.thresholds["abuse"] = 0;
  p.quiet_from = 1, p.quiet_until = 2, p.later_at = 1439;
  p.zone = "Asia/Kolkata";
  p.allow = {"Savage", "semi;colon", "back\\slash", "Killer Lane"};
  p.public_contacts = {"020 7946 0000"};
  p.school_links = {"school.example"};
  p.alternate = {"Dee", "dee@example.org", {}, {}};
  p.deputies = {{"Bob", "bob", keys::IdentityKey::make().public_key().vector(), Bytes(106, 1)}};
  p.senior_contact = "Ms Gray, deputy head";
  p.directory_key = Bytes(16, 3);
  p.directory_children = {{1}, {2}};
  p.directory_staff = {{9}};
  p.acceptance_required = p.alert_pile_on = p.remind_automatically = p.two_person_rule = true;
  p.ask_acceptance = false;
  p.retention_days = 12, p.context_lines = 0, p.posts_a_day = 9, p.undo_seconds = 30;
  p.sentences.push_back("One more; with \\ and = and # and “quotes”.");
  return p;
}

Bytes raw(const char* text) {
  GVariant* made = g_variant_parse(G_VARIANT_TYPE("(qqa{sv})"), text, nullptr, nullptr, nullptr);
  BOOST_REQUIRE(made != nullptr);
  const Variant owned(made);  // what is parsed does not float
  Bytes out(g_variant_get_size(owned.get()));
  g_variant_store(owned.get(), out.data());
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(policy_value)

BOOST_AUTO_TEST_CASE(the_template_is_the_page_word_for_word) {
  std::string page = read(language::data_folder() + "/../tests/data/policy/page.txt");
  BOOST_REQUIRE(page.size() > 5000);
  std::string whole, ours;
  for (const std::string heading : {"Purpose of the platform", "What sort of messages should I post?", "What should I avoid?", "What to do if you feel a post is inappropriate", "Helpful hints"}) {
    const auto at = page.find(heading);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, heading);
    page.erase(at, heading.size());
  }
  for (std::size_t at = page.find("·"); at != std::string::npos; at = page.find("·")) page.erase(at, 2);
  const auto squeezed = [](std::string_view text) {
    std::string out;
    for (const char c : text)
      if (std::string_view(" \t\r\n").find(c) == std::string_view::npos) out += c;
    return out;
  };
  for (const std::string_view sentence : page_sentences()) ours += sentence;
  BOOST_TEST(squeezed(ours) == squeezed(page));
}

BOOST_AUTO_TEST_CASE(the_shipped_templates_are_the_built_in_ones) {
  for (const GroupKind kind : {GroupKind::class_group, GroupKind::community})
    BOOST_TEST(read(language::data_folder() + "/templates/" + std::string(name(kind)) + ".policy") == to_human(policy_template(kind)));
}

BOOST_AUTO_TEST_CASE(the_frozen_dictionary_has_not_changed) {
  BOOST_TEST(keys::hex(keys::sha256(dictionary())) == "d93acd83ae8b9b2f5cb87b7ba6b63369b01427f356b2a0d8ba642b4b66cea16c");
}

BOOST_AUTO_TEST_CASE(bytes_round_trip_with_every_field_set) {
  const Policy before = full();
  const Bytes bytes = encode(before);
  const Decoded after = decode(bytes);
  BOOST_TEST(after.what == "");
  BOOST_TEST((after.policy == before));
  BOOST_TEST((encode(after.policy) == bytes));
  // No field is missing from the list: each one moved the bytes.
  std::size_t fields = 0, moved = 0;
  std::vector<Variant> plain;
  const Policy nothing;
  each_field(nothing, [&](const Meta&, const auto& value) { plain.push_back(to_variant(value)); });
  each_field(before, [&](const Meta&, const auto& value) { moved += !g_variant_equal(plain[fields++].get(), to_variant(value).get()); });
  BOOST_TEST(fields == 45U);
  BOOST_TEST(moved >= 32U);
}

BOOST_AUTO_TEST_CASE(the_human_form_round_trips_byte_for_byte) {
  for (const Policy& before : {full(), policy_template(GroupKind::class_group), Policy{}}) {
    const std::string text = to_human(before);
    std::vector<std::string> problems;
    const auto after = from_human(text, "f", problems);
    BOOST_REQUIRE_MESSAGE(after, (problems.empty() ? "?" : problems.front()));
    BOOST_TEST((*after == before));
    BOOST_TEST(to_human(*after) == text);
  }
}

BOOST_AUTO_TEST_CASE(a_mistake_in_the_human_form_is_named_with_its_line) {
  const std::pair<const char*, const char*> table[] = {
      {"[Policy]\nversion=1\n[Levels]\nthreat=hard\n", "f:4: [Levels] threat: not understood, expected off, note, nudge or require"},
      {"[Policy]\nversion=one\n", "f:2: [Policy] version: not understood, expected a whole number"},
      {"[Policy]\nversion=1\n[Times]\nquiet_from=9pm\n", "f:4: [Times] quiet_from: not understood, expected a time of day as 21:00"},
      {"[Policy]\nverison=1\n", "f:2: [Policy] verison: there is no such key"},
      {"[Policy]\nversion=1\n[Guideline]\n1=a\n3=c\n", "f:5: [Guideline] 3: there is no such key"},
      {"[Policy]\nroom=lab\n", "f:2: [Policy] room: not understood, expected PROTOCOL|SERVICE|ROOM"},
      {"[Policy]\n[Limits]\nundo_seconds=31\n", "f: undo_seconds: out of range, expected 0 to 30"},
      {"[Policy]\n[Rep]\nkey=BQ\n", "f: rep: not a sound key"},
      {"[Other]\na=b\n", "f: not a policy, expected a section [Policy]"},
  };
  for (const auto& [text, expected] : table) {
    std::vector<std::string> problems;
    BOOST_TEST(!from_human(text, "f", problems));
    BOOST_REQUIRE(!problems.empty());
    BOOST_TEST(problems.front() == expected);
  }
}

BOOST_AUTO_TEST_CASE(only_the_canonical_spelling_is_read) {
  BOOST_TEST((decode(raw("(1, 0, {'version': <uint32 3>})")).fault == Fault::none));
  for (const char* text : {
           "(1, 0, {'version': <uint32 0>})",                                  // a default written out
           "(1, 0, {'zone': <'UTC'>, 'version': <uint32 3>})",                 // not in order
           "(1, 0, {'version': <uint32 3>, 'version': <uint32 3>})",           // twice
           "(1, 0, {'version': <int32 3>})",                                   // another type
           "(1, 0, {'colour': <'blue'>})",                                     // unknown in this minor version
           "(1, 0, {'undo_seconds': <uint32 31>})",                            // out of bounds
           "(1, 0, {'quiet_from': <uint16 1440>})",                            //
           "(1, 0, {'zone': <'a\\nb'>})",                                      // a control character
           "(1, 0, {'zone': <' a'>})",                                         // a blank at an end
           "(1, 0, {'group_name': <'\\u202egnp'>})",                           // reversed text
           "(1, 0, {'levels': <{'threat': byte 4}>})",                         // no such level
           "(1, 0, {'levels': <{'Threat': byte 1}>})",                         // no such name
           "(1, 0, {'levels': <{'threat': byte 1, 'abuse': byte 1}>})",        // not in order
           "(1, 0, {'rep': <('a', 'b', [byte 5], @ay [])>})",                  // no key
           "(1, 0, {'previous': <[byte 1]>})",                                 // a short hash
           "(0, 0, @a{sv} {})",                                                // no such format
       })
    BOOST_TEST((decode(raw(text)).fault == Fault::malformed), text);
  BOOST_TEST((decode({}).fault == Fault::malformed));
  BOOST_TEST((decode(Bytes(most_policy_bytes + 1)).fault == Fault::malformed));
}

BOOST_AUTO_TEST_CASE(a_newer_minor_is_kept_and_shown_and_a_newer_major_refused) {
  const Bytes newer = raw("(1, 3, {'colour': <('blue', 7)>, 'version': <uint32 3>})");
  const Decoded read = decode(newer);
  BOOST_TEST(read.what == "");
  BOOST_TEST(read.policy.unknown.size() == 1U);
  BOOST_TEST((encode(read.policy) == newer));
  BOOST_TEST(summary(read.policy).back().find("colour") != std::string::npos);
  std::vector<std::string> problems;
  const auto again = from_human(to_human(read.policy), "f", problems);
  BOOST_REQUIRE(again);
  BOOST_TEST((encode(*again) == newer));
  const Decoded major = decode(raw("(2, 0, @a{sv} {})"));
  BOOST_TEST((major.fault == Fault::newer_format));
  BOOST_TEST(major.what.find("newer Tact") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_policy_out_of_bounds_cannot_be_written) {
  const auto refused = [](auto&& spoil) {
    Policy p = group_policy(group_key());
    spoil(p);
    BOOST_CHECK_THROW(encode(p), keys::Error);
  };
  refused([](Policy& p) { p.group_name = std::string(121, 'a'); });
  refused([](Policy& p) { p.sentences.assign(121, "a"); });
  refused([](Policy& p) { p.sentences = {""}; });
  refused([](Policy& p) { p.sentences = {"a\xff"}; });
  refused([](Policy& p) { p.quiet_from = -1; });
  refused([](Policy& p) { p.rep.key.assign(33, 0); });
  refused([](Policy& p) { p.deputies.push_back(p.rep); });
  refused([](Policy& p) { p.deputies.push_back({"x", "", {}, {}}); });
  refused([](Policy& p) { p.directory_children = {{1}}; });
  refused([](Policy& p) { p.valid_from = 10, p.valid_until = 10; });
  refused([](Policy& p) { p.thresholds["abuse"] = 1.5F; });
}

BOOST_AUTO_TEST_CASE(a_signature_binds_room_version_and_every_byte) {
  const keys::IdentityKey key = group_key();
  const Policy policy = group_policy(key);
  const Bytes signed_bytes = sign(policy, key);
  const Opened good = open(signed_bytes, &policy.room);
  BOOST_TEST(good.what == "");
  BOOST_TEST((good.policy == policy));
  BOOST_TEST(good.signed_by(key.public_key().bytes()));
  BOOST_TEST((good.hash == hash(policy)));
  const RoomKey other{"prpl-irc", "irc.example.org", "#class4"};
  BOOST_TEST((open(signed_bytes, &other).refusal == Refusal::other_room));
  for (std::size_t size = 0; size < signed_bytes.size(); ++size)
    if (open(ByteView(signed_bytes).first(size), nullptr).refusal == Refusal::none) BOOST_ERROR("accepted when cut to " << size);
  Bytes longer = signed_bytes;
  longer.push_back(0);
  BOOST_TEST((open(longer, nullptr).refusal == Refusal::malformed));
  // A key that is none: zero, one, and of low order.
  for (const std::uint8_t first : {0, 1}) {
    Bytes weak = signed_bytes;
    const std::size_t at = 10 + policy.room.text().size();
    std::fill_n(weak.begin() + static_cast<std::ptrdiff_t>(at) + 1, 32, 0);
    weak[at + 1] = first;
    BOOST_TEST((open(weak, nullptr).refusal == Refusal::weak_key));
  }
}

BOOST_AUTO_TEST_CASE(the_line_to_paste_has_one_spelling) {
  const keys::IdentityKey key = group_key();
  const Bytes bytes = sign(group_policy(key), key);
  const std::string line = to_line(bytes);
  BOOST_TEST((from_line(line) == bytes));
  for (const std::string& bad : {" " + line, line + "\n", line + "=", line.substr(0, line.size() - 1) + "!", line.substr(1)}) BOOST_TEST((!from_line(bad) || *from_line(bad) != bytes));
}

BOOST_AUTO_TEST_CASE(differences_name_every_field_that_changed) {
  const Policy before = policy_template(GroupKind::class_group);
  BOOST_TEST(differences(before, before).empty());
  Policy after = before;
  after.version = 2, after.quiet_from = 22 * 60, after.levels["good_time"] = Level::require;
  after.sentences[12] = "Think twice.";
  const std::vector<std::string> expected = {"good_time: nudge → require", "quiet_from: 21:00 → 22:00",
                                             "-13. " + before.sentences[12], "+13. Think twice.", "version: 1 → 2"};
  BOOST_TEST(differences(before, after) == expected, boost::test_tools::per_element());
  const Policy one = full();
  const Policy none;
  std::size_t changed = 0;
  each_field(none, [&](const Meta&, const auto&) { ++changed; });
  BOOST_TEST(differences(none, one).size() >= changed - 13);
}

BOOST_AUTO_TEST_CASE(lint_tells_errors_from_advice) {
  Policy policy = policy_template(GroupKind::class_group);
  BOOST_TEST(lint(policy).front().error);  // no room
  policy = group_policy(group_key());
  for (const Remark& remark : lint(policy)) BOOST_TEST(!remark.error, remark.text);
  policy.two_person_rule = true;
  BOOST_TEST(std::ranges::any_of(lint(policy), &Remark::error));
}

BOOST_AUTO_TEST_SUITE_END()
