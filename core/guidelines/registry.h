// SPDX-License-Identifier: GPL-3.0-or-later
// Where each guideline's room opens its door; sorted.  Each answers an object that lives for the whole process.
#pragma once

namespace tact {

class Guideline;

const Guideline* good_time_guideline();

}  // namespace tact
