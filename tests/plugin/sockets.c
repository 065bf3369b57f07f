/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded into the host by isolation.py: every socket, connection and name look-up of the process is written to $TACT_SOCKETS. */
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void note(const char *what, int value) {
  const char *path = getenv("TACT_SOCKETS");
  char line[64];
  int file = path != NULL ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  int length = snprintf(line, sizeof line, "%s %d\n", what, value);
  if (file < 0) return;
  if (write(file, line, (size_t)length) != length) _exit(99);
  close(file);
}

__attribute__((visibility("default"))) int socket(int domain, int type, int protocol) {
  int (*real)(int, int, int) = (int (*)(int, int, int))dlsym(RTLD_NEXT, "socket");
  note("socket", domain);
  return real(domain, type, protocol);
}

__attribute__((visibility("default"))) int connect(int fd, const struct sockaddr *address, socklen_t length) {
  int (*real)(int, const struct sockaddr *, socklen_t) = (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect");
  note("connect", address != NULL ? address->sa_family : -1);
  return real(fd, address, length);
}

__attribute__((visibility("default"))) int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **out) {
  int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) =
      (int (*)(const char *, const char *, const struct addrinfo *, struct addrinfo **))dlsym(RTLD_NEXT, "getaddrinfo");
  note("getaddrinfo", 0);
  return real(node, service, hints, out);
}
