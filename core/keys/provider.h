// SPDX-License-Identifier: GPL-3.0-or-later
// libsignal-protocol-c with a complete crypto provider of OpenSSL 3 (EVP).  Complete matters: a missing callback is an assertion inside the
// library, and an assertion takes the client down.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

// Spelt out by the library's own headers: opaque here, so that only the rooms that call libsignal include it.
extern "C" {
struct signal_context;
struct signal_buffer;
struct signal_type_base;
void signal_type_unref(signal_type_base* instance);
}

namespace tact::keys {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// What went wrong with a key, a signature or the crypto library; text for people.  Thrown inside core only.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// This thread's libsignal context, made on first use; never null.  Throws Error where it cannot be made.  Owned by the thread.
/// One per thread because the library locks only by callbacks that we have no other use for.
signal_context* context();

/// Throws Error("doing: ...") when a libsignal call answered a negative number.
void check(int code, const char* doing);

/// Owns one reference of a libsignal object (ec_public_key, ratchet_identity_key_pair, ...).
struct Unref {
  template <class T>
  void operator()(T* instance) const noexcept {
    signal_type_unref(reinterpret_cast<signal_type_base*>(instance));
  }
};
template <class T>
using Ref = std::unique_ptr<T, Unref>;

/// Owns a signal_buffer and wipes it: it may have held a secret.
struct WipeBuffer {
  void operator()(signal_buffer* buffer) const noexcept;
};
using Buffer = std::unique_ptr<signal_buffer, WipeBuffer>;

Bytes bytes_of(const Buffer& buffer);

/// Overwrites before freeing; for private keys and passphrases in our own hands.
void wipe(Bytes& bytes) noexcept;

/// `count` bytes from the operating system's generator.  Throws Error.
Bytes random_bytes(std::size_t count);

}  // namespace tact::keys
