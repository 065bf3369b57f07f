// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/carrier.h"

#include <boost/test/unit_test.hpp>
#include <random>

#include "tests/core/policy/group.h"

using namespace tact;
using namespace tact::policy;
using namespace std::chrono_literals;

namespace {

const Instant now{std::chrono::sys_days{std::chrono::year{2026} / 9 / 7}};

std::size_t bytes_of(const std::vector<std::string>& lines) {
  std::size_t sum = 0;
  for (const std::string& line : lines) sum += line.size();
  return sum;
}

/// A guideline that shares nothing with the page.
Policy strange_policy(const keys::IdentityKey& key) {
  Policy policy = group_policy(key);
  policy.sentences.clear();
  std::mt19937 random(1);
  constexpr std::string_view syllables[] = {"ba", "ko", "lu", "mi", "ter", "son", "gra", "vel", "tin", "ow", "est", "ray", "pol", "qui", "der", "fen"};
  for (int i = 0; i < 47; ++i) {
    std::string sentence;
    while (sentence.size() < 115) sentence += std::string(syllables[random() % 16]) + (random() % 3 == 0 ? " " : "");
    policy.sentences.push_back(sentence.substr(0, sentence.find_last_not_of(' ') + 1));
  }
  return policy;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(policy_carrier)

BOOST_AUTO_TEST_CASE(a_policy_with_the_whole_page_is_under_4_kb_and_under_10_irc_lines) {
  const keys::IdentityKey key = group_key();
  Policy policy = group_policy(key);
  policy.deputies = {{"Bob", "bob", group_key().public_key().vector(), {}}, {"Cat", "cat", group_key().public_key().vector(), {}}};
  const Bytes bytes = sign(policy, key);
  const auto irc = publication(policy, nullptr, bytes, true);
  BOOST_TEST_MESSAGE("template on IRC: " << irc.size() << " lines, " << bytes_of(irc) << " bytes");
  BOOST_TEST(irc.size() < 10U);
  BOOST_TEST(bytes_of(irc) < 4096U);
  for (const std::string& line : irc) BOOST_TEST(line.size() <= irc_line);
  const auto roomy = publication(policy, nullptr, bytes, false);
  BOOST_TEST(roomy.size() == 1U);
  BOOST_TEST(bytes_of(roomy) < 4096U);
}

BOOST_AUTO_TEST_CASE(a_guideline_of_other_words_still_travels) {
  const keys::IdentityKey key = group_key();
  const Bytes bytes = sign(strange_policy(key), key);
  const auto irc = carrier_lines(bytes, irc_line);
  BOOST_TEST_MESSAGE("other words on IRC: " << bytes.size() << " bytes signed, " << irc.size() << " lines, " << bytes_of(irc) << " bytes");
  BOOST_TEST((decompressed(compressed(bytes)) == bytes));
}

BOOST_AUTO_TEST_CASE(lines_in_any_order_give_the_policy_once) {
  const keys::IdentityKey key = group_key();
  const Bytes bytes = sign(strange_policy(key), key);
  auto lines = carrier_lines(bytes, irc_line);
  std::mt19937 random(2);
  for (int round = 0; round < 20; ++round) {
    std::ranges::shuffle(lines, random);
    Reassembly reassembly;
    std::size_t whole = 0;
    for (const std::string& line : lines) {
      // A line twice (an echo) is the same line.
      if (const auto out = reassembly.take("room ann", line, now); out) whole += *out == bytes;
      if (&line != &lines.back()) reassembly.take("room ann", line, now);
    }
    BOOST_TEST(whole == 1U);
    BOOST_TEST(reassembly.unfinished() == 0U);
  }
}

BOOST_AUTO_TEST_CASE(two_senders_lines_never_mix) {
  const keys::IdentityKey key = group_key();
  const auto lines = carrier_lines(sign(strange_policy(key), key), irc_line);
  Reassembly reassembly;
  for (std::size_t i = 0; i < lines.size(); ++i) BOOST_TEST(!reassembly.take(i % 2 == 0 ? "room ann" : "room eve", lines[i], now));
}

BOOST_AUTO_TEST_CASE(a_changed_lost_or_late_line_gives_nothing) {
  const keys::IdentityKey key = group_key();
  const auto lines = carrier_lines(sign(strange_policy(key), key), irc_line);
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    auto spoilt = lines;
    std::string& line = spoilt[random() % spoilt.size()];
    const std::size_t at = random() % line.size();
    line[at] = line[at] == 'A' ? 'B' : 'A';
    Reassembly reassembly;
    for (const std::string& one : spoilt) BOOST_TEST(!reassembly.take("room ann", one, now));
  }
  Reassembly late;
  for (std::size_t i = 0; i < lines.size(); ++i) BOOST_TEST(!late.take("room ann", lines[i], i == 0 ? now : now + Reassembly::patience + 1s));
}

BOOST_AUTO_TEST_CASE(memory_is_bounded_whoever_sends) {
  Reassembly reassembly;
  for (int i = 0; i < 1000; ++i) {
    char id[17];
    std::snprintf(id, sizeof id, "%016x", i);
    reassembly.take("room " + std::to_string(i % 50), "tact-policy/1 " + std::string(id) + " 1/99 " + std::string(8000, 'A'), now);
    BOOST_TEST(reassembly.unfinished() <= Reassembly::most_unfinished);
  }
  for (const char* bad : {"tact-policy/1 0123456789abcdef 0/1 AAAA", "tact-policy/1 0123456789abcdef 2/1 AAAA", "tact-policy/1 0123456789abcdef 1/100 AAAA", "tact-policy/1 0123456789abcdef 1/1 ", "tact-policy/1 0123456789abcdef 1/1",
                          "tact-policy/1 0123456789abcde 1/1 AAAA", "tact-policy/1 ", "tact-policy/2 0123456789abcdef 1/1 AAAA", "tact-policy/1 0123456789abcdef 01/1 AAAA", "tact-policy/1 0123456789abcdef +1/1 AAAA"})
    BOOST_TEST(!reassembly.take("room", bad, now), bad);
}

BOOST_AUTO_TEST_CASE(what_would_unfold_without_end_is_refused) {
  BOOST_TEST(!decompressed(compressed(Bytes(most_signed_bytes + 1, 0))));
  BOOST_TEST(!!decompressed(compressed(Bytes(most_signed_bytes, 0))));
  Bytes followed = compressed(Bytes(100, 1));
  followed.push_back(0);
  BOOST_TEST(!decompressed(followed));
  BOOST_TEST(!decompressed({}));
}

BOOST_AUTO_TEST_CASE(everybody_reads_what_it_is_and_what_changed) {
  const keys::IdentityKey key = group_key();
  const Policy one = group_policy(key);
  const auto first = announcement(one, nullptr);
  BOOST_TEST(first[0] == "Class 3: our group’s guideline, version 1 (from Ann Lee).");
  BOOST_TEST(first[1].find("Is it kind?") != std::string::npos);
  Policy two = one;
  two.version = 2;
  two.sentences[0] = "Be kind, please.";
  two.levels["threat"] = Level::require;
  const auto second = announcement(two, &one);
  BOOST_TEST(second[0] == "Class 3: our guideline has changed, version 2 (from Ann Lee).");
  BOOST_TEST(second[1] == "New: 1. Be kind, please.");
  BOOST_TEST(second[2].find("will not tolerate") != std::string::npos);
  for (const std::string& line : second) BOOST_TEST(!is_carrier(line));
}

BOOST_AUTO_TEST_SUITE_END()
