// SPDX-License-Identifier: GPL-3.0-or-later
#define BOOST_TEST_MODULE tact
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <stdexcept>

namespace {

/// `meson test` sets it; a hand that starts core-tests forgets it, and would see a crash in the first test that reads a sample.
struct Surroundings {
  void setup() {
    const char* data = std::getenv("TACT_DATA");
    if (data == nullptr || *data == '\0') throw std::runtime_error("TACT_DATA is not set: run `meson test --suite unit`, or set it to the data folder of the source tree");
  }
};

}  // namespace

BOOST_TEST_GLOBAL_FIXTURE(Surroundings);
