// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled for tact.so, as core/pch/standard.h for core: libpurple's headers, which are C and read the same in every file.
#include <purple.h>

#include "core/pch/standard.h"
