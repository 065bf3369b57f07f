// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/database.h"

#include <fcntl.h>
#include <glib.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>

#include "core/i18n.h"

namespace tact::store {

namespace {

constexpr int busy_milliseconds = 3000;

bool damaged(int code) { return code == SQLITE_CORRUPT || code == SQLITE_NOTADB; }

[[noreturn]] void fail_with(const std::string& path, sqlite3* db, int code, std::string_view doing) {
  const char* what = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  throw Error(fill("{path}: {what} ({doing})", {{"path", path}, {"what", what}, {"doing", doing}}), code & 0xff);
}

[[noreturn]] void fail_errno(const std::string& path, std::string_view doing) {
  const int error = errno;
  throw Error(fill("{path}: {what} ({doing})", {{"path", path}, {"what", std::strerror(error)}, {"doing", doing}}),
              error == ENOSPC ? SQLITE_FULL : error == EROFS ? SQLITE_READONLY : SQLITE_CANTOPEN);
}

std::int64_t pragma(sqlite3* db, const std::string& path, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
  if (code == SQLITE_OK) code = sqlite3_step(statement);
  const std::int64_t value = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
  sqlite3_finalize(statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) fail_with(path, db, code, sql);
  return value;
}

}  // namespace

Statement::Statement(sqlite3* db, std::string_view sql, const std::string& path) : db_(db), path_(&path) {
  if (sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr) != SQLITE_OK) fail("prepare");
}

Statement::Statement(Statement&& other) noexcept : db_(other.db_), statement_(other.statement_), path_(other.path_) {
  other.statement_ = nullptr;
}

Statement::~Statement() { sqlite3_finalize(statement_); }

void Statement::fail(const char* doing) const { fail_with(*path_, db_, sqlite3_errcode(db_), doing); }

Statement& Statement::bind(int index, std::int64_t value) {
  if (sqlite3_bind_int64(statement_, index, value) != SQLITE_OK) fail("bind");
  return *this;
}
Statement& Statement::bind(int index, double value) {
  if (sqlite3_bind_double(statement_, index, value) != SQLITE_OK) fail("bind");
  return *this;
}
Statement& Statement::bind(int index, std::string_view value) {
  if (sqlite3_bind_text64(statement_, index, value.data() != nullptr ? value.data() : "", value.size(), SQLITE_TRANSIENT,
                          SQLITE_UTF8) != SQLITE_OK)
    fail("bind");
  return *this;
}
Statement& Statement::bind(int index, std::span<const std::uint8_t> value) {
  const void* data = value.empty() ? static_cast<const void*>("") : value.data();
  if (sqlite3_bind_blob64(statement_, index, data, value.size(), SQLITE_TRANSIENT) != SQLITE_OK) fail("bind");
  return *this;
}
Statement& Statement::bind_null(int index) {
  if (sqlite3_bind_null(statement_, index) != SQLITE_OK) fail("bind");
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) fail("step");
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

Statement& Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  return *this;
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }
std::string Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return data == nullptr ? std::string() : std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}
std::vector<std::uint8_t> Statement::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return data == nullptr ? std::vector<std::uint8_t>()
                         : std::vector<std::uint8_t>(data, data + sqlite3_column_bytes(statement_, column));
}
bool Statement::null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

Database::Database(std::string path, std::int32_t application_id, std::span<const char* const> migrations) : path_(std::move(path)) {
  gchar* folder = g_path_get_dirname(path_.c_str());
  const std::string folder_name = folder;
  g_free(folder);
  make_private_folder(folder_name);
  try {
    open(migrations, application_id);
  } catch (const Error& error) {
    sqlite3_close_v2(db_);
    db_ = nullptr;
    if (!damaged(error.sqlite_code)) throw;
    // Never trust and never delete: people may want to have a damaged file looked at.
    const std::string aside = path_ + ".damaged-" + std::to_string(std::time(nullptr));
    if (std::rename(path_.c_str(), aside.c_str()) != 0) throw;
    std::remove((path_ + "-wal").c_str());
    std::remove((path_ + "-shm").c_str());
    set_aside_ = aside;
    try {
      open(migrations, application_id);
    } catch (...) {
      sqlite3_close_v2(db_);
      db_ = nullptr;
      throw;
    }
  }
}

Database::~Database() { sqlite3_close_v2(db_); }

void Database::open(std::span<const char* const> migrations, std::int32_t application_id) {
  // Made by us first: SQLite would take the umask's rights.
  const int fd = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd >= 0) {
    (void)fchmod(fd, 0600);
    ::close(fd);
  } else if (errno != EROFS && errno != EACCES) {
    fail_errno(path_, "open");
  }
  int code = sqlite3_open_v2(path_.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) fail_with(path_, db_, code, "open");
  sqlite3_busy_timeout(db_, busy_milliseconds);
  const std::int64_t id = pragma(db_, path_, "PRAGMA application_id");
  const std::int64_t tables = pragma(db_, path_, "SELECT count(*) FROM sqlite_schema");
  if (id != application_id && (id != 0 || tables != 0))
    throw Error(fill(_("{path}: belongs to another program or another part of Tact; move it away"), {{"path", path_}}), SQLITE_CANTOPEN);
  execute("PRAGMA journal_mode=WAL");
  execute("PRAGMA synchronous=FULL");
  execute("PRAGMA foreign_keys=ON");
  execute("PRAGMA secure_delete=ON");
  execute("PRAGMA trusted_schema=OFF");
  // Kilobytes of pages.  What is asked for again and again is few; the two megabytes of the default would only fill as a file grows.
  execute("PRAGMA cache_size=-256");
  const auto newest = static_cast<std::int64_t>(migrations.size());
  const auto here = pragma(db_, path_, "PRAGMA user_version");
  if (here > newest)
    throw Error(fill(_("{path}: written by a newer Tact (schema {here}, this one knows {newest})"),
                     {{"path", path_}, {"here", std::to_string(here)}, {"newest", std::to_string(newest)}}),
                SQLITE_MISMATCH);
  if (here == newest && id == application_id) return;
  transaction([&] {
    // Another process may have migrated while we waited for the lock.
    for (auto at = pragma(db_, path_, "PRAGMA user_version"); at < newest; ++at) execute(migrations[static_cast<std::size_t>(at)]);
    execute(("PRAGMA user_version=" + std::to_string(newest)).c_str());
    execute(("PRAGMA application_id=" + std::to_string(application_id)).c_str());
  });
}

Statement Database::prepare(std::string_view sql) { return Statement(db_, sql, path_); }

void Database::execute(const char* sql) {
  const int code = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail_with(path_, db_, code, sql);
}

void Database::transaction(const std::function<void()>& work) {
  execute("BEGIN IMMEDIATE");
  try {
    work();
    execute("COMMIT");
  } catch (...) {
    // A full disk may already have rolled back; a second ROLLBACK is then an error we do not care about.
    sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr);
    throw;
  }
}

std::int64_t Database::last_row() const { return sqlite3_last_insert_rowid(db_); }
int Database::changes() const { return sqlite3_changes(db_); }

void make_private_folder(const std::string& folder) {
  if (g_mkdir_with_parents(folder.c_str(), 0700) != 0) fail_errno(folder, "make folder");
}

void write_private_file(const std::string& path, std::string_view bytes) {
  const std::string temporary = path + ".new-" + std::to_string(::getpid());
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) fail_errno(temporary, "create");
  const auto give_up = [&](const char* doing) {
    const int error = errno;
    ::close(fd);
    ::unlink(temporary.c_str());
    errno = error;
    fail_errno(path, doing);
  };
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t n = ::write(fd, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) give_up("write");
    done += static_cast<std::size_t>(n);
  }
  if (::fsync(fd) != 0) give_up("fsync");
  ::close(fd);
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    ::unlink(temporary.c_str());
    fail_errno(path, "rename");
  }
}

}  // namespace tact::store
