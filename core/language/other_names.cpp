// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/other_names.h"

#include <algorithm>
#include <string>

#include "core/text/word_set.h"

namespace tact::language {

namespace {

using text::WordSet;

/// First names that parents, staff and neighbours in Britain have, and that mean nothing else; in small letters too, as people type.
constexpr WordSet names({
    "karen", "sharon", "barry", "tracey", "tracy", "kevin", "gary", "darren", "wayne", "dave", "david", "steve", "stephen", "steven", "paul",
    "john", "peter", "andrew", "andy", "simon", "nigel", "brian", "keith", "ian", "alan", "allan", "neil", "graham", "colin", "trevor", "derek",
    "kenneth", "kenny", "roger", "geoff", "jeff", "phil", "philip", "tony", "anthony", "chris", "christopher", "christine", "tom", "thomas", "tim",
    "timothy", "jim", "james", "jimmy", "jamie", "harry", "george", "oliver", "ollie", "charlie", "charles", "william", "liam", "lewis", "luke",
    "matt", "matthew", "michael", "mike", "mohammed", "muhammad", "mohamed", "mohammad", "ahmed", "ali", "hassan", "hussain", "ibrahim", "imran",
    "omar", "yusuf", "bilal", "abdul", "rashid", "raj", "ravi", "sanjay", "vikram", "arjun", "amit", "anil", "priya", "anjali", "meera", "neha",
    "pooja", "sunita", "aisha", "ayesha", "fatima", "zainab", "khadija", "maryam", "mariam", "yasmin", "nadia", "samira", "leila", "layla", "noor",
    "hana", "olu", "tunde", "chidi", "ngozi", "chioma", "kwame", "kofi", "abena", "tyrone", "jermaine", "jamal", "shanice", "shaniqua", "latoya",
    "keisha", "agnieszka", "kasia", "ania", "magda", "piotr", "pawel", "tomasz", "marek", "krzysztof", "ewa", "monika", "dorota", "wei", "ling",
    "siobhan", "niamh", "aoife", "sinead", "ciara", "sean", "shaun", "shane", "seamus", "patrick", "callum", "calum", "hamish", "angus", "fiona",
    "morag", "kirsty", "eilidh", "rhys", "gareth", "dylan", "megan", "sian", "carys", "bethan", "sara", "jane", "janet", "janice", "joan", "joanne",
    "jo", "joanna", "julie", "julia", "judith", "judy", "kate", "katie", "katherine", "catherine", "cathy", "kathy", "kathleen", "kelly", "kerry",
    "kim", "kirsten", "laura", "lauren", "linda", "lisa", "liz", "elizabeth", "lizzie", "beth", "louise", "lucy", "lynn", "lynne", "maggie",
    "margaret", "maria", "marie", "martin", "mary", "michelle", "mandy", "amanda", "natalie", "natasha", "nicola", "nicole", "nikki", "nina", "pam",
    "pamela", "pauline", "patricia", "paula", "rachel", "rachael", "rebecca", "becky", "bex", "robert", "robin", "rosie", "ruth", "sally",
    "samantha", "sandra", "shirley", "sheila", "sophie", "stephanie", "steph", "susan", "suzanne", "tanya", "tara", "teresa", "theresa", "tina",
    "vanessa", "valerie", "vicky", "victoria", "wendy", "yvonne", "zara", "zoe", "amy", "andrea", "angela", "ann", "anna", "anne", "annie",
    "barbara", "bernadette", "brenda", "bridget", "caroline", "carole", "charlotte", "chantelle", "cheryl", "claire", "clare", "daniel", "danielle",
    "danny", "debbie", "deborah", "debs", "denise", "dennis", "diane", "diana", "donna", "doreen", "dorothy", "doug", "douglas", "duncan", "edward",
    "eddie", "elaine", "eleanor", "ellen", "ellie", "emily", "emma", "eric", "erin", "esther", "eva", "evelyn", "frances", "francis", "fred",
    "freddie", "gail", "gavin", "gaynor", "gemma", "geraldine", "gill", "gillian", "gina", "glenn", "gloria", "gordon", "greg", "gwen", "hannah",
    "hayley", "heather", "heidi", "helen", "henry", "hilary", "howard", "hugh", "isabel", "isobel", "isla", "jackie", "jacqui", "jacqueline",
    "jacob", "jasmine", "jason", "jen", "jenny", "jennifer", "jess", "jessica", "jill", "jodie", "jordan", "joseph", "joe", "josh", "joshua",
    "karl", "carl", "kayleigh", "keeley", "kieran", "kyle", "kylie", "leah", "leanne", "leon", "lindsay", "lorraine", "mandeep", "marcus", "marion",
    "maureen", "mia", "mollie", "molly", "nathan", "norma", "norman", "olivia", "owen", "pete", "polly", "ralph", "raymond", "reece", "richard",
    "ricky", "rita", "ronnie", "rosemary", "ross", "roy", "russell", "ryan", "scott", "sebastian", "shelley", "stacey", "stan", "stella", "stuart",
    "stewart", "sylvia", "tamsin", "ted", "terry", "tess", "tommy", "toni", "tracie", "trish", "ursula", "vera", "vince", "vincent", "violet",
    "zac", "zach", "nick", "nicholas", "ben", "benjamin", "ed", "alex", "alexander", "sam", "arthur", "alfie", "archie", "noah", "ethan", "logan",
    "mason", "finley", "freya", "evie", "millie", "maisie", "amelia", "ava", "ella"});
/// Those that are words as well: a name only with a capital.
constexpr WordSet names_and_words({
    "mark", "bill", "rob", "pat", "sue", "dawn", "rose", "grace", "hope", "joy", "june", "april", "penny", "daisy", "frank", "dick", "fanny",
    "wally", "randy", "jean", "lee", "ray", "sandy", "art", "jack", "gene", "miles", "drew", "chase", "carol", "ivy", "iris", "holly", "poppy",
    "hazel", "amber", "ruby", "max", "rick", "mick", "bob", "dan", "don", "ron", "rod", "guy", "jade", "crystal", "summer", "autumn", "skye",
    "river", "faith", "angel", "star", "lily", "olive", "basil", "herb", "clay", "cliff", "dale", "glen", "heath", "rich", "sid", "vic", "wes",
    "gaylord", "percy", "nancy", "barbie"});
constexpr WordSet you({"u", "ya", "you"});
/// "Such a Karen" means no Karen, and "you karen" none either.
constexpr WordSet before_a_sort({"a", "absolute", "an", "another", "being", "complete", "proper", "right", "such", "the", "these", "those", "total", "typical", "utter"});
/// Whose surname follows: who is meant there may matter, and is seldom a first name.
constexpr WordSet titles({"dr", "miss", "mr", "mrs", "ms", "sir"});

bool is_name(const Text& text, std::size_t i) {
  const Token& token = text.tokens[i];
  if (token.kind != TokenKind::word) return false;
  if (!in(names, text, token) && !(token.shape == Shape::capital && in(names_and_words, text, token))) return false;
  if (i == 0) return true;
  const Token& before = text.tokens[i - 1];
  if (token.shape == Shape::lower && in(you, text, before)) return false;
  return !in(titles, text, before) && !in(before_a_sort, text, before);
}

/// What stands for token `i` when the classifier is asked again; empty: itself.
std::string_view instead(const Text& text, std::size_t i) {
  const Token& token = text.tokens[i];
  const bool small = token.shape == Shape::lower;
  // The kindest of words, which it has hardly met but in "bless your heart".
  if (token.kind == TokenKind::word && text.word(token) == "bless" && i + 1 < text.tokens.size() && in(you, text, text.tokens[i + 1])) return small ? "thank" : "Thank";
  return is_name(text, i) ? small ? "sarah" : "Sarah" : "";
}

/// `out`: the text with another name for each; false: there is none.
bool rename(const Text& text, std::string& out) {
  bool any = false;
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.tokens.size(); ++i) {
    const std::string_view other = instead(text, i);
    if (other.empty()) continue;
    const Token& token = text.tokens[i];
    const std::size_t from = text.folded_to_plain.empty() ? token.start : text.folded_to_plain[token.start];
    const std::size_t until = text.folded_end_to_plain.empty() ? token.end : text.folded_end_to_plain[token.end];
    if (!any) out.clear();
    any = true;
    out.append(text.plain, done, from - done).append(other);
    done = until;
  }
  if (any) out.append(text.plain, done);
  return any;
}

}  // namespace

void spare_names(const Language& language, const Text& text, std::span<const Line> context, Reading& out) {
  constexpr auto abuse = static_cast<std::size_t>(Label::abuse);
  const auto speaks = [](const Hit& hit) { return hit.label == name(Label::abuse); };
  if (!out.over[abuse] || std::ranges::any_of(out.hits, speaks)) return;
  thread_local std::string renamed;
  thread_local Text other;
  thread_local Reading reading;
  if (!rename(text, renamed)) return;
  read_text(renamed, Format::plain, other);
  language::read(&language, other, context, reading);
  // Of what was abuse all the same most stayed, 0.7 and more of the score; where the name was all there was, 0.05 to 0.68.
  constexpr float little = 0.7F;
  out.over[abuse] = !reading.scored || reading.over[abuse] || reading.scores[abuse] > little * out.scores[abuse];
}

}  // namespace tact::language
