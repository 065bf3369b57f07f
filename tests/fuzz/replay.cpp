// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for libFuzzer where there is none: every seed as it is, cut short, and changed a few hundred times in the same way on every machine.
// replay FOLDER|FILE...
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "tests/fuzz/target.h"

namespace fs = std::filesystem;

namespace {

constexpr int changes_each = 120;

void feed(const std::string& bytes) {
  // A fresh block, so that a sanitizer or valgrind sees a read past its end.
  std::vector<std::uint8_t> block(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(block.data(), block.size());
}

std::string changed(std::string bytes, const std::vector<std::string>& seeds, std::mt19937& random) {
  static constexpr std::string_view pieces[] = {"\xff", "\xc3", "\xe2\x80\x8f", "\xf0\x9f\x98\x80", "\n", "\0", "<", ">", "&#x1F600;", "&amp", "[", "]", ";", "=", ":", "{\"", "\\u0000", "99999999999", "-", "//"};
  for (std::uint32_t times = 1 + random() % 4; times > 0; --times) {
    const std::size_t at = bytes.empty() ? 0 : random() % bytes.size();
    switch (random() % 6) {
      case 0: if (!bytes.empty()) bytes[at] = static_cast<char>(random()); break;
      case 1: bytes.insert(at, pieces[random() % std::size(pieces)]); break;
      case 2: bytes.erase(at, 1 + random() % 8); break;
      case 3: bytes.insert(at, bytes.substr(at, random() % 32)); break;
      case 4: bytes.resize(at); break;
      case 5: {
        const std::string& other = seeds[random() % seeds.size()];
        bytes.insert(at, other.substr(other.empty() ? 0 : random() % other.size(), random() % 64));
        break;
      }
    }
  }
  return bytes;
}

void gather(const fs::path& path, std::vector<fs::path>& files) {
  if (!fs::is_directory(path)) return files.push_back(path);
  for (const auto& file : fs::directory_iterator(path))
    if (file.is_regular_file()) files.push_back(file.path());
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<fs::path> files;
  for (int i = 1; i < argc; ++i) gather(argv[i], files);
  std::ranges::sort(files);
  std::vector<std::string> seeds;
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  if (seeds.empty()) return std::fputs("replay: no seeds\n", stderr), 2;
  std::mt19937 random(2026);
  std::size_t inputs = 1;
  feed("");
  for (const std::string& seed : seeds) {
    feed(seed);
    for (int i = 0; i < changes_each; ++i) feed(changed(seed, seeds, random));
    inputs += 1 + changes_each;
  }
  std::printf("%zu inputs from %zu seeds\n", inputs, seeds.size());
  return 0;
}
