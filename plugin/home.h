// SPDX-License-Identifier: GPL-3.0-or-later
// Where Tact keeps things: "<purple user dir>/tact".  Asked anew every time, for BitlBee moves the user dir under us after loading.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace tact::plugin {

class Home {
 public:
  /// The folder; not made yet.  The reference is good until it is asked for again.
  static const std::string& folder();
  static std::string path(const char* file);
  static bool exists(const char* file);
};

/// A store below Home that is opened at first use and follows the user dir.  get() throws store::Error while it cannot be opened, and tries
/// again the next time.
template <class Store>
class Lazy {
 public:
  using Open = std::function<std::unique_ptr<Store>(const std::string& path)>;
  Lazy(const char* file, Open open) : file_(file), open_(std::move(open)) {}

  Store& get() {
    const std::string& folder = Home::folder();
    if (store_ == nullptr || folder != folder_) {
      store_.reset();
      store_ = open_(Home::path(file_));
      folder_ = folder;
    }
    return *store_;
  }
  /// Open already, or on disk from an earlier run.  That it is not there is believed for a fifth of a second: one message asks many times.
  bool there() const {
    const std::string& folder = Home::folder();
    if (store_ != nullptr && folder_ == folder) return true;
    constexpr std::chrono::milliseconds believed{200};
    const auto now = std::chrono::steady_clock::now();
    if (folder == missed_ && now < missed_at_ + believed) return false;
    if (Home::exists(file_)) return true;
    missed_ = folder;
    missed_at_ = now;
    return false;
  }
  void close() {
    store_.reset();
    missed_.clear();
  }

 private:
  const char* file_;
  Open open_;
  std::string folder_;  ///< of the open store
  std::unique_ptr<Store> store_;
  mutable std::string missed_;  ///< the folder where there was no file when it was last looked for
  mutable std::chrono::steady_clock::time_point missed_at_;
};

}  // namespace tact::plugin
