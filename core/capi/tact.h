/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tact for other programs: judge a text before it is posted.  A stable C interface: within one soname, functions are only added, and
 * `tact_message` only grows at its end (`size` tells which fields the caller knows).
 *
 * Everything is UTF-8; malformed bytes are read as U+FFFD and never refused.  Every function survives NULL.  An engine may be used by many
 * threads at once; a result belongs to one.  Nothing is sent, stored or logged.
 *
 *     tact_engine *engine = tact_engine_new(NULL);
 *     tact_message message = TACT_MESSAGE_INIT;
 *     message.text = "...";
 *     tact_result *result = tact_judge(engine, &message);
 *     if (tact_result_decision(result) >= TACT_HOLD) puts(tact_result_reason(result, 0));
 *     tact_result_free(result);
 *     tact_engine_free(engine);
 */
#ifndef TACT_H
#define TACT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define TACT_PUBLIC __attribute__((visibility("default")))
#else
#define TACT_PUBLIC
#endif

/* Length of a text that ends at its first NUL. */
#define TACT_TO_NUL ((size_t)-1)

typedef struct tact_engine tact_engine;
typedef struct tact_result tact_result;

enum tact_decision {
  TACT_ERROR = -1, /* nothing was judged; tact_last_error() says why */
  TACT_PASS = 0,   /* nothing to say */
  TACT_NOTE = 1,   /* post it, and show the sender one quiet line */
  TACT_HOLD = 2,   /* ask the sender first; posting it unchanged is their right */
  TACT_REFUSE = 3  /* a signed rule of the group */
};

enum tact_severity { TACT_MILD = 0, TACT_SERIOUS = 1 };
enum tact_group { TACT_CLASS = 0, TACT_COMMUNITY = 1 };
enum tact_role { TACT_MEMBER = 0, TACT_DEPUTY = 1, TACT_REP = 2 };
enum tact_format { TACT_PLAIN = 0, TACT_MARKUP = 1 }; /* markup: libpurple's HTML */

/* An earlier line of the room. */
typedef struct tact_line {
  const char *from; /* NULL: nobody */
  const char *text;
  int32_t system; /* the network's own notice ("X left") */
  int32_t reserved;
} tact_line;

typedef struct tact_message {
  size_t size; /* sizeof(tact_message), as the caller was compiled */
  const char *text;
  size_t length;      /* bytes of text, or TACT_TO_NUL */
  const char *sender; /* as shown in the room; may be NULL */
  const char *room;   /* any name that is steady for this room; may be NULL */
  int64_t at_ms;      /* milliseconds since 1970 UTC; 0: now */
  const char *zone;   /* the group's IANA time zone; NULL: the computer's own */
  int32_t group;      /* enum tact_group */
  int32_t role;       /* enum tact_role */
  int32_t format;     /* enum tact_format */
  int32_t occupants;  /* people in the room besides the sender; negative: not known */
  const tact_line *context; /* earlier lines, oldest first; the last four are read */
  size_t context_count;
} tact_message;

#define TACT_MESSAGE_INIT \
  { sizeof(tact_message), NULL, TACT_TO_NUL, NULL, NULL, 0, NULL, TACT_CLASS, TACT_MEMBER, TACT_PLAIN, -1, NULL, 0 }

TACT_PUBLIC const char *tact_version(void);

/* Why the last call of this thread failed; "" when it did not.  Valid until the next call of this thread. */
TACT_PUBLIC const char *tact_last_error(void);

/* data_folder: packs and model; NULL: $TACT_DATA or the installed ones.  NULL only when memory ran out.  What could not be loaded is left out
 * and said by tact_engine_warnings(): then fewer guidelines speak. */
TACT_PUBLIC tact_engine *tact_engine_new(const char *data_folder);
TACT_PUBLIC void tact_engine_free(tact_engine *engine);
TACT_PUBLIC const char *tact_engine_warnings(const tact_engine *engine); /* lines "path:line: what, expected what"; "" when all is well */

/* NULL on error.  The result outlives the engine. */
TACT_PUBLIC tact_result *tact_judge(const tact_engine *engine, const tact_message *message);
TACT_PUBLIC void tact_result_free(tact_result *result);

TACT_PUBLIC int tact_result_decision(const tact_result *result);    /* enum tact_decision; TACT_ERROR for NULL */
TACT_PUBLIC int tact_result_urgent(const tact_result *result);      /* urgent words: nobody should be made to wait */
TACT_PUBLIC int tact_result_word_needed(const tact_result *result); /* sending it again is not enough: ask for a word */
TACT_PUBLIC size_t tact_result_count(const tact_result *result);    /* findings; the first one speaks */

/* About finding `index`; "" or 0 where there is none. */
TACT_PUBLIC const char *tact_result_guideline(const tact_result *result, size_t index); /* "good_time" */
TACT_PUBLIC const char *tact_result_label(const tact_result *result, size_t index);
TACT_PUBLIC const char *tact_result_reason(const tact_result *result, size_t index); /* one sentence for the sender */
TACT_PUBLIC const char *tact_result_hint(const tact_result *result, size_t index);
TACT_PUBLIC const char *tact_result_quotation(const tact_result *result, size_t index); /* the guideline's own words */
TACT_PUBLIC int tact_result_severity(const tact_result *result, size_t index);
TACT_PUBLIC double tact_result_sureness(const tact_result *result, size_t index); /* 0..1 */
TACT_PUBLIC size_t tact_result_start(const tact_result *result, size_t index);    /* bytes of the text that weighed most... */
TACT_PUBLIC size_t tact_result_end(const tact_result *result, size_t index);      /* ...start == end: the whole text */

#ifdef __cplusplus
}
#endif

#endif
