// SPDX-License-Identifier: GPL-3.0-or-later
// Where each guideline's room opens its door; sorted.  Each answers an object that lives for the whole process.
#pragma once

namespace tact {

class Guideline;

const Guideline* abuse_guideline();
const Guideline* allegation_guideline();
const Guideline* anger_guideline();
const Guideline* current_affairs_guideline();
const Guideline* good_time_guideline();
const Guideline* grievance_guideline();
const Guideline* identity_guideline();
const Guideline* leaving_guideline();
const Guideline* non_answer_guideline();
const Guideline* one_chunk_guideline();
const Guideline* pictures_guideline();
const Guideline* pile_on_guideline();
const Guideline* private_talk_guideline();
const Guideline* relevance_guideline();
const Guideline* repetition_guideline();
const Guideline* respect_guideline();
const Guideline* rumour_guideline();
const Guideline* threat_guideline();

}  // namespace tact
