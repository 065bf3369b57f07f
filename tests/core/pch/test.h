// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled for core-tests, as core/pch/standard.h for core: Boost.Test takes longer to read than most tests to compile.
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <random>

#include "core/pch/standard.h"
