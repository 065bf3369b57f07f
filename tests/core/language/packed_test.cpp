// SPDX-License-Identifier: GPL-3.0-or-later
#include <glib.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/language/language.h"
#include "core/language/pack.h"

using namespace tact;
using namespace tact::language;

namespace {

namespace fs = std::filesystem;

/// A copy of the English pack, and a file for its compiled self.
struct Folder {
  Folder() {
    gchar* made = g_dir_make_tmp("tact-packed-XXXXXX", nullptr);
    top = made;
    g_free(made);
    fs::copy(fs::path(data_folder()) / "packs" / "en", top / "en", fs::copy_options::recursive);
  }
  ~Folder() { fs::remove_all(top); }
  std::string sources() const { return (top / "en").string(); }
  std::string file() const { return (top / "en.packed").string(); }
  void write(const std::string& bytes) const { std::ofstream(file(), std::ios::binary) << bytes; }
  std::uint64_t mark() const {
    std::vector<std::pair<std::string, std::string>> files;
    for (const auto& entry : fs::recursive_directory_iterator(sources()))
      if (entry.path().extension() == ".rule") {
        std::ifstream in(entry.path(), std::ios::binary);
        files.emplace_back(entry.path().string(), std::string{std::istreambuf_iterator<char>(in), {}});
      }
    std::ranges::sort(files);
    return sources_mark(files, sources().size());
  }
  std::unique_ptr<Pack> unpack() const {
    std::vector<std::string> errors;
    return Pack::unpack("en", sources(), file(), mark(), errors);
  }
  fs::path top;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(packed)

BOOST_AUTO_TEST_CASE(a_compiled_pack_is_the_same_pack) {
  Folder folder;
  std::vector<std::string> errors;
  const auto made = Pack::load("en", folder.sources(), errors);
  const std::string bytes = Pack::packed("en", folder.sources(), errors);
  BOOST_REQUIRE(errors.empty());
  BOOST_TEST((Pack::packed("en", folder.sources(), errors) == bytes), "twice the same file");
  folder.write(bytes);
  const auto read = folder.unpack();
  BOOST_REQUIRE(made);
  BOOST_REQUIRE(read);
  BOOST_TEST(read->language() == "en");
  BOOST_TEST(read->rules().size() == made->rules().size());
  BOOST_TEST(read->rules().front().path == made->rules().front().path);
  BOOST_TEST(read->matcher().states() == made->matcher().states());
  BOOST_TEST(read->matcher().words() == made->matcher().words());
  BOOST_REQUIRE(read->matcher().disguised_words() == made->matcher().disguised_words());
  for (std::size_t i = 0; i < made->matcher().disguised_words(); ++i)
    BOOST_TEST(read->matcher().disguised(i) == made->matcher().disguised(i));
  for (const std::string& wrong : read->run_examples()) BOOST_ERROR(wrong);
}

BOOST_AUTO_TEST_CASE(what_was_made_of_other_sources_is_not_read_and_the_sources_are) {
  Folder folder;
  std::vector<std::string> errors;
  folder.write(Pack::packed("en", folder.sources(), errors));
  std::ofstream(folder.sources() + "/more.rule") << "[words:more]\nWords=zzyzx\n";
  BOOST_TEST(!folder.unpack());
  const auto pack = Pack::load("en", folder.sources(), errors, folder.file());
  BOOST_REQUIRE(pack);
  BOOST_TEST(pack->matcher().in_category("zzyzx", "more"));
  BOOST_TEST(errors.empty());
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_not_read) {
  Folder folder;
  std::vector<std::string> errors;
  const std::string good = Pack::packed("en", folder.sources(), errors);
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{32}, good.size() / 2, good.size() - 1}) {
    folder.write(good.substr(0, size));
    BOOST_TEST(!folder.unpack(), size);
  }
  for (std::size_t at = 0; at < good.size(); at += good.size() / 64 + 1) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x20);
    folder.write(bad);
    // Four bytes of the head say nothing.
    const bool spare = at >= 12 && at < 16;
    BOOST_TEST((folder.unpack() != nullptr) == spare, at);
  }
  folder.write(good + "x");
  BOOST_TEST(!folder.unpack());
}

BOOST_AUTO_TEST_SUITE_END()
