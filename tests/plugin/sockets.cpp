// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into the host by isolation.py: every socket, connection and name look-up of the process is written to $TACT_SOCKETS.
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace {

void note(const char* what, int value) {
  const char* path = std::getenv("TACT_SOCKETS");
  const int file = path != nullptr ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  if (file < 0) return;
  const std::string line = std::string(what) + " " + std::to_string(value) + "\n";
  if (write(file, line.data(), line.size()) < 0) _exit(99);
  close(file);
}

template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

#define EXPORT extern "C" __attribute__((visibility("default")))

EXPORT int socket(int domain, int type, int protocol) noexcept {
  note("socket", domain);
  return real<int(int, int, int)>("socket")(domain, type, protocol);
}

EXPORT int connect(int fd, const sockaddr* address, socklen_t length) {
  note("connect", address != nullptr ? address->sa_family : -1);
  return real<int(int, const sockaddr*, socklen_t)>("connect")(fd, address, length);
}

EXPORT int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** out) {
  note("getaddrinfo", 0);
  return real<int(const char*, const char*, const addrinfo*, addrinfo**)>("getaddrinfo")(node, service, hints, out);
}
