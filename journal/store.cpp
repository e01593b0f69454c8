/// @file
#include "journal/store.h"

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include "journal/readable_name.h"
#include "schema/fields.h"
#include "schema/mapped_file.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

constexpr int kBusyMs = 5000;
constexpr int kSchemaVersion = 1;
constexpr int kApplicationId = 0x4B656E6A;  // "Kenj": what the file says it is

/// AUTOINCREMENT: a place is not given again, whatever was removed.
constexpr const char* kSchema =
    "CREATE TABLE entries ("
    "  position INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  at INTEGER NOT NULL,"
    "  kind TEXT NOT NULL,"
    "  author TEXT NOT NULL,"
    "  key TEXT NOT NULL,"
    "  record TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX entries_by_key ON entries (key, kind) WHERE key <> ''";

/// What is no input is read from the beginning whenever an index is opened; there is little of it among the interactions. The words must be
/// the same in a query, or SQLite does not use the index.
constexpr const char* kIsNoInput = "kind NOT IN ('profile', 'interaction', 'group', 'membership', 'team')";

RecordKind kind_named(const std::string& name) {
  if (const auto kind = record_kind_named(name)) return *kind;
  throw std::runtime_error("the journal holds an entry of the unknown kind " + name + ": use the Kennis that wrote it");
}

JournalEntry entry_of(SQLite::Statement& row) {
  return {static_cast<JournalPosition>(row.getColumn(0).getInt64()),
          row.getColumn(1).getInt64(),
          {kind_named(row.getColumn(2).getString()), row.getColumn(3).getString(), row.getColumn(4).getString(),
           row.getColumn(5).getString()}};
}

Error not_written(const fs::path& path, std::string_view why) {
  return {ErrorCode::kNotWritten,
          fmt::format("{}: {}: free space or mend the rights of the folder, then send it again", path.string(), why),
          {}};
}

/// Makes an empty file that its owner alone may read; one that is there is not even opened: to close it again would give up the locks of every connection
/// of this process, and another process that closes its own would take the log away from under them. SQLite gives its companions the same rights.
/// Source: sqlite.org/howtocorrupt.html, 2.2.
void make_private_file(const fs::path& path) {
  fs::create_directories(path.parent_path());
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0 && errno == EEXIST) return;
  if (file < 0) throw std::system_error(errno, std::generic_category(), "cannot be made");
  ::close(file);
  sync_to_disk(path.parent_path());
}

}  // namespace

struct JournalStore::State {
  State(fs::path path_of_file, Access access)
      : path(std::move(path_of_file)),
        database(access == Access::kWrite ? path.string() : readable_name(path),
                 access == Access::kWrite ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY | SQLite::OPEN_URI,
                 kBusyMs) {
    if (access == Access::kWrite) {
      database.exec("PRAGMA journal_mode = WAL");
      database.exec("PRAGMA synchronous = FULL");  // in WAL, a commit is then on disk before it returns
      make_tables();
      // Journals of before have none.
      database.exec(fmt::format("CREATE INDEX IF NOT EXISTS other_entries ON entries (position) WHERE {}", kIsNoInput));
    }
    const int version = database.execAndGet("PRAGMA user_version").getInt();
    if (version != kSchemaVersion) {
      throw std::runtime_error(
          fmt::format("is a journal of version {}, this Kennis reads version {}", version, kSchemaVersion));
    }
    others.emplace(
        database,
        fmt::format("SELECT position, at, kind, author, key, record FROM entries WHERE {} AND position > ? AND "
                    "position <= ? ORDER BY position",
                    kIsNoInput));
    last.emplace(database, "SELECT coalesce(max(position), 0) FROM entries");
    read.emplace(database,
                 "SELECT position, at, kind, author, key, record FROM entries WHERE position > ? AND position <= ? "
                 "ORDER BY position");
    of.emplace(database,
               "SELECT position, at, kind, author, key, record FROM entries WHERE position > ? AND position <= ? AND "
               "key = ? AND key <> '' AND kind = ? ORDER BY position");
    had.emplace(database, "SELECT 1 FROM entries WHERE key = ? AND key <> '' AND kind = ? AND position <= ? LIMIT 1");
    if (access == Access::kRead) return;
    insert.emplace(database, "INSERT INTO entries (at, kind, author, key, record) VALUES (?, ?, ?, ?, ?)");
    latest.emplace(database,
                   "SELECT position, record FROM entries WHERE key = ? AND key <> '' AND kind = ? "
                   "ORDER BY position DESC LIMIT 1");
  }

  void make_tables() {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    if (database.execAndGet("PRAGMA user_version").getInt() != 0) return;
    if (database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() != 0) {
      throw std::runtime_error("is a database of another program");
    }
    database.exec(kSchema);
    database.exec(fmt::format("PRAGMA user_version = {}", kSchemaVersion));
    database.exec(fmt::format("PRAGMA application_id = {}", kApplicationId));
    transaction.commit();
  }

  JournalPosition append(const EntryDraft& draft, Seconds at) {
    const std::string kind(name_of(draft.kind));
    if (!draft.key.empty()) {
      latest->reset();
      latest->bindNoCopy(1, draft.key);
      latest->bindNoCopy(2, kind);
      if (latest->executeStep() && latest->getColumn(1).getString() == draft.record) {
        const auto position = static_cast<JournalPosition>(latest->getColumn(0).getInt64());
        latest->reset();
        return position;
      }
      latest->reset();
    }
    insert->reset();
    insert->bind(1, at);
    insert->bindNoCopy(2, kind);
    insert->bindNoCopy(3, draft.author);
    insert->bindNoCopy(4, draft.key);
    insert->bindNoCopy(5, draft.record);
    insert->exec();
    insert->reset();
    return static_cast<JournalPosition>(database.getLastInsertRowid());
  }

  fs::path path;
  SQLite::Database database;
  std::optional<SQLite::Statement> last;
  std::optional<SQLite::Statement> read;
  std::optional<SQLite::Statement> others;
  std::optional<SQLite::Statement> had;
  std::optional<SQLite::Statement> of;
  std::optional<SQLite::Statement> insert;
  std::optional<SQLite::Statement> latest;
};

bool has_journal(const fs::path& index) {
  std::error_code error;
  return fs::is_regular_file(index / file::kJournal, error) && fs::file_size(index / file::kJournal, error) > 0;
}

JournalStore::JournalStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
JournalStore::~JournalStore() = default;

Result<std::unique_ptr<JournalStore>> JournalStore::open(const fs::path& index, Access access) {
  const fs::path path = index / file::kJournal;
  try {
    if (access == Access::kWrite) make_private_file(path);
    return std::unique_ptr<JournalStore>(new JournalStore(std::make_unique<State>(path, access)));
  } catch (const std::exception& error) {
    return not_written(path, error.what());
  }
}

Result<std::vector<JournalPosition>> JournalStore::append(std::span<const EntryDraft* const> drafts, Seconds at) {
  try {
    SQLite::Transaction transaction(state_->database, SQLite::TransactionBehavior::IMMEDIATE);
    std::vector<JournalPosition> positions;
    for (const EntryDraft* draft : drafts) positions.push_back(state_->append(*draft, at));
    transaction.commit();
    return positions;
  } catch (const std::exception& error) {
    return not_written(state_->path, error.what());
  }
}

Result<std::vector<JournalPosition>> JournalStore::append_decided(
    const std::function<Result<std::vector<EntryDraft>>()>& decide, Seconds at) {
  try {
    SQLite::Transaction transaction(state_->database, SQLite::TransactionBehavior::IMMEDIATE);
    const auto drafts = decide();
    if (!drafts) return drafts.error();
    std::vector<JournalPosition> positions;
    for (const EntryDraft& draft : drafts.value()) positions.push_back(state_->append(draft, at));
    transaction.commit();
    return positions;
  } catch (const std::exception& error) {
    return not_written(state_->path, error.what());
  }
}

JournalPosition JournalStore::last() const {
  SQLite::Statement& last = *state_->last;
  last.reset();
  if (!last.executeStep()) throw std::runtime_error(state_->path.string() + ": does not say its last place");
  const auto position = static_cast<JournalPosition>(last.getColumn(0).getInt64());
  last.reset();
  return position;
}

bool JournalStore::had(RecordKind kind, const std::string& key, JournalPosition upto) const {
  SQLite::Statement& had = *state_->had;
  had.reset();
  had.bind(1, key);
  had.bind(2, std::string(name_of(kind)));
  had.bind(3, static_cast<std::int64_t>(upto));
  const bool found = had.executeStep();
  had.reset();
  return found;
}

namespace {

void read_rows(SQLite::Statement& rows, JournalPosition after, JournalPosition upto,
               const std::function<void(const JournalEntry&)>& use) {
  rows.reset();
  rows.bind(1, static_cast<std::int64_t>(after));
  rows.bind(2, static_cast<std::int64_t>(upto));
  while (rows.executeStep()) use(entry_of(rows));
  rows.reset();
}

}  // namespace

void JournalStore::read(JournalPosition after, JournalPosition upto,
                        const std::function<void(const JournalEntry&)>& use) const {
  read_rows(*state_->read, after, upto, use);
}

void JournalStore::read_of(RecordKind kind, const std::string& key, JournalPosition after, JournalPosition upto,
                           const std::function<void(const JournalEntry&)>& use) const {
  state_->of->bind(3, key);
  state_->of->bind(4, std::string(name_of(kind)));
  read_rows(*state_->of, after, upto, use);
}

void JournalStore::read_others(JournalPosition after, JournalPosition upto,
                               const std::function<void(const JournalEntry&)>& use) const {
  read_rows(*state_->others, after, upto, use);
}

Result<JournalPosition> JournalStore::replace(const std::vector<JournalEntry>& entries, const EntryDraft& behind,
                                              Seconds at) {
  try {
    SQLite::Database& database = state_->database;
    database.exec("PRAGMA secure_delete = ON");
    JournalPosition place = 0;
    {
      SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
      SQLite::Statement update(database,
                               "UPDATE entries SET kind = ?, author = ?, key = ?, record = ? WHERE position = ?");
      for (const JournalEntry& entry : entries) {
        update.reset();
        update.bind(1, std::string(name_of(entry.draft.kind)));
        update.bindNoCopy(2, entry.draft.author);
        update.bindNoCopy(3, entry.draft.key);
        update.bindNoCopy(4, entry.draft.record);
        update.bind(5, static_cast<std::int64_t>(entry.position));
        update.exec();
      }
      place = state_->append(behind, at);
      transaction.commit();
    }
    // What stood there is in the log too, until that is taken up; a reader in the middle puts that off.
    SQLite::Statement(database, "PRAGMA wal_checkpoint(TRUNCATE)").executeStep();
    return place;
  } catch (const std::exception& error) {
    return not_written(state_->path, error.what());
  }
}

std::string JournalStore::fault() const {
  const std::string found = state_->database.execAndGet("PRAGMA integrity_check").getString();
  return found == "ok" ? "" : found;
}

}  // namespace kennis
