// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/page.h"

#include <array>

#include "core/i18n.h"
#include "core/policy/bytes.h"

namespace tact {

namespace {

// Never translated: a group's guideline is what its rep publishes, in the language the page is written in.
constexpr std::string_view sentences[] = {
    "Class WhatsApp groups, community social groups and other social media are a very useful and efficient way of communicating to the whole class, community groups and other parents.",
    "The aim of using WhatsApp and community groups is to share messages and community updates which are relevant to school and/or local community and helpful for the group members to know, e.g. information about PTA events or local news.",
    "Messages in the class WhatsApp groups and local community groups come from parents and carers in their personal capacity.",
    "The school neither sends nor monitors messages on WhatsApp or local community groups.",
    "These groups are meant to be useful, interesting and help build a sense of community and support within classes.",
    "We encourage you to join in and positively participate if you wish.",
    "However, the PTA and school would appreciate it if parents/carers would note the following guidelines when using class WhatsApp groups.",
    "The WhatsApp group is a facility for the class representative to post information or requests deemed appropriate for the parents, whatever that may be.",
    "members to ask questions or make inquiries about issues or events that other parents might be able answer.",
    "This should be kept to an absolute minimum.",
    "Local community groups posts updates about local news, community events and share information about the local area.",
    "Post messages that are: relevant for the whole group e.g. about the local community and about school related issues",
    "Before posting, ask yourself if it might be better suited to a smaller group of parents in a separate friends’ group.",
    "Please think before you post.",
    "Avoid using the platform as a medium to air any concerns or grievances regarding a teacher, child or parent in the class or school or give opinions on current affairs.",
    "Please think about how your post could come across, and about how you would feel if you were on the receiving end.",
    "If you have any concerns about your child at school or in relation to another child, you should contact your class teacher.",
    "If your concern remains, you should contact the school’s Deputy Headteacher or Headteacher.",
    "Please avoid posting in anger.",
    "Consider whether someone could be upset by your comment and whether there is a better way to respond to the situation.",
    "We have a diverse school community and families may be very different from one another.",
    "Please be respectful of this.",
    "If someone asks a question and you don’t know the answer, please wait for someone who knows the answer to reply rather than post, ‘don’t know’.",
    "Post your message in one single chunk of text, rather than post every word or sentence in a new message.",
    "Switch to private messages if you want to have a one-one-one conversation.",
    "At our school we take our safeguarding responsibilities seriously and will deal with any reported incidents appropriately.",
    "This includes: abusive or personal comments about staff, pupils or other parents, posting defamatory or libellous comments, using social media to publicly challenge school policies or discuss issues about individual children, or threatening behaviour.",
    "Parents should be mindful about posting information, comments or pictures that can easily identify staff, parents or children without their prior consent.",
    "Please be assured that we will not tolerate inappropriate posts.",
    "If someone makes an inappropriate comment, please contact your class rep or a senior staff member at school.",
    "PTA class reps will refer inappropriate posts to senior school staff and can remove the offending member from the group.",
    "The WhatsApp group administrators have every right to take this action when needed.",
    "You can always choose to leave a WhatsApp group – and no-one should make a judgement about that decision.",
    "If you are not sure about your post, please ask yourself these questions beforehand:",
    "Is this relevant?",
    "Is this necessary?",
    "Is it true?",
    "Is it helpful?",
    "Is it kind?",
    "Is this a good time to post? i.e. not late at night or very early in the morning.",
    "By virtue of being a group member, you accept these conditions and agree to abide by them.",
    "You can of course leave social groups at any time.",
    "All social network sites have clear rules about the content which can be posted on the site and they provide robust mechanisms to report contact or activity which breaches this.",
    "The school would also expect that any parent/carer or pupil removes such comments immediately.",
    "In serious cases the school would also consider legal options to deal with any such misuse of social media or other sites.",
    "We will also take seriously any allegation of cyber bullying through use of sites to publicly humiliate another by inappropriate social network entry.",
    "We appreciate all member of our school community abiding by these guidelines to ensure our digital space is a kind, respectful and safe one for all involved.",
};

}  // namespace

std::span<const std::string_view> page_sentences() { return sentences; }

Policy policy_template(GroupKind kind) {
  Policy policy = default_policy(kind);
  policy.version = 1;
  policy.sentences.assign(std::begin(sentences), std::end(sentences));
  // Said one by one, so that a rep sees what there is to set, and a later default changes no group behind its back.
  for (const char* id : {"abuse", "allegation", "anger", "current_affairs", "good_time", "grievance", "identity", "leaving", "non_answer", "one_chunk", "pictures",
                         "pile_on", "private_talk", "relevance", "repetition", "respect", "rumour", "threat"})
    policy.levels.emplace(id, default_level(id, kind));
  policy.zone = "Europe/London";
  policy.routes = {{"", "class teacher", ""}, {"", "Deputy Headteacher", ""}, {"", "Headteacher", ""}};
  // A community group has no class teacher: what concerns the school goes straight to its heads.
  if (kind == GroupKind::community) policy.routes.erase(policy.routes.begin());
  return policy;
}

namespace policy {

const std::string& dictionary() {
  static const std::string made = [] {
    // As canonical bytes have them: each text ends in a zero byte.  The commonest last.
    std::string out;
    for (const char* word : {"sureness", "directory_children", "directory_staff", "directory_key", "undo_seconds", "two_person_rule", "retention_days", "school_links",
                             "public_contacts", "posts_a_day", "mild_nudges_a_day", "later_at", "context_lines", "acceptance_required", "as", "allow",
                             "abuse", "allegation", "anger", "current_affairs", "good_time", "grievance", "identity", "leaving", "non_answer", "one_chunk",
                             "pictures", "pile_on", "private_talk", "relevance", "repetition", "respect", "rumour", "threat", "a{sy}", "levels",
                             "prpl-irc||#", "prpl-jabber|conference.", "|class", "prpl-hehoe-whatsmeow||@g.us", "deputies", "a(ssayay)", "alternate", "rep", "(ssayay)",
                             "Year ", "Class ", "class teacher", "Deputy Headteacher", "Headteacher", "office@", ".sch.uk", "routes", "a(sss)", "Europe/London",
                             "zone", "version", "valid_until", "valid_from", "senior_contact", "room", "previous", "kind", "group_name", "sentences"}) {
      out += word;
      out += '\0';
    }
    for (const std::string_view sentence : sentences) {
      out += sentence;
      out += '\0';
    }
    return out;
  }();
  return made;
}

}  // namespace policy
}  // namespace tact
