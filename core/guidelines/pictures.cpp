// SPDX-License-Identifier: GPL-3.0-or-later
// G33: pictures of people, once per album.  Tact does not look into pictures: a sent picture is asked about; one that
// an exported chat or the sender describes is asked about when the description is of people.
#include <algorithm>

#include "core/guidelines/guideline.h"
#include "core/guidelines/registry.h"
#include "core/i18n.h"
#include "core/language/reading.h"
#include "core/room/speech.h"
#include "core/room/view.h"
#include "core/text/text.h"

namespace tact {

namespace {

constexpr std::string_view pictures_rows[] = {"G33"};

// Sorted.
constexpr std::string_view people_words[] = {
    "audience",  "babies",   "baby",     "bairns",   "boy",        "boys",      "bride",    "cast",
    "child",     "children", "choir",    "class",    "couple",     "crowd",     "dad",      "dads",
    "daughter",  "driver",   "face",     "faces",    "families",   "family",    "girl",     "girls",
    "grandad",   "grandma",  "group",    "kid",      "kids",       "lad",       "lady",     "lads",
    "lass",      "man",      "men",      "mum",      "mums",       "neighbour", "owner",    "parent",
    "parents",   "people",   "person",   "pupil",    "pupils",     "selfie",    "somebody", "someone",
    "son",       "staff",    "student",  "students", "teacher",    "teachers",  "team",     "teenager",
    "teenagers", "toddler",  "toddlers", "us",       "volunteers", "winners",   "woman",    "women"};
constexpr std::string_view paper_words[] = {"address", "addresses",  "chart",      "chat",    "email",    "emails",
                                            "licence", "list",       "medication", "message", "messages", "mobile",
                                            "names",   "numbers",    "passport",   "payslip", "private",  "register",
                                            "scores",  "screenshot", "signatures"};
// What hangs on a wall for everybody to read.
constexpr std::string_view public_words[] = {"fixtures", "leaflet",   "menu", "notice", "poster",
                                             "prices",   "programme", "rota", "sign",   "timetable"};
constexpr std::string_view consent_words[] = {"agreed", "agree",      "allowed",     "consent",  "consented",
                                              "ok'd",   "permission", "permissions", "permitted"};
constexpr std::string_view own_words[] = {"me", "my", "our", "ours", "ourselves", "myself"};

template <std::size_t N>
bool has_word(const Text& text, const std::string_view (&words)[N], std::size_t from, std::size_t to) {
  return std::ranges::any_of(text.tokens, [&](const Token& token) {
    return token.kind == TokenKind::word && token.start >= from && token.end <= to &&
           std::ranges::find(words, text.word(token)) != std::end(words);
  });
}

/// What is said about the picture inside its brackets: "[photo: two men at a table]".
enum class Described { not_at_all, own, people, papers, things };

Described described(const Text& text) {
  const std::size_t open = text.folded.find('['), colon = text.folded.find(':', open == std::string::npos ? 0 : open);
  const std::size_t close = text.folded.find(']', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return Described::not_at_all;
  if (colon == std::string::npos || colon > close)
    return text.folded.compare(open, 11, "[screenshot") == 0 ? Described::papers : Described::not_at_all;
  if (has_word(text, own_words, colon, close)) return Described::own;
  if (has_word(text, people_words, colon, close)) return Described::people;
  if (has_word(text, paper_words, colon, close) && !has_word(text, public_words, colon, close))
    return Described::papers;
  return Described::things;
}

class Pictures final : public Guideline {
 public:
  std::string_view id() const override { return "pictures"; }
  std::span<const std::string_view> rows() const override { return pictures_rows; }
  void find(const Subject& subject, std::vector<Finding>& findings) const override {
    const Span where = room::picture(subject.text, subject.message.raw, subject.message.format);
    if (where.empty()) return;
    // Answered minutes ago: the same album.
    if (subject.room.nudges.album_settled) return;
    const Text& text = subject.text;
    if (has_word(text, consent_words, 0, text.folded.size())) return;
    const Described what = described(text);
    if (what == Described::own || what == Described::things) return;
    if (what == Described::not_at_all && subject.message.format == Format::plain && said_to_be_own(text)) return;
    if (noted(subject) || harmless(subject, where)) return;
    Finding one;
    one.guideline = id();
    one.label = "privacy";
    constexpr float seen = 0.75F, unseen = 0.5F;
    one.sureness = what == Described::not_at_all ? unseen : seen;
    one.rule = "picture";
    one.span = where;
    one.reason = what == Described::papers
                     ? _("This shows what others wrote or who they are. Have they agreed that the group sees it?")
                     : _("A picture for everybody. Have the people in it, and the parents of any children, agreed?");
    one.hint =
        _("“/tact consent” says they have and posts it; “/tact own” says it is your own child alone; “/tact drop” "
          "forgets it.");
    findings.push_back(std::move(one));
  }

 private:
  static bool said_to_be_own(const Text& text) { return has_word(text, own_words, 0, text.folded.size()); }

  /// In an exported chat or a typed "[photo: ...]" the words say what is to be seen, and the classifier reads them.  Of 43 such messages by
  /// unseen writers that showed somebody's private matters it gave 3 less than this, of 28 harmless ones 18 (data/examples/m16* to m20*).
  static bool harmless(const Subject& subject, Span where) {
    constexpr float suspected = 0.35F;
    constexpr std::ptrdiff_t enough_words = 5;
    const language::Reading& reading = subject.reading;
    if (subject.message.format != Format::plain || !reading.scored || subject.message.raw[where.start] != '[') return false;
    return reading.score(language::Label::privacy) < suspected &&
           std::ranges::count(subject.text.tokens, TokenKind::word, &Token::kind) >= enough_words;
  }

  /// A consent note in force names what the message names.
  static bool noted(const Subject& subject) {
    return std::ranges::any_of(subject.room.nudges.consents, [&](const std::string& about) {
      return !about.empty() && subject.text.plain.find(about) != std::string::npos;
    });
  }
};

}  // namespace

const Guideline* pictures_guideline() {
  static const Pictures room;
  return &room;
}

}  // namespace tact
