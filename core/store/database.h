// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite, once: opening with owner-only rights, WAL and synchronous=FULL, schema version and migrations, several processes at a time,
// and a damaged file set aside instead of trusted.  Not thread-safe: one connection belongs to one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace tact::store {

/// "path: what went wrong, what was being done".  Thrown inside core; plugin callbacks turn it into a line for the person.
struct Error : std::runtime_error {
  Error(const std::string& text, int code) : std::runtime_error(text), sqlite_code(code) {}
  int sqlite_code;  ///< primary SQLite result code (SQLITE_FULL, SQLITE_READONLY, ...)
};

class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();
  Statement& bind(int index, std::int64_t value);  ///< index from 1
  Statement& bind(int index, double value);
  Statement& bind(int index, std::string_view value);            ///< copied
  Statement& bind(int index, std::span<const std::uint8_t> value);  ///< copied
  Statement& bind_null(int index);
  bool step();      ///< true: a row is there
  void run();       ///< step to the end
  Statement& reset();
  std::int64_t integer(int column) const;  ///< column from 0
  double real(int column) const;
  std::string text(int column) const;
  std::vector<std::uint8_t> blob(int column) const;
  bool null(int column) const;

 private:
  friend class Database;
  Statement(sqlite3* db, std::string_view sql, const std::string& path);
  [[noreturn]] void fail(const char* doing) const;
  sqlite3* db_;
  sqlite3_stmt* statement_ = nullptr;
  const std::string* path_;
};

class Database {
 public:
  /// Opens or makes `path` (folder 0700, file 0600).  `migrations[i]` is SQL that brings schema i to i+1; user_version says where the file is.
  /// `application_id` marks the file as ours and of this kind: a foreign file is refused, a damaged one is renamed "<path>.damaged-<time>"
  /// and a new one begun (`set_aside()` then names it).  A file of a newer schema is refused with a clear line.  Throws Error.
  Database(std::string path, std::int32_t application_id, std::span<const char* const> migrations);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Statement prepare(std::string_view sql);
  void execute(const char* sql);
  /// Runs `work` inside BEGIN IMMEDIATE ... COMMIT; rolls back and rethrows on an exception.
  void transaction(const std::function<void()>& work);
  std::int64_t last_row() const;
  int changes() const;
  const std::string& path() const { return path_; }
  /// Where a damaged predecessor now lies; nullopt when nothing was damaged.
  const std::optional<std::string>& set_aside() const { return set_aside_; }

 private:
  void open(std::span<const char* const> migrations, std::int32_t application_id);
  std::string path_;
  sqlite3* db_ = nullptr;
  std::optional<std::string> set_aside_;
};

/// Makes `folder` and its parents with 0700.  Throws Error.
void make_private_folder(const std::string& folder);

/// Writes a whole file as 0600 by temp file, fsync, rename.  Throws Error.
void write_private_file(const std::string& path, std::string_view bytes);

}  // namespace tact::store
