/// @file
/// SQLite: FTS5 over one column of words with positions, ties in a table that is its own index, statements prepared once.
#include <algorithm>
#include <stdexcept>

#include <sqlite3.h>

#include "benchmarks/measure.h"
#include "benchmarks/rival.h"

namespace kennis::benchmarks {
namespace {

constexpr const char* kSetUp =
    "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;"
    "CREATE TABLE records(number INTEGER PRIMARY KEY, line TEXT);"
    "CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='unicode61');"
    "INSERT INTO words(words, rank) VALUES('hashsize', 67108864);"
    "CREATE TABLE persons(node INTEGER PRIMARY KEY, attention REAL, shares INTEGER);"
    "CREATE TABLE ties(from_node INTEGER, to_node INTEGER, strength REAL, share REAL, to_acted INTEGER,"
    " PRIMARY KEY(from_node, strength DESC, to_node)) WITHOUT ROWID;";
constexpr const char* kSettle =
    "INSERT INTO words(words) VALUES('optimize'); COMMIT; PRAGMA analysis_limit=1000; ANALYZE;";
constexpr const char* kOpen = "PRAGMA cache_size=-2000000; PRAGMA mmap_size=34359738368; PRAGMA temp_store=MEMORY;";

/// A prepared statement; finalised at the end.
class Statement {
 public:
  Statement(sqlite3* database, const std::string& text) : database_(database) {
    require(sqlite3_prepare_v2(database, text.c_str(), -1, &statement_, nullptr));
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }

  void bind(int place, std::int64_t number) { require(sqlite3_bind_int64(statement_, place, number)); }
  void bind(int place, double number) { require(sqlite3_bind_double(statement_, place, number)); }
  void bind(int place, const std::string& text) {
    require(sqlite3_bind_text(statement_, place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT));
  }
  /// The first column of every row; the second one is read too, as who shows it would.
  std::vector<std::uint32_t> run() {
    std::vector<std::uint32_t> numbers;
    int status = SQLITE_ROW;
    std::size_t bytes = 0;
    while ((status = sqlite3_step(statement_)) == SQLITE_ROW) {
      numbers.push_back(static_cast<std::uint32_t>(sqlite3_column_int64(statement_, 0)));
      if (sqlite3_column_count(statement_) < 2) continue;
      static_cast<void>(sqlite3_column_text(statement_, 1));
      bytes += static_cast<std::size_t>(sqlite3_column_bytes(statement_, 1));
    }
    if (status != SQLITE_DONE) require(status);
    require(sqlite3_reset(statement_));
    benchmark::DoNotOptimize(bytes);
    return numbers;
  }

 private:
  void require(int status) const {
    if (status != SQLITE_OK) throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(database_));
  }
  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
};

class Database {
 public:
  explicit Database(const std::filesystem::path& file) {
    if (sqlite3_open(file.c_str(), &handle_) != SQLITE_OK)
      throw std::runtime_error("SQLite: cannot open " + file.string());
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() { sqlite3_close(handle_); }
  void execute(const char* statements) const {
    if (sqlite3_exec(handle_, statements, nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(handle_));
  }
  [[nodiscard]] sqlite3* handle() const { return handle_; }

 private:
  sqlite3* handle_ = nullptr;
};

void write_database(const std::filesystem::path& file, const GivenWorld& world) {
  const Database database(file);
  database.execute(kSetUp);
  Statement record(database.handle(), "INSERT INTO records VALUES(?, ?)");
  Statement words(database.handle(), "INSERT INTO words(rowid, text) VALUES(?, ?)");
  world.profiles([&](const GivenProfile& given) {
    record.bind(1, std::int64_t{given.number});
    record.bind(2, given.record);
    record.run();
    words.bind(1, std::int64_t{given.number});
    words.bind(2, text_of(given));
    words.run();
  });
  Statement person(database.handle(), "INSERT INTO persons VALUES(?, ?, ?)");
  world.persons([&](const GivenPerson& given) {
    person.bind(1, std::int64_t{given.number});
    person.bind(2, given.attention);
    person.bind(3, std::int64_t{given.shares});
    person.run();
  });
  Statement tie(database.handle(), "INSERT INTO ties VALUES(?, ?, ?, ?, ?)");
  world.ties([&](const GivenTie& given) {
    tie.bind(1, std::int64_t{given.from});
    tie.bind(2, std::int64_t{given.to});
    tie.bind(3, given.strength);
    tie.bind(4, given.share);
    tie.bind(5, std::int64_t{given.to_acted ? 1 : 0});
    tie.run();
  });
  database.execute(kSettle);
}

class Fts5Rival : public Rival {
 public:
  explicit Fts5Rival(const std::filesystem::path& file)
      : database_(file),
        is_open_((database_.execute(kOpen), true)),
        all_(database_.handle(), "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid"),
        best_(
            database_.handle(),
            "SELECT number, line FROM (SELECT rowid AS hit, rank AS place FROM words WHERE words MATCH ?1 ORDER BY rank"
            " LIMIT ?2) JOIN records ON number = hit ORDER BY place"),
        close_(
            database_.handle(),
            reach_in_sql("?3") +
                " SELECT number, line FROM (SELECT hit, 0.7 * (1 - exp(place)) + 0.3 * coalesce(closeness, 0) AS score"
                " FROM (SELECT rowid AS hit, rank AS place FROM words WHERE words MATCH ?1)"
                " LEFT JOIN reach ON node = hit ORDER BY score DESC, hit LIMIT ?2) JOIN records ON number = hit"
                " ORDER BY score DESC, number"),
        reached_(database_.handle(), reach_in_sql("?1") + " SELECT node FROM reach ORDER BY node") {}

  [[nodiscard]] std::string name() const override { return "fts5"; }
  [[nodiscard]] double cpu_ms() const override { return thread_cpu_ms(); }
  [[nodiscard]] std::vector<std::uint32_t> all(const Question& question) override {
    all_.bind(1, in_capitals(question));
    return all_.run();
  }
  [[nodiscard]] std::vector<std::uint32_t> best(const Question& question, std::size_t limit) override {
    best_.bind(1, in_capitals(question));
    best_.bind(2, static_cast<std::int64_t>(limit));
    return best_.run();
  }
  [[nodiscard]] std::vector<std::uint32_t> best_and_close(const Question& question, std::uint32_t searcher,
                                                          std::size_t limit) override {
    close_.bind(1, in_capitals(question));
    close_.bind(2, static_cast<std::int64_t>(limit));
    close_.bind(3, std::int64_t{searcher});
    return close_.run();
  }
  [[nodiscard]] std::vector<std::uint32_t> reached(std::uint32_t searcher) override {
    reached_.bind(1, std::int64_t{searcher});
    return reached_.run();
  }

 private:
  Database database_;
  bool is_open_;
  Statement all_, best_, close_, reached_;
};

}  // namespace

std::unique_ptr<Rival> make_fts5_rival(const std::filesystem::path& folder, const GivenWorld& world) {
  const std::filesystem::path file = folder / "fts5.sqlite";
  if (!std::filesystem::exists(file)) write_database(file, world);
  return std::make_unique<Fts5Rival>(file);
}

}  // namespace kennis::benchmarks
