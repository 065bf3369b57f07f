// SPDX-License-Identifier: GPL-3.0-or-later
// G33: information that can identify staff, parents or children without their consent.  Own details and public ones are fine.
#include <algorithm>

#include "core/guidelines/known.h"
#include "core/guidelines/registry.h"
#include "core/guidelines/spoken.h"
#include "core/i18n.h"
#include "core/language/entities.h"
#include "core/policy/policy.h"
#include "core/room/speech.h"
#include "core/room/view.h"
#include "core/text/text.h"

namespace tact {

namespace {

constexpr std::string_view identity_rows[] = {"G33"};

constexpr Wording wording = {
    {N_("This can identify somebody, or tells something private about them. Do they know it is being posted?"),
     N_("Private details travel on from a group. Has the person they belong to agreed?"),
     N_("Once posted, every phone in the group has it. Would the person it is about want that?")},
    {N_("“/tact mask” keeps the message and hides the private part; or send it to the one person who needs it."),
     N_("Ask them first, or say only what the group needs: “please message me if you need to reach them”.")},
};

constexpr AboutKnown named = {
    N_("This says something private, and names a child of this group. Does their family know that it is being posted?"),
    N_("This says something private, and names a member of staff. Do they know that it is being posted?"),
};

const char* reason_for(language::EntityKind kind) {
  switch (kind) {
    case language::EntityKind::mobile:
    case language::EntityKind::telephone: return N_("There is a telephone number in this. Has its owner agreed that the group sees it?");
    case language::EntityKind::email: return N_("There is somebody’s e-mail address in this. Have they agreed that the group sees it?");
    case language::EntityKind::home_address: return N_("This gives a home address. Have the people who live there agreed?");
    case language::EntityKind::birth_date: return N_("This gives a date of birth. Does the group need it?");
    case language::EntityKind::nhs_number: return N_("This looks like an NHS number. Is it meant for everybody in the group?");
  }
  return "";
}

bool has_word(const Text& text, std::span<const std::string_view> words) {
  // The "me" of an action's "/me" speaks of nobody's number.
  const std::uint32_t from = text.folded.starts_with("/me ") ? 4 : 0;
  return std::ranges::any_of(text.tokens, [&](const Token& token) {
    return token.start >= from && token.kind == TokenKind::word && std::ranges::find(words, text.word(token)) != words.end();
  });
}

constexpr std::string_view own_words[] = {"i", "i'd", "i'll", "i'm", "i've", "me", "mine", "my", "our", "ours", "us", "we", "we're"};
constexpr std::string_view others_words[] = {"her", "hers", "his", "miss", "mr", "mrs", "ms", "she's", "their", "theirs"};
// With "'s" only places and bodies: "the coach's number" is a person's.
constexpr std::string_view public_words[] = {
    "appointment", "appointments", "bakery", "bank", "barber", "barbers", "book", "booking", "bookings", "box", "builder", "butcher", "butchers", "cab", "cabs", "cafe", "centre",
    "centre's", "charity", "chemist", "chippy", "church", "church's", "clinic", "clinic's", "club", "club's", "coach", "committee", "committee's", "company", "company's", "council",
    "council's", "dentist", "depot", "desk", "doctors", "electrician", "enquiries", "environmental", "florist", "garage", "gov", "gp", "gurdwara", "gym", "hall", "helpline",
    "hospital", "hospital's", "hotel", "hotline", "info", "inspector", "insurer", "kennels", "kitchen", "library", "library's", "line", "locksmith", "mosque", "mosque's", "museum",
    "nhs", "nursery", "nursery's", "office", "office's", "optician", "opticians", "order", "orders", "pharmacy", "pharmacy's", "pizza", "plumber", "police", "pool", "practice", "pta",
    "pta's", "pub", "pub's", "reception", "refuge", "restaurant", "salon", "samaritans", "school", "school's", "shelter", "shop", "shop's", "society", "station", "surgery",
    "surgery's", "switchboard", "synagogue", "takeaway", "taxi", "taxis", "temple", "theatre", "tickets", "trust", "venue", "vet", "vets", "volunteers", "warden", "yard"};

std::string digits_of(std::string_view words) {
  std::string digits;
  std::ranges::copy_if(words, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

/// The group's own list: by digits for numbers, by letters for addresses.
bool published(const Subject& subject, const language::Entity& entity) {
  const std::string_view words = std::string_view(subject.text.folded).substr(entity.start, entity.end - entity.start);
  const std::string digits = digits_of(words);
  return std::ranges::any_of(subject.policy.public_contacts, [&](const std::string& contact) {
    if (entity.kind == language::EntityKind::email) return contact.find(words) != std::string::npos || words.find(contact) != std::string_view::npos;
    const std::string known = digits_of(contact);
    constexpr std::size_t tail = 9;
    return known.size() >= tail && digits.size() >= tail && known.substr(known.size() - tail) == digits.substr(digits.size() - tail);
  });
}

bool role_address(std::string_view email) {
  static constexpr std::string_view mailboxes[] = {"admin", "bookings", "clerk", "contact", "enquiries", "hello", "help", "info", "office", "pta", "secretary", "sendco", "support", "tickets", "treasurer"};
  const std::string_view box = email.substr(0, email.find('@'));
  return std::ranges::any_of(mailboxes, [&](std::string_view one) { return box.find(one) != std::string_view::npos; }) || email.find(".sch.") != std::string_view::npos || email.find(".gov.") != std::string_view::npos;
}

/// How sure we are that it is somebody else's; 0: fine to post.
float sureness_of(const Subject& subject, const language::Entity& entity) {
  const bool own = has_word(subject.text, own_words), others = has_word(subject.text, others_words) || known_person(subject) != policy::Known::nobody, open = has_word(subject.text, public_words);
  const std::string_view words = std::string_view(subject.text.folded).substr(entity.start, entity.end - entity.start);
  switch (entity.kind) {
    case language::EntityKind::birth_date: return own && !others ? 0 : 0.85F;
    case language::EntityKind::nhs_number: return 0.9F;
    case language::EntityKind::email:
      if (role_address(words) || (own && !others) || open) return 0;
      return others ? 0.85F : 0.6F;
    case language::EntityKind::mobile:
      if (open && !others) return 0;
      if (others) return 0.85F;
      return own ? 0 : 0.6F;
    case language::EntityKind::telephone:
      if (open) return 0;
      return others ? 0.8F : own ? 0 : 0.5F;
    case language::EntityKind::home_address: return open || (own && !others) ? 0 : others ? 0.85F : 0.55F;
  }
  return 0;
}

class Identity final : public Spoken {
 public:
  Identity() : Spoken("identity", identity_rows, {language::Label::privacy}, wording) {}
  bool needs_reading() const override { return false; }

 private:
  /// Whoever has just said that the people in these pictures agree is not asked about the next picture in other words.
  bool applies(const Subject& subject, language::Label) const override {
    return !(subject.room.nudges.album_settled && !room::picture(subject.text, subject.message.raw, subject.message.format).empty());
  }

  void find_more(const Subject& subject, std::vector<Finding>& findings) const override {
    find_entities(subject, findings);
    identify(subject, id(), named, findings);
  }

  void find_entities(const Subject& subject, std::vector<Finding>& findings) const {
    thread_local std::vector<language::Entity> entities;
    entities.clear();
    language::find_entities(subject.text, entities);
    // Where all that is private is public here, the classifier's word for it does not count.
    const auto is_public = [&](const language::Entity& entity) { return published(subject, entity) || allowed_here(subject, id(), entity.start, entity.end); };
    if (!entities.empty() && std::ranges::all_of(entities, is_public)) {
      std::erase_if(findings, [&](const Finding& one) { return one.guideline == id() && one.rule == "model"; });
      return;
    }
    for (const language::Entity& entity : entities) {
      const float sureness = sureness_of(subject, entity);
      if (sureness <= 0 || is_public(entity)) continue;
      // What rules or classifier said already needs no second nudge: it gets the better span.
      const auto told = std::ranges::find(findings, id(), &Finding::guideline);
      Finding one = finding(subject, "privacy", sureness);
      one.reason = _(reason_for(entity.kind));
      one.span = subject.text.raw_span(entity.start, entity.end);
      one.rule = "entity";
      one.severity = entity.kind == language::EntityKind::nhs_number || entity.kind == language::EntityKind::birth_date || sureness > 0.8F ? Severity::serious : Severity::mild;
      if (told == findings.end()) {
        findings.push_back(std::move(one));
      } else if (told->span.empty()) {
        one.sureness = std::max(one.sureness, told->sureness);
        one.severity = std::max(one.severity, told->severity);
        *told = std::move(one);
      }
    }
  }
};

}  // namespace

const Guideline* identity_guideline() {
  static const Identity room;
  return &room;
}

}  // namespace tact
