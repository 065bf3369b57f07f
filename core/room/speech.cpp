// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/room/speech.h"

#include <algorithm>
#include <bit>

#include "core/text/word_set.h"

namespace tact::room {

namespace {

using text::WordSet;

constexpr WordSet question_words({"any", "anybody", "anyone", "are", "can", "could", "did", "do", "does", "has", "have", "how", "is", "should", "shall", "was", "were", "what", "what's", "when", "where", "where's", "which", "who", "who's", "whose", "why", "will", "would"});
constexpr WordSet certain_question_words({"any1", "anybody", "anyone", "how", "what", "what's", "when", "where", "where's", "which", "who", "who's", "whose", "why"});
constexpr WordSet nods({"absolutely", "ace", "agreed", "ah", "aha", "all", "amazing", "and", "appreciated", "awesome", "bless", "brill", "brilliant", "cheers", "cool", "cool.", "diolch", "everyone", "everybody", "excellent",
                                     "fab", "fabulous", "fantastic", "fine", "for", "gracias", "grand", "great", "ha", "hooray", "info", "it", "k", "kk", "legend", "lots", "lovely", "lush", "merci", "much", "nice", "noted", "oh", "ok", "okay", "one",
                                     "perfect", "please", "same", "so", "star", "sorted", "super", "superb", "sure", "ta", "thank", "thanks", "thankyou", "that's", "thats", "thx", "to", "too", "tx", "ty", "very", "well", "wonderful", "woohoo", "wow", "x", "xx", "xxx", "yay", "yep", "yes", "you", "your"});
constexpr WordSet thanking({"ace", "agreed", "amazing", "appreciated", "awesome", "bless", "brill", "brilliant", "cheers", "cool", "diolch", "excellent", "fab", "fabulous", "fantastic", "fine", "gracias", "grand", "great", "hooray", "k", "kk", "legend", "lovely", "merci", "nice", "noted",
                                         "ok", "okay", "perfect", "same", "sorted", "super", "superb", "sure", "ta", "thank", "thanks", "thankyou", "thx", "tx", "ty", "wonderful", "woohoo", "wow", "yay", "yep"});
constexpr WordSet small_words({
    "a",     "about", "again",   "all",    "also", "am",   "an",   "and",   "any",   "anybody", "anyone", "are",  "as",    "at",     "be",    "been",  "but",   "by",   "can",   "could", "did", "do",
    "does",  "doing", "ever",    "for",    "from", "get",  "go",   "going", "got",   "has",     "have",   "hello", "hey",  "hi",     "how",   "i",     "i'm",   "if",   "in",    "is",    "it",  "it's",
    "its",   "just",  "knew",    "know",   "knows", "like", "me",  "mine",  "my",    "need",    "needed", "of",   "on",    "one",    "or",    "our",   "ours",  "out",  "please", "quick", "remind", "right", "she",  "should",
    "so",    "some",  "somebody", "someone", "sorry", "still", "tell", "thank", "thanks", "that", "the", "their", "them", "there", "they", "this", "to", "up", "us", "was", "we", "were",
    "what",  "what's", "when",   "where",  "which", "who", "why",  "will",  "with",  "would",   "you",    "your"});

bool ends_sentence(const Text& text, const Token& token) {
  if (token.kind != TokenKind::punctuation) return false;
  const char last = text.folded[token.end - 1];
  return last == '.' || last == '!' || last == '?' || last == ',' || last == ':' || last == ';';
}

std::uint32_t stem_hash(std::string_view word) {
  // Plurals only; a stemmer would know too much about one language.
  if (word.size() > 3 && word.back() == 's' && word[word.size() - 2] != 's') word.remove_suffix(1);
  if (word.size() > 2 && word.substr(word.size() - 2) == "'s") word.remove_suffix(2);
  if (word.size() > 1 && word.back() == '\'') word.remove_suffix(1);
  return word_hash(word);
}

bool ends_with_picture(std::string_view link) {
  const std::size_t query = link.find_first_of("?#");
  if (query != std::string_view::npos) link = link.substr(0, query);
  static constexpr std::string_view endings[] = {".avif", ".bmp", ".gif", ".heic", ".jpeg", ".jpg", ".m4v", ".mov", ".mp4", ".png", ".tif", ".tiff", ".webm", ".webp"};
  return std::ranges::any_of(endings, [&](std::string_view ending) { return link.ends_with(ending); });
}

bool album_host(std::string_view link) {
  static constexpr std::string_view hosts[] = {"flickr.com/photos", "icloud.com/sharedalbum", "imgur.com/", "instagram.com/p/", "photos.app.goo.gl", "photos.google.com", "share.icloud.com/photos"};
  return std::ranges::any_of(hosts, [&](std::string_view host) { return link.find(host) != std::string_view::npos; });
}

}  // namespace

bool asks(const Text& text) {
  bool begins = true, greeted = true;  // a new sentence; nothing but greetings so far
  for (std::size_t i = 0; i < text.tokens.size(); ++i) {
    const Token& token = text.tokens[i];
    const std::string_view word = text.word(token);
    if (token.kind == TokenKind::punctuation && word.find('?') != std::string_view::npos) return true;
    if (token.kind == TokenKind::word) {
      const bool more = i + 1 < text.tokens.size() && text.tokens[i + 1].kind == TokenKind::word;
      if (begins && more && (greeted ? in(question_words, text, token) : in(certain_question_words, text, token))) {
        // "Can do Friday", "Have a good one", "Will do", "Is fine" tell; with a subject after it, it asks.
        static constexpr WordSet subjects({"any1", "anybody", "anyone", "he", "her", "i", "it", "mine", "my", "our", "she", "somebody", "someone", "that", "the", "there", "these", "they", "this", "those", "we", "you", "your"});
        if (in(certain_question_words, text, token) || in(subjects, text, text.tokens[i + 1])) return true;
      }
      begins = false;
    }
    begins = begins || ends_sentence(text, token);
    // "Hi all", "Morning ladies", "Quick one": what comes after a greeting begins anew.
    static constexpr WordSet greetings({"all", "and", "everybody", "everyone", "evening", "folks", "guys", "hello", "hey", "hi", "ladies", "morning", "one", "question", "quick", "so", "sorry"});
    if (token.kind == TokenKind::word) greeted = greeted && in(greetings, text, token);
    begins = begins || greeted;
  }
  return false;
}

bool acknowledges(const Text& text) {
  constexpr std::size_t most_words = 5;
  std::size_t words = 0, strange = 0;
  bool thanks = false, emoji = false;
  for (const Token& token : text.tokens) {
    switch (token.kind) {
      case TokenKind::emoji: emoji = true; break;
      case TokenKind::word: {
        if (++words > most_words) return false;
        thanks = thanks || in(thanking, text, token);
        if (!in(nods, text, token)) ++strange;
        break;
      }
      case TokenKind::number:
      case TokenKind::link: return false;
      case TokenKind::punctuation:
        if (text.word(token).find('?') != std::string_view::npos) return false;
        break;
      case TokenKind::other: break;
    }
  }
  if (words == 0) return emoji;
  // One word may be a name.
  return thanks && strange <= 1;
}

bool thanks(const Text& text) {
  static constexpr WordSet words({"cheers", "diolch", "gracias", "merci", "shukran", "ta", "thank", "thanks", "thankyou", "thx", "tx", "ty"});
  return std::ranges::any_of(text.tokens, [&](const Token& token) { return token.kind == TokenKind::word && in(words, text, token); });
}

Span picture(const Text& text, std::string_view raw, Format format) {
  if (format == Format::markup) {
    const std::size_t image = raw.find("<img"), big = raw.find("<IMG");
    const std::size_t start = std::min(image, big);
    if (start != std::string_view::npos) {
      const std::size_t end = raw.find('>', start);
      return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end == std::string_view::npos ? raw.size() : end + 1)};
    }
  }
  static constexpr std::string_view placeholders[] = {"[album", "[gif", "[image", "[photo", "[picture", "[screenshot", "[video"};
  const std::size_t bracket = text.folded.find('[');
  if (bracket != std::string::npos) {
    for (const std::string_view word : placeholders) {
      const std::size_t start = text.folded.find(word, bracket);
      if (start == std::string::npos) continue;
      const std::size_t end = text.folded.find(']', start);
      return text.raw_span(static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end == std::string::npos ? text.folded.size() : end + 1));
    }
  }
  const auto shows = [&](const Token& token) {
    return token.kind == TokenKind::link && (ends_with_picture(text.word(token)) || album_host(text.word(token)));
  };
  const auto link = std::find_if(text.tokens.begin(), text.tokens.end(), shows);
  return link == text.tokens.end() ? Span{} : text.raw_span(link->start, link->end);
}

Gist gist(const Text& text) {
  Gist made;
  for (const Token& token : text.tokens) {
    if (token.kind != TokenKind::word && token.kind != TokenKind::number) continue;
    const std::string_view word = text.word(token);
    if ((word.size() < 2 && token.kind == TokenKind::word) || in(small_words, text, token)) continue;
    const std::uint32_t hash = stem_hash(word);
    const auto end = made.words.begin() + made.count;
    if (std::find(made.words.begin(), end, hash) != end) continue;
    made.words[made.count++] = hash;
    made.signature |= std::uint64_t{1} << (hash % 64);
    if (made.count == made.words.size()) break;
  }
  std::sort(made.words.begin(), made.words.begin() + made.count);
  return made;
}

float likeness(const Gist& a, const Gist& b) {
  const unsigned smaller = std::min(a.count, b.count), larger = std::max(a.count, b.count);
  if (smaller < 2 || (a.signature & b.signature) == 0) return 0;
  unsigned shared = 0;
  for (unsigned i = 0, j = 0; i < a.count && j < b.count;) {
    if (a.words[i] == b.words[j]) {
      ++shared;
      ++i;
      ++j;
    } else if (a.words[i] < b.words[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  // Two words in common out of two is little when the other has ten: the larger one counts as well.
  return static_cast<float>(shared) / (0.5F * static_cast<float>(smaller) + 0.5F * static_cast<float>(larger));
}

}  // namespace tact::room
