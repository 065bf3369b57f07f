// SPDX-License-Identifier: GPL-3.0-or-later
// A message that nothing is said about costs no allocation once the buffers have their size.  Counted: operator new of the thread under test.
// Left out: messages with a number, link or address in them (3 of 424), for RE2 allocates to say where one stands.
#include <rapidjson/document.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <new>

#include "core/engine.h"
#include "core/language/entities.h"
#include "core/language/language.h"

using namespace tact;

namespace {

thread_local std::size_t made = 0;

}  // namespace

// Ours for the whole test program: what the standard library's do, and a count.  Not inlined: GCC 12 would take malloc and delete for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++made;
  if (void* block = std::malloc(size != 0 ? size : 1)) return block;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++made;
  return std::malloc(size);
}
[[gnu::noinline]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept { std::free(block); }

namespace {

std::vector<std::string> unlabelled() {
  std::vector<std::string> texts;
  std::ifstream in(language::data_folder() + "/examples/messages.jsonl");
  for (std::string line; std::getline(in, line);) {
    rapidjson::Document json;
    json.Parse(line.c_str());
    if (json.IsObject() && json.HasMember("text") && (!json.HasMember("labels") || json["labels"].Empty())) texts.emplace_back(json["text"].GetString());
  }
  return texts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(allocations)

BOOST_AUTO_TEST_CASE(a_clean_message_allocates_nothing_after_two_rounds) {
  std::vector<std::string> errors;
  const auto language = language::load_language("", errors);
  BOOST_REQUIRE(language != nullptr);
  const Engine engine(language.get());
  const Policy policy = default_policy(GroupKind::class_group);
  const Line before[] = {{"Ben", "Is there swimming on Friday?"}, {"Carol", "Yes, bring goggles."}};
  RoomView room;
  room.context = before;
  const std::vector<std::string> texts = unlabelled();
  std::vector<Message> clean;
  for (const std::string& text : texts) {
    Message message;
    message.raw = text;
    message.format = Format::plain;
    message.sender.id = message.sender.name = "Anna";
    message.at = std::chrono::sys_days(std::chrono::year(2026) / 1 / 14) + std::chrono::hours(12);
    Text read;
    read_text(text, Format::plain, read);
    std::vector<language::Entity> entities;
    language::find_entities(read, entities);
    if (entities.empty() && engine.review(message, room, policy).findings.empty()) clean.push_back(message);
  }
  BOOST_REQUIRE(clean.size() > 100U);
  // The encoder's buffers change places from layer to layer: each has had its longest text after a second round.
  for (const Message& message : clean) static_cast<void>(engine.review(message, room, policy));
  std::size_t allocating = 0, most = 0;
  std::string first;
  for (const Message& message : clean) {
    const std::size_t so_far = made;
    const bool passed = engine.review(message, room, policy).findings.empty();
    const std::size_t these = made - so_far;
    BOOST_REQUIRE(passed);
    if (these != 0 && allocating++ == 0) first = message.raw;
    most = std::max(most, these);
  }
  BOOST_TEST(allocating == 0U, allocating << " of " << clean.size() << " clean messages allocate, up to " << most << " times; the first: " << first);
}

BOOST_AUTO_TEST_SUITE_END()
