/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bridge in thirty lines: reads a line, asks Tact, posts it or asks back.  cc example.c $(pkg-config --cflags --libs tact) */
#include <stdio.h>
#include <string.h>
#include <tact.h>

int main(void) {
  tact_engine *engine = tact_engine_new(NULL);
  if (engine == NULL) return fprintf(stderr, "%s\n", tact_last_error()), 1;
  fputs(tact_engine_warnings(engine), stderr);

  char text[4096];
  while (fgets(text, sizeof text, stdin) != NULL) {
    tact_message message = TACT_MESSAGE_INIT;
    message.text = text;
    message.length = strcspn(text, "\n");
    message.at_ms = 1795647600000; /* 26 November 2026, 23:00 UTC; a bridge leaves 0: now */
    message.zone = "Europe/London";

    tact_result *result = tact_judge(engine, &message);
    if (result == NULL) return fprintf(stderr, "%s\n", tact_last_error()), 1;
    if (tact_result_decision(result) >= TACT_HOLD)
      printf("ask    %s: %s\n", tact_result_guideline(result, 0), tact_result_reason(result, 0));
    else
      printf("post   %.*s\n", (int)message.length, text);
    tact_result_free(result);
  }
  tact_engine_free(engine);
  return 0;
}
