/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints what a compiled caller has in its bones: sizes, offsets and numbers of tact.h.  Compared with abi.txt. */
#include <stdio.h>
#include <tact.h>

#define FIELD(type, field) printf("%s.%s %zu %zu\n", #type, #field, offsetof(type, field), sizeof(((type *)0)->field))
#define NUMBER(name) printf("%s %d\n", #name, (int)name)

int main(void) {
  FIELD(tact_line, from);
  FIELD(tact_line, text);
  FIELD(tact_line, system);
  FIELD(tact_message, size);
  FIELD(tact_message, text);
  FIELD(tact_message, length);
  FIELD(tact_message, sender);
  FIELD(tact_message, room);
  FIELD(tact_message, at_ms);
  FIELD(tact_message, zone);
  FIELD(tact_message, group);
  FIELD(tact_message, role);
  FIELD(tact_message, format);
  FIELD(tact_message, occupants);
  FIELD(tact_message, context);
  FIELD(tact_message, context_count);
  printf("sizeof tact_line %zu\nsizeof tact_message %zu\n", sizeof(tact_line), sizeof(tact_message));
  NUMBER(TACT_ERROR);
  NUMBER(TACT_PASS);
  NUMBER(TACT_NOTE);
  NUMBER(TACT_HOLD);
  NUMBER(TACT_REFUSE);
  NUMBER(TACT_MILD);
  NUMBER(TACT_SERIOUS);
  NUMBER(TACT_CLASS);
  NUMBER(TACT_COMMUNITY);
  NUMBER(TACT_MEMBER);
  NUMBER(TACT_DEPUTY);
  NUMBER(TACT_REP);
  NUMBER(TACT_PLAIN);
  NUMBER(TACT_MARKUP);
  return 0;
}
