/// @file
/// PostgreSQL over a unix socket: tsvector with a GIN index, ties with a covering index, prepared statements.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <libpq-fe.h>

#include "benchmarks/measure.h"
#include "benchmarks/rival.h"

namespace kennis::benchmarks {
namespace {

constexpr const char* kSetUp =
    "CREATE TABLE profiles(number int, line text, words tsvector);"
    "CREATE TABLE given(number int, line text, words text);"
    "CREATE TABLE persons(node int, attention double precision, shares smallint);"
    "CREATE TABLE ties(from_node int, to_node int, strength double precision, share double precision, to_acted "
    "smallint);";
constexpr const char* kSettle =
    "INSERT INTO profiles SELECT number, line, to_tsvector('simple', words) FROM given; DROP TABLE given;"
    "ALTER TABLE profiles ADD PRIMARY KEY (number); ALTER TABLE persons ADD PRIMARY KEY (node);"
    "CREATE INDEX ON profiles USING gin (words) WITH (fastupdate = off);"
    "CREATE INDEX ON ties (from_node, strength DESC) INCLUDE (to_node, share, to_acted);";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\\\";
    else if (c == '\t')
      out += "\\t";
    else if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else
      out += c;
  }
  return out;
}

class Connection {
 public:
  explicit Connection(const std::string& folder)
      : handle_(PQconnectdb(("host=" + folder + " dbname=postgres user=postgres").c_str())) {
    if (PQstatus(handle_) != CONNECTION_OK) fail();
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { PQfinish(handle_); }

  void execute(const char* statements) { take(PQexec(handle_, statements)); }
  void prepare(const char* name, const std::string& text) { take(PQprepare(handle_, name, text.c_str(), 0, nullptr)); }
  /// The first column of every row.
  std::vector<std::uint32_t> run(const char* name, const std::vector<std::string>& parameters) {
    std::vector<const char*> values;
    for (const std::string& value : parameters) values.push_back(value.c_str());
    PGresult* result =
        PQexecPrepared(handle_, name, static_cast<int>(values.size()), values.data(), nullptr, nullptr, 0);
    std::vector<std::uint32_t> numbers;
    for (int row = 0; row < PQntuples(result); ++row)
      numbers.push_back(static_cast<std::uint32_t>(std::strtoul(PQgetvalue(result, row, 0), nullptr, 10)));
    take(result);
    return numbers;
  }
  void begin_copy(const char* statement) { take(PQexec(handle_, statement), PGRES_COPY_IN); }
  void copy(const std::string& rows) {
    if (PQputCopyData(handle_, rows.data(), static_cast<int>(rows.size())) != 1) fail();
  }
  void end_copy() {
    if (PQputCopyEnd(handle_, nullptr) != 1) fail();
    take(PQgetResult(handle_));
    while (PGresult* more = PQgetResult(handle_)) PQclear(more);
  }
  /// CPU of the process that works for this connection.
  [[nodiscard]] double server_cpu_ms() const {
    std::ifstream in(fmt::format("/proc/{}/schedstat", PQbackendPID(handle_)));
    double nanoseconds = 0;
    in >> nanoseconds;
    return nanoseconds / 1e6;
  }

 private:
  [[noreturn]] void fail() const { throw std::runtime_error(std::string("PostgreSQL: ") + PQerrorMessage(handle_)); }
  void take(PGresult* result, ExecStatusType wanted = PGRES_COMMAND_OK) {
    const ExecStatusType status = PQresultStatus(result);
    PQclear(result);
    if (status != wanted && status != PGRES_TUPLES_OK) fail();
  }
  PGconn* handle_;
};

/// Rows by COPY, some at a time.
class Copy {
 public:
  Copy(Connection& connection, const char* statement) : connection_(connection) { connection.begin_copy(statement); }
  void add(const std::string& row) {
    rows_ += row;
    if (rows_.size() > (1U << 20U)) flush();
  }
  void end() {
    flush();
    connection_.end_copy();
  }

 private:
  void flush() {
    if (!rows_.empty()) connection_.copy(rows_);
    rows_.clear();
  }
  Connection& connection_;
  std::string rows_;
};

void fill(Connection& connection, const GivenWorld& world) {
  connection.execute(kSetUp);
  Copy profiles(connection, "COPY given FROM STDIN");
  world.profiles([&](const GivenProfile& given) {
    profiles.add(fmt::format("{}\t{}\t{}\n", given.number, escaped(given.record), escaped(text_of(given))));
  });
  profiles.end();
  Copy persons(connection, "COPY persons FROM STDIN");
  world.persons([&](const GivenPerson& given) {
    persons.add(fmt::format("{}\t{}\t{}\n", given.number, given.attention, given.shares));
  });
  persons.end();
  Copy ties(connection, "COPY ties FROM STDIN");
  world.ties([&](const GivenTie& given) {
    ties.add(
        fmt::format("{}\t{}\t{}\t{}\t{}\n", given.from, given.to, given.strength, given.share, given.to_acted ? 1 : 0));
  });
  ties.end();
  connection.execute(kSettle);
  for (const char* table : {"VACUUM ANALYZE profiles", "VACUUM ANALYZE persons", "VACUUM ANALYZE ties"})
    connection.execute(table);
}

class PostgresqlRival : public Rival {
 public:
  PostgresqlRival(const std::string& folder, const GivenWorld& world) : connection_(folder) {
    connection_.prepare("tables", "SELECT count(*) FROM pg_tables WHERE tablename = 'profiles'");
    if (connection_.run("tables", {}).at(0) == 0) fill(connection_, world);
    const std::string matching = " FROM profiles, to_tsquery('simple', $1) asked WHERE words @@ asked";
    connection_.prepare("all", "SELECT number" + matching + " ORDER BY number");
    connection_.prepare("best", "SELECT number, line FROM (SELECT number AS hit, ts_rank(words, asked) AS score" +
                                    matching +
                                    " ORDER BY score DESC, number LIMIT $2::int) found JOIN profiles ON number = hit"
                                    " ORDER BY score DESC, number");
    connection_.prepare("close",
                        reach_in_sql("$3::int") +
                            " SELECT number, line FROM (SELECT hit, 0.7 * place + 0.3 * coalesce(closeness, 0) AS"
                            " score FROM (SELECT number AS hit, ts_rank(words, asked) AS place" +
                            matching +
                            ") matching LEFT JOIN reach ON node = hit ORDER BY score DESC, hit LIMIT $2::int) found"
                            " JOIN profiles ON number = hit ORDER BY score DESC, number");
    connection_.prepare("reached", reach_in_sql("$1::int") + " SELECT node FROM reach ORDER BY node");
  }

  [[nodiscard]] std::string name() const override { return "postgresql"; }
  [[nodiscard]] double cpu_ms() const override { return thread_cpu_ms() + connection_.server_cpu_ms(); }
  [[nodiscard]] std::vector<std::uint32_t> all(const Question& question) override {
    return connection_.run("all", {in_signs(question)});
  }
  [[nodiscard]] std::vector<std::uint32_t> best(const Question& question, std::size_t limit) override {
    return connection_.run("best", {in_signs(question), std::to_string(limit)});
  }
  [[nodiscard]] std::vector<std::uint32_t> best_and_close(const Question& question, std::uint32_t searcher,
                                                          std::size_t limit) override {
    return connection_.run("close", {in_signs(question), std::to_string(limit), std::to_string(searcher)});
  }
  [[nodiscard]] std::vector<std::uint32_t> reached(std::uint32_t searcher) override {
    return connection_.run("reached", {std::to_string(searcher)});
  }

 private:
  Connection connection_;
};

}  // namespace

std::unique_ptr<Rival> make_postgresql_rival(const GivenWorld& world, std::string& why) {
  const char* folder = std::getenv("KENNIS_BENCHMARK_POSTGRESQL");
  if (folder == nullptr) {
    why = "KENNIS_BENCHMARK_POSTGRESQL does not say where a server's socket is (benchmarks/side_by_side.sh starts one)";
    return nullptr;
  }
  return std::make_unique<PostgresqlRival>(folder, world);
}

}  // namespace kennis::benchmarks
