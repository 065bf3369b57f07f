// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/packet.h"

#include <sys/wait.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <random>

#include "core/report/packet_data.h"
#include "tests/core/report/people.h"

using namespace tact;
using namespace tact::report;

namespace {

/// A reported message with bystanders around it, seen and decided on by the rep.
struct Case {
  people::Group g;
  std::int64_t item_id = 0;
  moderation::Item item;
  std::string proof;
  std::optional<Report> report;

  Case() {
    Report made = g.about(g.ann, "bob", "<b>bob</b> & Zoe -- are \"idiots\"\nboth", "Zoe cried, says Cat");
    const Posted posted = g.ann.mailbox.post(made, g.policy.rep, {g.ann.address}, g.now);
    item_id = g.rosa.mailbox.receive(posted.envelope, g.from(g.ann), g.find, false).item;
    g.rosa.ledger.append(g.now + std::chrono::minutes(5), "seen", {g.policy.room.text(), item_id, "Rosa", "bob@localhost", ""});
    item = *g.rosa.queue.find(item_id);
    report = g.rosa.mailbox.of_item(item_id, &proof);
  }
  PacketInput input() {
    return {&item, &g.policy, report, proof, g.rosa.ledger.of_item(item_id), std::nullopt, "Rosa (class rep)", "I think this should go further.", {}, g.now + std::chrono::hours(1)};
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(packet)

BOOST_AUTO_TEST_CASE(a_packet_says_who_when_and_what_and_holds) {
  Case c;
  const std::string file = make_packet(c.input(), c.g.rosa.key);
  const PacketCheck check = check_packet(file);
  BOOST_TEST(check.fault == "");
  BOOST_TEST(check.who == "Rosa (class rep)");
  BOOST_TEST(check.when.starts_with(rfc3339(c.g.now + std::chrono::hours(1))));
  BOOST_TEST(check.what.find("bob") != std::string::npos);
  BOOST_TEST((*check.key == c.g.rosa.key.public_key()));
  // Readable: no markup of the message is live, both times, the line for a child at risk, what is not proven, opinion apart.
  BOOST_TEST(file.find("&lt;b&gt;bob&lt;/b&gt; &amp; Zoe -- are &quot;idiots&quot;") != std::string::npos);
  BOOST_TEST(file.find("<b>bob</b> &") == std::string::npos);
  for (const char* words : {"999", "Not proven", "Opinion, not fact", "2026-11-28T12:00:00Z", "+00:00", "I think this should go further.", "report received", "seen"})
    BOOST_TEST(file.find(words) != std::string::npos, words);
  for (const char* fetched : {"http:", "https:", "src=", "<img"}) BOOST_TEST(file.find(fetched) == std::string::npos, fetched);
}

BOOST_AUTO_TEST_CASE(bystanders_have_no_names_unless_revealed) {
  Case c;
  std::string file = make_packet(c.input(), c.g.rosa.key);
  // ann reported, cat spoke before and after; the accused keeps name and address, and the message its words.
  for (const char* name : {"ann@", ">ann", "\"ann\"", ">cat", "\"cat\"", "cat@", "says Cat"}) BOOST_TEST(file.find(name) == std::string::npos, name);
  for (const char* name : {"bob@localhost", "Person 1", "Person 2", "[Person 1]"}) BOOST_TEST(file.find(name) != std::string::npos, name);
  PacketInput some = c.input();
  some.revealed = {"cat"};
  file = make_packet(some, c.g.rosa.key);
  BOOST_TEST(file.find(">cat<") != std::string::npos);
  BOOST_TEST(file.find(">ann") == std::string::npos);
  some.revealed = {"*"};
  file = make_packet(some, c.g.rosa.key);
  BOOST_TEST(file.find("ann") != std::string::npos);
  BOOST_TEST(file.find("Person 1") == std::string::npos);
  BOOST_TEST(check_packet(file).fault == "");
}

BOOST_AUTO_TEST_CASE(every_one_of_a_thousand_one_byte_changes_is_found_and_named) {
  Case c;
  const std::string file = make_packet(c.input(), c.g.rosa.key);
  std::mt19937 random(36);
  std::set<std::string> named;
  std::size_t found = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string changed = file;
    const std::size_t at = std::uniform_int_distribution<std::size_t>(0, file.size() - 1)(random);
    changed[at] = static_cast<char>(changed[at] ^ (1 + static_cast<int>(random() % 255)));
    const PacketCheck check = check_packet(changed);
    if (!check.fault.empty()) ++found;
    named.insert(check.fault.substr(0, 24));
  }
  BOOST_TEST(found == 1000U);
  BOOST_TEST(named.size() > 4U);
}

BOOST_AUTO_TEST_CASE(every_single_byte_of_the_file_counts) {
  Case c;
  const std::string file = make_packet(c.input(), c.g.rosa.key);
  for (std::size_t at = 0; at < file.size(); ++at) {
    std::string changed = file;
    changed[at] ^= 0x20;  // upper and lower case, blank and NUL
    BOOST_TEST(check_packet(changed).fault != "", at);
  }
  for (const std::string& other : {file + " ", file + "\n", " " + file, file.substr(1), file.substr(0, file.size() - 1), std::string(), file + file})
    BOOST_TEST(check_packet(other).fault != "");
  BOOST_TEST(check_packet(file).fault == "");
}

BOOST_AUTO_TEST_CASE(the_part_that_was_changed_is_named) {
  Case c;
  std::string file = make_packet(c.input(), c.g.rosa.key);
  std::string changed = file;
  changed.replace(changed.find("idiots"), 6, "saints");
  BOOST_TEST(check_packet(changed).fault.find("“the message”") != std::string::npos);
  changed = file;
  changed.replace(changed.find("who: Rosa"), 9, "who: Rita");
  BOOST_TEST(check_packet(changed).fault.find("signature") != std::string::npos);
  changed = file;
  changed.insert(changed.rfind("<!-- tact-seal"), "<p>more</p>\n");
  BOOST_TEST(check_packet(changed).fault.find("added") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(data_that_contradicts_its_own_hashes_is_found_also_when_signed) {
  // A rep who changes a ledger line or the words and signs again is found by the hashes inside.
  Case c;
  PacketInput input = c.input();
  input.decisions.back().at += std::chrono::hours(1);
  BOOST_TEST(check_packet(make_packet(input, c.g.rosa.key)).fault.find("ledger line") != std::string::npos);
  input = c.input();
  input.decisions.back().content->detail = "something else";
  BOOST_TEST(check_packet(make_packet(input, c.g.rosa.key)).fault.find("content was changed") != std::string::npos);
  PacketData data = gather(c.input(), c.g.rosa.key.public_key());
  BOOST_TEST(data.has_link);
  BOOST_TEST(data_fault(to_json(data), c.g.rosa.key.public_key()) == "");
  data.link.links[0].at += std::chrono::hours(1);
  BOOST_TEST(data_fault(to_json(data), c.g.rosa.key.public_key()) != "");
  data = gather(c.input(), c.g.rosa.key.public_key());
  std::ranges::find_if(data.lines, &PacketLine::reported)->text = "other words";
  BOOST_TEST(data_fault(to_json(data), c.g.rosa.key.public_key()) != "");
  BOOST_TEST(data_fault(to_json(gather(c.input(), c.g.rosa.key.public_key())), c.g.ann.key.public_key()) != "");
}

BOOST_AUTO_TEST_CASE(words_that_the_chain_does_not_cover_are_called_not_proven) {
  Case c;
  PacketInput input = c.input();
  input.report.reset();
  const std::string file = make_packet(input, c.g.rosa.key);
  BOOST_TEST(file.find("No hash chain covers them") != std::string::npos);
  BOOST_TEST(check_packet(file).fault == "");
}

BOOST_AUTO_TEST_CASE(the_program_answers_by_its_exit_status) {
  const char* program = std::getenv("TACT_PROGRAM");
  BOOST_REQUIRE_MESSAGE(program != nullptr, "TACT_PROGRAM must name the program tact");
  Case c;
  const std::string file = make_packet(c.input(), c.g.rosa.key), path = c.g.rosa.folder.path + "/packet.html";
  const auto run = [&](const std::string& arguments) {
    const int status = std::system((std::string(program) + " verify " + arguments + " >'" + path + ".out' 2>&1").c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  };
  const auto said = [&] {
    gchar* text = nullptr;
    g_file_get_contents((path + ".out").c_str(), &text, nullptr, nullptr);
    const std::string out = text == nullptr ? "" : text;
    g_free(text);
    return out;
  };
  store::write_private_file(path, file);
  BOOST_TEST(run("'" + path + "'") == 0);
  for (const char* words : {"Rosa", "2026-", "bob", "tact-public-key"}) BOOST_TEST(said().find(words) != std::string::npos, words);
  BOOST_TEST(run("--key '" + c.g.rosa.key.public_key().line() + "' '" + path + "'") == 0);
  BOOST_TEST(run("--key '" + c.g.ann.key.public_key().line() + "' '" + path + "'") == 1);
  BOOST_TEST(said().find("another key") != std::string::npos);
  std::string changed = file;
  changed[changed.find("idiots")] = 'I';
  store::write_private_file(path, changed);
  BOOST_TEST(run("'" + path + "'") == 1);
  BOOST_TEST(said().find("the message") != std::string::npos);
  BOOST_TEST(run("'" + path + ".none'") == 1);
  for (const char* usage : {"", "a b", "--key x", "--key nonsense file", "--help"}) BOOST_TEST(run(usage) == 2, usage);
}

BOOST_AUTO_TEST_SUITE_END()
