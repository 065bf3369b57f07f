// SPDX-License-Identifier: GPL-3.0-or-later
// Packs as they are after compiling, in one file beside their sources.  The sources stay the truth: a file that was
// made of others is not read.
#include "core/language/packed.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/language/pack.h"

namespace tact::language {

namespace {

constexpr std::string_view magic = "TACTPACK";
/// Raised whenever a field below changes its place or meaning.
constexpr std::uint32_t version = 2;

struct Head {
  char magic[8] = {};
  std::uint32_t version = 0, spare = 0;
  std::uint64_t sources = 0, check = 0;
};

std::uint64_t mixed(std::uint64_t sum, std::string_view bytes) {
  constexpr std::uint64_t factor = 0x9E3779B97F4A7C15U;
  while (bytes.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    sum = (sum ^ word) * factor;
    sum ^= sum >> 29;
    bytes.remove_prefix(8);
  }
  std::uint64_t rest = bytes.size() << 56;
  if (!bytes.empty()) std::memcpy(&rest, bytes.data(), bytes.size());
  sum = (sum ^ rest) * factor;
  return sum ^ sum >> 32;
}

/// A file in memory for as long as this lives; empty where there is none.
class Mapped {
 public:
  explicit Mapped(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    struct stat status = {};
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
      void* at = mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE, file, 0);
      if (at != MAP_FAILED) data_ = at, size_ = static_cast<std::size_t>(status.st_size);
    }
    ::close(file);
  }
  ~Mapped() {
    if (data_ != nullptr) munmap(data_, size_);
  }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;
  std::string_view bytes() const { return {static_cast<const char*>(data_), size_}; }

 private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace

std::uint64_t sources_mark(const std::vector<std::pair<std::string, std::string>>& files, std::size_t folder_length) {
  std::uint64_t sum = version;
  for (const auto& [path, content] : files) {
    sum = mixed(sum, std::string_view(path).substr(folder_length));
    sum = mixed(sum, content);
  }
  return sum;
}

template <class Archive>
void Rule::fields(Archive& archive) {
  archive(id, path, guideline, label, reason, hint, line, kind, serious, suggestion, hidden, sureness, groups, match,
          except, require, unless, after, catches, spares);
}

template <class Archive>
void Matcher::Accept::fields(Archive& archive) {
  archive(phrase, at_end);
}

template <class Archive>
void Matcher::Gap::fields(Archive& archive) {
  archive(to, most);
}

template <class Archive>
void Pack::Part::fields(Archive& archive) {
  archive(rule, role);
}

template <class Archive>
void Matcher::Beginnings::fields(Archive& archive) {
  archive(block, which);
}

template <class Archive>
void Matcher::Word::fields(Archive& archive) {
  archive(text, hash, flags, meant, some, categories, keys, first, first_anchored);
}

template <class Archive>
void Matcher::fields(Archive& archive) {
  archive(words_, table_, edges_, edges_of_, keys_of_, keys_, anchored_, accepts_, gaps_, busy_, disguised_, meant_,
          next_category_, beginnings_, always_open_, opens_of_, opens_);
  for (auto& states : first_special_) archive(states);
  for (auto& states : first_anchored_special_) archive(states);
  std::vector<std::string> names;
  std::vector<Symbol> symbols;
  for (const auto& [name, symbol] : categories_) {
    // Sets without a name are asked for by nobody once phrases are in.
    if (name.starts_with('{')) continue;
    names.push_back(name);
    symbols.push_back(symbol);
  }
  archive(names, symbols);
  if constexpr (Archive::reads) {
    categories_.clear();
    for (std::size_t i = 0; i < names.size() && i < symbols.size(); ++i) categories_.emplace(names[i], symbols[i]);
  }
}

template <class Archive>
void Pack::fields(Archive& archive) {
  archive(rules_, parts_, matcher_, shouting_);
}

std::string Pack::packed(std::uint64_t sources, std::size_t folder_length) const {
  Packer packer;
  Pack copy;
  copy.rules_ = rules_;
  for (Rule& rule : copy.rules_) rule.path.erase(0, folder_length);
  copy.parts_ = parts_;
  copy.matcher_ = matcher_;
  copy.shouting_ = shouting_;
  copy.fields(packer);
  Head head;
  std::memcpy(head.magic, magic.data(), magic.size());
  head.version = version;
  head.sources = sources;
  head.check = mixed(version, packer.bytes());
  return std::string(reinterpret_cast<const char*>(&head), sizeof head) + packer.bytes();
}

std::unique_ptr<Pack> Pack::unpack(std::string_view language, const std::string& folder, const std::string& file,
                                   std::uint64_t sources, std::vector<std::string>& errors) {
  const Mapped mapped(file);
  std::string_view bytes = mapped.bytes();
  Head head;
  if (bytes.size() < sizeof head) return nullptr;
  std::memcpy(&head, bytes.data(), sizeof head);
  bytes.remove_prefix(sizeof head);
  if (std::string_view(head.magic, sizeof head.magic) != magic || head.version != version || head.sources != sources ||
      head.check != mixed(version, bytes))
    return nullptr;
  auto pack = std::make_unique<Pack>();
  Unpacker unpacker(bytes);
  pack->fields(unpacker);
  if (!unpacker.whole()) return nullptr;
  pack->language_ = language;
  for (Rule& rule : pack->rules_) rule.path.insert(0, folder);
  for (std::uint32_t number = 0; number < pack->rules_.size(); ++number)
    if (!pack->compile_patterns(number, errors)) return nullptr;
  pack->join_patterns(errors);
  return pack;
}

}  // namespace tact::language
