// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/envelope.h"

#include <boost/test/unit_test.hpp>
#include <random>

#include "core/report/packed.h"
#include "tests/core/report/people.h"

using namespace tact;
using namespace tact::report;
using people::Group;

namespace {

const Policy* nobody(const std::string&) { return nullptr; }

}  // namespace

BOOST_AUTO_TEST_SUITE(envelope)

BOOST_AUTO_TEST_CASE(a_report_reaches_the_reps_queue_and_a_receipt_comes_back) {
  Group g;
  Report report = g.about(g.ann, "bob", "you lot are all idiots");
  const Posted posted = g.ann.mailbox.post(report, g.policy.rep, {g.ann.address, "year3@conference.localhost/ann"}, g.now);
  BOOST_TEST(posted.to_address == "rosa@localhost");
  BOOST_TEST(posted.reference.size() == 5);
  const Accepted accepted = g.rosa.mailbox.receive(posted.envelope, g.from(g.ann), g.find, false);
  BOOST_REQUIRE(accepted.refusal == Refusal::none);
  BOOST_TEST(accepted.reference == posted.reference);
  const auto item = g.rosa.queue.find(accepted.item);
  BOOST_REQUIRE(item);
  BOOST_TEST(item->text == "you lot are all idiots");
  BOOST_TEST(item->author == "bob@localhost");
  BOOST_TEST(item->before.size() == 1);
  BOOST_TEST(item->after.size() == 1);
  BOOST_TEST((item->source == moderation::Source::report));
  BOOST_TEST(item->reason.find("please look") != std::string::npos);

  BOOST_TEST((g.ann.mailbox.sent().at(0).progress == Progress::sent));
  const Accepted back = g.ann.mailbox.receive(accepted.receipt, g.from(g.rosa), nobody, false);
  BOOST_REQUIRE(back.refusal == Refusal::none);
  BOOST_TEST(back.text.find(posted.reference) != std::string::npos);
  BOOST_TEST((g.ann.mailbox.sent().at(0).progress == Progress::received));
  const auto reply = g.rosa.mailbox.tell(accepted.item, Progress::acted_on, "Thank you.", {g.rosa.address}, g.now);
  BOOST_REQUIRE(reply);
  BOOST_TEST(reply->to_address == g.ann.address);
  BOOST_TEST((g.ann.mailbox.receive(reply->envelope, g.from(g.rosa), nobody, false).refusal == Refusal::none));
  BOOST_TEST((g.ann.mailbox.sent().at(0).progress == Progress::acted_on));
  // The receipt again: the ratchet has moved on.
  BOOST_TEST((g.ann.mailbox.receive(accepted.receipt, g.from(g.rosa), nobody, false).refusal != Refusal::none));
  BOOST_TEST((g.ann.mailbox.sent().at(0).progress == Progress::acted_on));
}

BOOST_AUTO_TEST_CASE(a_replayed_report_is_refused_also_after_a_restart) {
  Group g;
  Report report = g.about(g.ann, "bob", "x");
  const Posted posted = g.ann.mailbox.post(report, g.policy.rep, {g.ann.address}, g.now);
  BOOST_REQUIRE(g.rosa.mailbox.receive(posted.envelope, g.from(g.ann), g.find, false));
  BOOST_TEST((g.rosa.mailbox.receive(posted.envelope, g.from(g.ann), g.find, false).refusal == Refusal::replayed));
  moderation::Records again(g.rosa.folder.path);
  moderation::Queue queue(again);
  Ledger ledger(again.database());
  Chain chain(again.database());
  Mailbox mailbox(queue, ledger, chain, g.rosa.key);
  BOOST_TEST((mailbox.receive(posted.envelope, g.from(g.ann), g.find, false).refusal == Refusal::replayed));
  BOOST_TEST(queue.open().size() == 1);
}

BOOST_AUTO_TEST_CASE(a_report_sealed_again_in_the_same_session_is_refused) {
  // A second message under the same base key: the prekey message is reused.
  Group g;
  const Self ann{&g.ann.key, g.ann.mailbox.prekeys().registration_id()};
  const Bytes body = g.about(g.ann, "bob", "x").bytes();
  const Letter letter{Kind::report, make_report_id(), g.policy.room.text(), {g.ann.address}, g.now, body};
  const Sealed sealed = seal(letter, ann, g.policy.rep);
  std::vector<Bytes> seen;
  Checks checks{[&](std::uint32_t id) { return g.rosa.mailbox.prekeys().record(id); },
                [&](ByteView base) { return std::ranges::any_of(seen, [&](const Bytes& one) { return std::ranges::equal(one, base); }); },
                [](const std::string&) { return std::optional<keys::PublicKey>(); }, [](const std::string&) { return true; }};
  const Self rosa{&g.rosa.key, g.rosa.mailbox.prekeys().registration_id()};
  const Opened first = open_report(sealed.envelope, rosa, g.from(g.ann), checks);
  BOOST_REQUIRE(first.refusal == Refusal::none);
  seen.push_back(first.base_key);
  Session again = Session::resumed(g.ann.key, ann.registration, g.rosa.key.public_key(), sealed.session);
  Bytes second(sealed.envelope.begin(), sealed.envelope.begin() + 10);
  const Bytes message = again.encrypt(body);
  second.insert(second.end(), message.begin(), message.end());
  BOOST_TEST((open_report(second, rosa, g.from(g.ann), checks).refusal == Refusal::replayed));
}

BOOST_AUTO_TEST_CASE(misdirected_and_strange_letters_are_refused) {
  Group g;
  Report report = g.about(g.ann, "bob", "x");
  const Posted to_rosa = g.ann.mailbox.post(report, g.policy.rep, {g.ann.address}, g.now);
  // To another officer's client, from another's address, about a room that is not theirs, too late, too early.
  BOOST_TEST((g.dev.mailbox.receive(to_rosa.envelope, g.from(g.ann), g.find, false).refusal == Refusal::not_for_us));
  BOOST_TEST((g.rosa.mailbox.receive(to_rosa.envelope, g.from(g.bob), g.find, false).refusal == Refusal::not_the_sender));
  BOOST_TEST((g.rosa.mailbox.receive(to_rosa.envelope, g.from(g.ann), nobody, false).refusal == Refusal::wrong_room));
  Arrived late = g.from(g.ann), early = late;
  late.at += std::chrono::days(31);
  early.at -= std::chrono::days(2);
  BOOST_TEST((g.rosa.mailbox.receive(to_rosa.envelope, late, g.find, false).refusal == Refusal::too_old));
  BOOST_TEST((g.rosa.mailbox.receive(to_rosa.envelope, early, g.find, false).refusal == Refusal::too_old));
  // None of that spoilt the honest delivery.
  BOOST_TEST(bool(g.rosa.mailbox.receive(to_rosa.envelope, g.from(g.ann), g.find, false)));
  // Another key under a known address.
  Report forged = g.about(g.bob, "cat", "x");
  const Posted from_bob = g.bob.mailbox.post(forged, g.policy.rep, {g.ann.address}, g.now);
  BOOST_TEST((g.rosa.mailbox.receive(from_bob.envelope, g.from(g.ann), g.find, false).refusal == Refusal::changed_key));
  BOOST_TEST(g.rosa.mailbox.unpin("ANN@localhost"));
  BOOST_TEST(bool(g.rosa.mailbox.receive(from_bob.envelope, g.from(g.ann), g.find, false)));
  BOOST_TEST(g.rosa.queue.open().size() == 2);
  BOOST_TEST(g.dev.queue.open().empty());
}

BOOST_AUTO_TEST_CASE(an_answer_comes_only_from_the_officer_it_was_sent_to) {
  Group g;
  Report report = g.about(g.ann, "bob", "x");
  const Posted posted = g.ann.mailbox.post(report, g.policy.rep, {g.ann.address}, g.now);
  const Accepted accepted = g.rosa.mailbox.receive(posted.envelope, g.from(g.ann), g.find, false);
  BOOST_TEST((g.ann.mailbox.receive(accepted.receipt, g.from(g.bob), nobody, false).refusal == Refusal::not_the_sender));
  for (std::size_t i = 0; i < accepted.receipt.size(); ++i) {
    Bytes changed = accepted.receipt;
    changed[i] ^= 0x01;
    BOOST_TEST((g.ann.mailbox.receive(changed, g.from(g.rosa), nobody, false).refusal != Refusal::none), i);
  }
  BOOST_TEST((g.ann.mailbox.sent().at(0).progress == Progress::sent));
  BOOST_TEST(bool(g.ann.mailbox.receive(accepted.receipt, g.from(g.rosa), nobody, false)));
}

BOOST_AUTO_TEST_CASE(ten_thousand_changed_replayed_misdirected_and_strange_envelopes_are_all_refused) {
  Group g;
  std::mt19937 random(20261126);
  const auto pick = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  std::vector<Bytes> honest;
  for (int i = 0; i < 4; ++i) {
    Report report = g.about(g.ann, "bob", "message " + std::to_string(i));
    honest.push_back(g.ann.mailbox.post(report, g.policy.rep, {g.ann.address}, g.now).envelope);
  }
  // Envelopes nobody should take: for others, from others, under an address that is not theirs, about another room.
  std::vector<std::pair<Bytes, Arrived>> wrong;
  for (const Officer* officer : {&g.policy.alternate, &g.policy.deputies[0]}) {
    Report report = g.about(g.ann, "bob", "not for rosa");
    wrong.emplace_back(g.ann.mailbox.post(report, *officer, {g.ann.address}, g.now).envelope, g.from(g.ann));
  }
  people::Person stranger("stranger");
  Report strange = g.about(stranger, "bob", "from a stranger");
  wrong.emplace_back(stranger.mailbox.post(strange, g.policy.rep, {"stranger@elsewhere"}, g.now).envelope, g.from(g.ann));
  Report elsewhere = g.about(g.ann, "bob", "of another room");
  elsewhere.room = "prpl-jabber|conference.localhost|other";
  wrong.emplace_back(g.ann.mailbox.post(elsewhere, g.policy.rep, {g.ann.address}, g.now).envelope, g.from(g.ann));
  // The first honest one is delivered: from here it is a replay.
  BOOST_REQUIRE(g.rosa.mailbox.receive(honest[0], g.from(g.ann), g.find, false));

  std::size_t accepted = 0, tried = 0;
  for (; tried < 10000; ++tried) {
    Arrived arrived = g.from(g.ann);
    Bytes bytes = honest[pick(honest.size())];
    switch (tried % 10) {
      case 0: bytes = honest[0]; break;
      case 1: std::tie(bytes, arrived) = wrong[pick(wrong.size())]; break;
      case 2: arrived = g.from(g.bob); break;
      case 3: bytes.resize(pick(bytes.size())); break;
      case 4: bytes.push_back(static_cast<std::uint8_t>(pick(256))); break;
      case 5: {  // the head of one, the rest of another
        const Bytes& other = honest[pick(honest.size())];
        const std::size_t at = 1 + pick(bytes.size() - 1);
        if (other == bytes) {
          bytes[at] ^= 0x80;
        } else {
          std::copy(other.begin(), other.begin() + static_cast<long>(std::min(at, other.size())), bytes.begin());
          if (bytes == other) bytes.pop_back();
        }
        break;
      }
      case 6: bytes.erase(bytes.begin() + static_cast<long>(pick(bytes.size()))); break;
      case 7: bytes.insert(bytes.begin() + static_cast<long>(pick(bytes.size())), static_cast<std::uint8_t>(pick(256))); bytes.push_back(0); break;
      case 8: bytes[pick(std::min<std::size_t>(bytes.size(), 120))] ^= static_cast<std::uint8_t>(1 + pick(255)); break;
      default: bytes[pick(bytes.size())] ^= static_cast<std::uint8_t>(1U << pick(8)); break;
    }
    if (g.rosa.mailbox.receive(bytes, arrived, g.find, false)) ++accepted;
  }
  BOOST_TEST(tried == 10000U);
  BOOST_TEST(accepted == 0U);
  BOOST_TEST(g.rosa.queue.open().size() == 1);
  // And the honest ones still arrive.
  for (std::size_t i = 1; i < honest.size(); ++i) BOOST_TEST(bool(g.rosa.mailbox.receive(honest[i], g.from(g.ann), g.find, false)));
}

BOOST_AUTO_TEST_CASE(padding_hides_the_length) {
  Group g;
  const auto sealed_size = [&](const std::string& text) {
    Report report = g.about(g.ann, "bob", text);
    return g.ann.mailbox.post(report, g.policy.rep, {g.ann.address}, g.now).envelope.size();
  };
  BOOST_TEST(sealed_size("short") == sealed_size("a little longer than that, but not by much"));
}

BOOST_AUTO_TEST_CASE(prekeys_rotate_and_old_ones_open_only_for_their_time) {
  Group g;
  bool rotated = true;
  BOOST_TEST(g.rosa.mailbox.prekeys().current(g.now + std::chrono::days(29), &rotated).signed_prekey_id == 1U);
  BOOST_TEST(!rotated);
  Report old_policy = g.about(g.ann, "bob", "sealed with the old prekey");
  const Posted posted = g.ann.mailbox.post(old_policy, g.policy.rep, {g.ann.address}, g.now + std::chrono::days(35));
  BOOST_TEST(g.rosa.mailbox.prekeys().current(g.now + std::chrono::days(40), &rotated).signed_prekey_id == 2U);
  BOOST_TEST(rotated);
  Arrived arrived = g.from(g.ann);
  arrived.at = g.now + std::chrono::days(41);
  BOOST_TEST(bool(g.rosa.mailbox.receive(posted.envelope, arrived, g.find, false)));
  Report late = g.about(g.ann, "bob", "too late");
  const Posted never = g.ann.mailbox.post(late, g.policy.rep, {g.ann.address}, g.now + std::chrono::days(100));
  g.rosa.mailbox.prekeys().sweep(g.now + std::chrono::days(101));
  BOOST_TEST(g.rosa.mailbox.prekeys().record(1).empty());
  BOOST_TEST(!g.rosa.mailbox.prekeys().record(2).empty());
  arrived.at = g.now + std::chrono::days(101);
  BOOST_TEST((g.rosa.mailbox.receive(never.envelope, arrived, g.find, false).refusal == Refusal::not_for_us));
}

BOOST_AUTO_TEST_CASE(an_officer_without_a_sound_bundle_cannot_be_sent_a_report) {
  Group g;
  Report report = g.about(g.ann, "bob", "x");
  Officer broken = g.policy.rep;
  broken.bundle.back() ^= 1;
  BOOST_CHECK_THROW(g.ann.mailbox.post(report, broken, {g.ann.address}, g.now), keys::Error);
  broken = g.policy.rep;
  broken.bundle.clear();
  BOOST_CHECK_THROW(g.ann.mailbox.post(report, broken, {g.ann.address}, g.now), keys::Error);
  broken = g.policy.rep;
  broken.bundle = g.policy.alternate.bundle;
  BOOST_CHECK_THROW(g.ann.mailbox.post(report, broken, {g.ann.address}, g.now), keys::Error);
  BOOST_TEST(g.ann.mailbox.sent().empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(report_rules)

BOOST_AUTO_TEST_CASE(a_report_about_the_rep_goes_to_the_alternate_and_never_to_the_rep) {
  Group g;
  std::string why;
  struct Case {
    const char *address, *name, *to;
  };
  // By address, by name, by a name that looks the same, by the nick in an anonymous room.
  for (const Case& one : {Case{"rosa@localhost", "somebody", "alt"}, Case{"ROSA@LOCALHOST", "x", "alt"}, Case{"year3@conference.localhost/Rosa", "Rosa", "alt"},
                          Case{"r", "r\xd0\xbesa", "alt"}, Case{"bob@localhost", "bob", "rosa"}, Case{"alt@localhost", "alt", "rosa"}, Case{"dev@localhost", "dev", "rosa"},
                          Case{"", "", "rosa"}}) {
    const Officer* to = recipient_of(g.policy, one.address, one.name, why);
    BOOST_REQUIRE_MESSAGE(to != nullptr, one.address);
    BOOST_TEST(to->name == one.to, one.address << " went to " << to->name);
  }
  g.policy.alternate = {};
  BOOST_TEST(recipient_of(g.policy, "rosa@localhost", "rosa", why) == nullptr);
  BOOST_TEST(!why.empty());
  // Whoever sends it to the rep anyway: the rep's client does not take it.
  Group h;
  Report about_rosa = h.about(h.ann, "rosa", "x");
  const Posted posted = h.ann.mailbox.post(about_rosa, h.policy.rep, {h.ann.address}, h.now);
  BOOST_TEST((h.rosa.mailbox.receive(posted.envelope, h.from(h.ann), h.find, false).refusal == Refusal::not_for_us));
  BOOST_TEST(h.rosa.queue.open().empty());
  const Posted right = h.ann.mailbox.post(about_rosa, h.policy.alternate, {h.ann.address}, h.now);
  BOOST_TEST(bool(h.alt.mailbox.receive(right.envelope, h.from(h.ann), h.find, false)));
}

BOOST_AUTO_TEST_CASE(without_a_rep_who_can_receive_a_deputy_does_unless_it_is_about_them) {
  Group g;
  g.policy.rep.bundle.clear();
  std::string why;
  BOOST_TEST(recipient_of(g.policy, "bob@localhost", "bob", why)->name == "dev");
  BOOST_TEST(recipient_of(g.policy, "dev@localhost", "dev", why)->name == "alt");
}

BOOST_AUTO_TEST_CASE(the_chain_shows_that_the_lines_stood_so) {
  Group g;
  Report report = g.about(g.ann, "bob", "the very words");
  Standing standing = standing_of(report, g.rosa.chain);
  BOOST_TEST(standing.follows);
  BOOST_TEST(standing.linked == 3U);
  BOOST_TEST(standing.also_here == 0U);
  g.rosa.chain.add(report.room, "bob", "the very words", g.now);
  BOOST_TEST(standing_of(report, g.rosa.chain).also_here == 1U);
  Report changed = report;
  changed.lines[1].text = "other words";
  standing = standing_of(changed, g.rosa.chain);
  BOOST_TEST(!standing.follows);
  BOOST_TEST(standing.fault.find("bob") != std::string::npos);
  changed = report;
  changed.proof.links[1].at += std::chrono::seconds(1);
  BOOST_TEST(!standing_of(changed, g.rosa.chain).follows);
  changed = report;
  changed.lines[1].text = "other words";
  changed.proof.links[1].leaf = chain_leaf(report.room, "bob", "other words");
  BOOST_TEST(!standing_of(changed, g.rosa.chain).follows);
}

BOOST_AUTO_TEST_CASE(a_report_has_one_spelling) {
  Group g;
  Report report = g.about(g.ann, "bob", std::string("bad \xff bytes and a \0 zero", 24), "r\xc3");
  const Bytes bytes = report.bytes();
  const auto read = Report::parse(bytes);
  BOOST_REQUIRE(read);
  BOOST_TEST((read->bytes() == bytes));
  for (std::size_t cut = 0; cut < bytes.size(); cut += 7) BOOST_TEST(!Report::parse(ByteView(bytes).first(cut)));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(carrier)

BOOST_AUTO_TEST_CASE(an_envelope_in_any_order_of_parts_comes_out_whole) {
  const Bytes envelope = keys::random_bytes(5000);
  for (const std::size_t line : {irc_line, roomy_line}) {
    std::vector<std::string> lines = to_lines(envelope, line);
    for (const std::string& one : lines) {
      BOOST_TEST(one.size() <= line);
      BOOST_TEST(is_part(one));
    }
    std::ranges::reverse(lines);
    Carrier carrier;
    std::optional<Bytes> whole;
    for (const std::string& one : lines) {
      BOOST_TEST(!whole);
      whole = carrier.take("ann", one, desk::noon);
    }
    BOOST_REQUIRE(whole);
    BOOST_TEST((*whole == envelope));
    BOOST_TEST(carrier.unfinished() == 0U);
  }
  BOOST_TEST(to_lines(keys::random_bytes(longest_envelope), irc_line).size() <= most_parts);
  for (const std::string& one : to_lines(keys::random_bytes(longest_envelope), irc_line)) BOOST_TEST(one.size() <= irc_line);
}

BOOST_AUTO_TEST_CASE(parts_of_two_senders_are_never_mixed) {
  const auto lines = to_lines(keys::random_bytes(600), irc_line);
  BOOST_REQUIRE(lines.size() > 1);
  Carrier carrier;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) BOOST_TEST(!carrier.take("ann", lines[i], desk::noon));
  BOOST_TEST(!carrier.take("bob", lines.back(), desk::noon));
  BOOST_TEST(bool(carrier.take("ann", lines.back(), desk::noon)));
}

BOOST_AUTO_TEST_CASE(what_is_no_part_is_refused_and_memory_stays_bounded) {
  Carrier carrier;
  for (const char* bad : {"tact-sealed/1 ", "tact-sealed/1 12345678 1/1 ", "tact-sealed/1 12345678 0/1 AA", "tact-sealed/1 12345678 2/1 AA", "tact-sealed/1 12345678 1/201 AA",
                          "tact-sealed/1 12345678 01/2 AA", "tact-sealed/1 12345678 1/ AA", "tact-sealed/1 1234 1/1 AA", "tact-sealed/1 12345678 1/1 AA==", "tact-sealed/2 12345678 1/1 AA",
                          "hello", ""})
    BOOST_TEST(!carrier.take("ann", bad, desk::noon), bad);
  for (int sender = 0; sender < 100; ++sender)
    for (int i = 0; i < 100; ++i) {
      char line[80];
      g_snprintf(line, sizeof line, "tact-sealed/1 %08x 1/200 AAAA", i);
      carrier.take("s" + std::to_string(sender), line, desk::noon);
    }
  BOOST_TEST(carrier.unfinished() <= Carrier::most_senders * Carrier::most_each);
  carrier.take("x", "tact-sealed/1 00000001 1/2 AAAA", desk::noon + std::chrono::hours(1));
  BOOST_TEST(carrier.unfinished() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
