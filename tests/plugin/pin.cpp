// SPDX-License-Identifier: GPL-3.0-or-later
// pin TRUST_DB ROOM POLICY_LINE_FILE: this person trusts a signed policy, as after a yes; for tests that are about something else.
#include <cstdio>
#include <fstream>
#include <iterator>

#include "core/policy/trust.h"

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  std::ifstream file(argv[3]);
  std::string line{std::istreambuf_iterator<char>(file), {}};
  while (!line.empty() && line.back() == '\n') line.pop_back();
  const auto room = tact::RoomKey::parse(argv[2]);
  const auto bytes = tact::policy::from_line(line);
  if (!room || !bytes) return 2;
  tact::policy::Trust trust(argv[1]);
  const auto answer = trust.pin_own(*room, *bytes, tact::SystemClock().now());
  std::printf("%s\n", std::string(tact::policy::name(answer.outcome)).c_str());
  return tact::policy::changes(answer.outcome) ? 0 : 1;
}
