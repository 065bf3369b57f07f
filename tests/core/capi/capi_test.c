/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The C interface from C: NULL, malformed bytes, old and new callers, four threads at once. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tact.h>

static int failed;
#define CHECK(fact)                                                    \
  do {                                                                 \
    if (!(fact)) {                                                     \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #fact); \
      failed = 1;                                                      \
    }                                                                  \
  } while (0)

static const int64_t night = 1795647600000; /* 2026-11-25 23:00 UTC */
static const int64_t noon = 1795694400000;  /* 2026-11-26 12:00 UTC */

static tact_message said(const char *text, int64_t at) {
  tact_message message = TACT_MESSAGE_INIT;
  message.text = text;
  message.at_ms = at;
  message.zone = "Europe/London";
  return message;
}

static void everything_survives_null(tact_engine *engine) {
  tact_message message = said(NULL, noon);
  CHECK(tact_judge(NULL, &message) == NULL);
  CHECK(strstr(tact_last_error(), "engine") != NULL);
  CHECK(tact_judge(engine, NULL) == NULL);
  CHECK(strstr(tact_last_error(), "message") != NULL);
  CHECK(tact_judge(engine, &message) == NULL);
  CHECK(strstr(tact_last_error(), "text") != NULL);
  tact_engine_free(NULL);
  tact_result_free(NULL);
  CHECK(strcmp(tact_engine_warnings(NULL), "") == 0);
  CHECK(tact_result_decision(NULL) == TACT_ERROR);
  CHECK(tact_result_count(NULL) == 0);
  CHECK(tact_result_urgent(NULL) == 0 && tact_result_word_needed(NULL) == 0);
  CHECK(strcmp(tact_result_guideline(NULL, 0), "") == 0 && strcmp(tact_result_label(NULL, 0), "") == 0);
  CHECK(strcmp(tact_result_reason(NULL, 0), "") == 0 && strcmp(tact_result_hint(NULL, 0), "") == 0 && strcmp(tact_result_quotation(NULL, 0), "") == 0);
  CHECK(tact_result_severity(NULL, 0) == TACT_MILD && tact_result_start(NULL, 0) == 0 && tact_result_end(NULL, 0) == 0);
  CHECK(tact_result_sureness(NULL, 0) <= 0);

  /* Lines of the context may miss anything. */
  tact_line lines[2] = {{NULL, NULL, 0, 0}, {NULL, "hello", 0, 0}};
  message = said("hello", noon);
  message.context = lines;
  message.context_count = 2;
  tact_result *result = tact_judge(engine, &message);
  CHECK(tact_result_decision(result) == TACT_PASS);
  CHECK(strcmp(tact_last_error(), "") == 0);
  tact_result_free(result);
  message.context = NULL;
  result = tact_judge(engine, &message);
  CHECK(result != NULL);
  tact_result_free(result);
}

static void a_night_message_is_held_with_words(tact_engine *engine) {
  tact_message message = said("Is there swimming on Friday?", night);
  tact_result *result = tact_judge(engine, &message);
  CHECK(tact_result_decision(result) == TACT_HOLD);
  CHECK(tact_result_count(result) >= 1);
  CHECK(strcmp(tact_result_guideline(result, 0), "good_time") == 0);
  CHECK(strlen(tact_result_reason(result, 0)) > 10 && strlen(tact_result_quotation(result, 0)) > 10);
  CHECK(tact_result_sureness(result, 0) > 0 && tact_result_sureness(result, 0) <= 1);
  CHECK(strcmp(tact_result_guideline(result, tact_result_count(result)), "") == 0);
  CHECK(strcmp(tact_result_reason(result, (size_t)-1), "") == 0);
  tact_result_free(result);

  message.at_ms = noon;
  result = tact_judge(engine, &message);
  CHECK(tact_result_decision(result) == TACT_PASS && tact_result_count(result) == 0);
  tact_result_free(result);

  /* 23:00 in London is 10 in the morning in Sydney. */
  message.at_ms = night;
  message.zone = "Australia/Sydney";
  result = tact_judge(engine, &message);
  CHECK(tact_result_decision(result) == TACT_PASS);
  tact_result_free(result);
}

static void malformed_bytes_are_judged(tact_engine *engine) {
  static const char *const texts[] = {"\xff\xfe\xfd", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "ok \xe2\x82", "\xf0\x9f\x98", "\x80\x80\x80 you \xc3\x28", "<b>\xe2<i>\x82</b>"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i)
    for (int format = TACT_PLAIN; format <= TACT_MARKUP; ++format) {
      tact_message message = said(texts[i], noon);
      message.format = format;
      message.sender = message.room = message.zone = texts[i];
      tact_line line = {texts[i], texts[i], 0, 0};
      message.context = &line;
      message.context_count = 1;
      tact_result *result = tact_judge(engine, &message);
      CHECK(result != NULL);
      for (size_t j = 0; j < tact_result_count(result); ++j) CHECK(tact_result_end(result, j) <= strlen(texts[i]));
      tact_result_free(result);
    }
  /* NUL inside, and out-of-range numbers. */
  tact_message message = said("a\0b\0c", INT64_MIN);
  message.length = 5;
  message.group = message.role = message.format = 12345;
  message.occupants = INT32_MIN;
  tact_result_free(tact_judge(engine, &message));
  message.at_ms = INT64_MAX;
  tact_result_free(tact_judge(engine, &message));
}

static void an_older_caller_gets_defaults(tact_engine *engine) {
  tact_message message = said("hello everybody", night);
  message.size = offsetof(tact_message, sender);
  message.sender = message.room = message.zone = (const char *)16; /* never looked at */
  message.context = (const tact_line *)16;
  message.context_count = 7;
  tact_result *result = tact_judge(engine, &message);
  CHECK(result != NULL);
  tact_result_free(result);
  message.size = sizeof(size_t);
  CHECK(tact_judge(engine, &message) == NULL);
  CHECK(strstr(tact_last_error(), "size") != NULL);

  struct {
    tact_message known;
    char more[64];
  } newer = {said("hello everybody", noon), "fields of tomorrow"};
  newer.known.size = sizeof newer;
  result = tact_judge(engine, &newer.known);
  CHECK(tact_result_decision(result) == TACT_PASS);
  tact_result_free(result);
}

static void *judges_in_turn(void *engine) {
  size_t wrong = 0;
  for (int i = 0; i < 2000; ++i) {
    tact_message message = said(i % 2 ? "Is there swimming on Friday?" : "Bring wellies \xf0\x9f\xa5\xbe tomorrow", i % 2 ? night : noon);
    tact_result *result = tact_judge(engine, &message);
    wrong += tact_result_decision(result) != (i % 2 ? TACT_HOLD : TACT_PASS);
    tact_result_free(result);
    if (i % 100 == 0) wrong += tact_judge(engine, NULL) != NULL || *tact_last_error() == '\0';
  }
  return (void *)wrong;
}

static void four_threads_get_what_one_gets(tact_engine *engine) {
  pthread_t threads[4];
  for (int i = 0; i < 4; ++i) CHECK(pthread_create(&threads[i], NULL, judges_in_turn, engine) == 0);
  for (int i = 0; i < 4; ++i) {
    void *wrong = NULL;
    CHECK(pthread_join(threads[i], &wrong) == 0);
    CHECK(wrong == NULL);
  }
}

int main(void) {
  tact_engine *engine = tact_engine_new(NULL);
  CHECK(engine != NULL);
  CHECK(strlen(tact_version()) >= 5);
  everything_survives_null(engine);
  a_night_message_is_held_with_words(engine);
  malformed_bytes_are_judged(engine);
  an_older_caller_gets_defaults(engine);
  four_threads_get_what_one_gets(engine);
  tact_engine_free(engine);

  /* Packs that are not there: fewer guidelines, and it says so. */
  engine = tact_engine_new("/nonexistent");
  CHECK(engine != NULL && strstr(tact_engine_warnings(engine), "/nonexistent") != NULL);
  a_night_message_is_held_with_words(engine);
  tact_engine_free(engine);
  return failed;
}
