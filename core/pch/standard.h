// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled for core (Meson's cpp_pch): what most of its files include of the standard library, read once and not two hundred times.
// A file still includes what it uses: the Debian packages are built without this (-Db_pch=false), and fail where one does not.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
