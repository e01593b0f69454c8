/// @file
#include "benchmarks/fts5_index.h"

#include <initializer_list>
#include <stdexcept>

#include <sqlite3.h>

namespace kennis::benchmarks {
namespace {

constexpr const char* kSetUp =
    "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
    "PRAGMA cache_size=-500000; BEGIN;"
    "CREATE TABLE records(id TEXT, line TEXT);"
    "CREATE VIRTUAL TABLE words USING fts5(name, organisations, titles, skills, texts, content='', "
    "tokenize='unicode61');"
    // As much as fits is collected before it is written: 64 MB instead of 1.
    "INSERT INTO words(words, rank) VALUES('hashsize', 67108864);";

void append(std::string& all, const std::string& text) {
  if (!all.empty()) all += " . ";
  all += text;
}

}  // namespace

struct Fts5Index::Database {
  sqlite3* handle = nullptr;
  sqlite3_stmt* add_record = nullptr;
  sqlite3_stmt* add_words = nullptr;

  void require(int status) const {
    if (status != SQLITE_OK) throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(handle));
  }
  void execute(const char* statements) const { require(sqlite3_exec(handle, statements, nullptr, nullptr, nullptr)); }
  [[nodiscard]] sqlite3_stmt* prepare(const char* text) const {
    sqlite3_stmt* statement = nullptr;
    require(sqlite3_prepare_v2(handle, text, -1, &statement, nullptr));
    return statement;
  }
  void run(sqlite3_stmt* statement, std::initializer_list<const std::string*> texts) const {
    int parameter = 1;
    for (const std::string* text : texts) {
      require(sqlite3_bind_text(statement, parameter++, text->data(), static_cast<int>(text->size()), SQLITE_STATIC));
    }
    if (sqlite3_step(statement) != SQLITE_DONE) require(sqlite3_errcode(handle));
    require(sqlite3_reset(statement));
  }
};

Fts5Index::Fts5Index(const std::filesystem::path& file) : database_(std::make_unique<Database>()) {
  const bool is_new = !std::filesystem::exists(file);
  database_->require(sqlite3_open(file.c_str(), &database_->handle));
  if (is_new) database_->execute(kSetUp);
  database_->add_record = database_->prepare("INSERT INTO records VALUES(?, ?)");
  database_->add_words = database_->prepare(
      "INSERT INTO words(rowid, name, organisations, titles, skills, texts) "
      "VALUES(last_insert_rowid(), ?, ?, ?, ?, ?)");
}

Fts5Index::~Fts5Index() {
  sqlite3_finalize(database_->add_record);
  sqlite3_finalize(database_->add_words);
  sqlite3_close(database_->handle);
}

void Fts5Index::add(const Profile& profile, const std::string& record) {
  database_->run(database_->add_record, {&profile.id, &record});
  if (profile.contact_policy == ContactPolicy::kDoNotContact) return;
  std::string titles = profile.headline;
  std::string texts = profile.summary;
  std::string organisations, skills;
  for (const Position& position : profile.positions) {
    append(titles, position.title);
    append(organisations, position.organisation);
    append(texts, position.description);
  }
  for (const Skill& skill : profile.skills) append(skills, skill.name);
  database_->run(database_->add_words, {&profile.name, &organisations, &titles, &skills, &texts});
}

void Fts5Index::commit() { database_->execute("COMMIT"); }

std::uint64_t Fts5Index::count(const std::string& word) {
  const std::string question = "{titles skills texts} : \"" + word + "\"";
  sqlite3_stmt* statement = database_->prepare("SELECT count(*) FROM words WHERE words MATCH ?");
  database_->require(sqlite3_bind_text(statement, 1, question.c_str(), -1, SQLITE_STATIC));
  const bool found = sqlite3_step(statement) == SQLITE_ROW;
  const auto count = found ? static_cast<std::uint64_t>(sqlite3_column_int64(statement, 0)) : 0;
  sqlite3_finalize(statement);
  if (!found) database_->require(sqlite3_errcode(database_->handle));
  return count;
}

}  // namespace kennis::benchmarks
