// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <random>
#include <vector>

#include "core/language/products.h"

using namespace tact::language;

BOOST_AUTO_TEST_SUITE(products)

BOOST_AUTO_TEST_CASE(every_machine_answers_the_same_sums) {
  Multiply all[most_multiplies];
  const std::size_t count = all_multiplies(all);
  BOOST_REQUIRE(count >= 1U);
  std::mt19937 random(7);
  // Each number of rows that a block is made for and one more, few panels and many; odd numbers of fours.
  for (const std::size_t panels : {1U, 2U, 3U, 8U, 16U})
    for (std::size_t rows = 1; rows <= 27; ++rows) {
      const std::size_t quads = 1 + rows % 5;
      std::vector<std::uint8_t> in(rows * quads * quad);
      std::vector<std::int8_t> weights(panels * quads * panel * quad);
      for (auto& one : in) one = static_cast<std::uint8_t>(random());
      for (auto& one : weights) one = static_cast<std::int8_t>(random());
      // The greatest there are: no sum of two or four may overflow on the way.
      if (rows % 3 == 0) in.assign(in.size(), 255), weights.assign(weights.size(), rows % 2 == 0 ? -128 : 127);
      std::vector<std::int32_t> plain(rows * panels * panel), other(plain.size());
      all[0](in.data(), rows, quads, weights.data(), panels, plain.data(), nullptr);
      std::int32_t by_hand = 0;
      for (std::size_t i = 0; i < quads * quad; ++i)
        by_hand += in[(rows - 1) * quads * quad + i] *
                   weights[((panels - 1) * quads + i / quad) * panel * quad + (panel - 1) * quad + i % quad];
      BOOST_TEST(plain.back() == by_hand);
      for (std::size_t i = 1; i < count; ++i) {
        other.assign(other.size(), 0x55555555);
        all[i](in.data(), rows, quads, weights.data(), panels, other.data(), nullptr);
        BOOST_TEST((plain == other), rows << " rows, " << panels << " panels, way " << i);
        // What they are worth: each row and each output has its own.
        std::vector<float> of_row(rows), of_output(panels * panel), worth(plain.size());
        for (std::size_t k = 0; k < rows; ++k) of_row[k] = static_cast<float>(k + 1);
        for (std::size_t k = 0; k < of_output.size(); ++k) of_output[k] = static_cast<float>(k % 7 + 1);
        const Worth how{of_row.data(),    of_row.data(),    of_output.data(),
                        of_output.data(), of_output.data(), worth.data()};
        all[i](in.data(), rows, quads, weights.data(), panels, other.data(), &how);
        for (std::size_t k = 0; k < plain.size(); ++k) {
          const float r = of_row[k / of_output.size()], o = of_output[k % of_output.size()];
          const float wanted = (static_cast<float>(plain[k]) * r + o * r) * o + o;
          BOOST_REQUIRE_SMALL(worth[k] - wanted, 1e-5F * (std::abs(wanted) + 1));
        }
      }
    }
}

BOOST_AUTO_TEST_SUITE_END()
