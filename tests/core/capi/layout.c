/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints what a compiled caller has in its bones: sizes, offsets, numbers and defaults of tact.h.  Compared with abi.txt.  What a function takes and
 * gives is compared by the compiler: a changed one does not fit its pointer here. */
#include <stdio.h>
#include <sys/types.h>
#include <tact.h>

#define FIELD(type, field) printf("%s.%s %zu %zu\n", #type, #field, offsetof(type, field), sizeof(((type *)0)->field))
#define NUMBER(name) printf("%s %d\n", #name, (int)name)

static const struct {
  const char *(*version)(void), *(*last_error)(void), *(*warnings)(const tact_engine *);
  tact_engine *(*engine_new)(const char *);
  void (*engine_free)(tact_engine *), (*result_free)(tact_result *);
  tact_result *(*judge)(const tact_engine *, const tact_message *);
  int (*decision)(const tact_result *), (*urgent)(const tact_result *), (*word_needed)(const tact_result *), (*severity)(const tact_result *, size_t);
  size_t (*count)(const tact_result *), (*start)(const tact_result *, size_t), (*end)(const tact_result *, size_t);
  double (*sureness)(const tact_result *, size_t);
  const char *(*words[5])(const tact_result *, size_t);
} functions = {tact_version, tact_last_error, tact_engine_warnings, tact_engine_new, tact_engine_free, tact_result_free, tact_judge, tact_result_decision, tact_result_urgent,
  tact_result_word_needed, tact_result_severity, tact_result_count, tact_result_start, tact_result_end, tact_result_sureness,
  {tact_result_guideline, tact_result_label, tact_result_reason, tact_result_hint, tact_result_quotation}};

int main(void) {
  FIELD(tact_line, from);
  FIELD(tact_line, text);
  FIELD(tact_line, system);
  FIELD(tact_line, reserved);
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
  const tact_message usual = TACT_MESSAGE_INIT;
  printf("usual length %zd group %d role %d format %d occupants %d\n", (ssize_t)usual.length, usual.group, usual.role, usual.format, usual.occupants);
  printf("functions %zu\n", sizeof functions / sizeof functions.version);
  return 0;
}
