/// @file
#include "evaluation/event_log.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "indexer/block_source.h"
#include "schema/event_hash.h"
#include "schema/fields.h"
#include "schema/identifier.h"
#include "schema/read_record.h"

namespace kennis {
namespace {

constexpr std::size_t kBlockBytes = 1U << 20U;
constexpr std::uint64_t kBadLinesInverse = 20;

std::optional<Seconds> time_of(std::string_view text) {
  Seconds seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  // A fraction of a second changes nothing here.
  const bool fraction = error == std::errc() && end != text.data() + text.size() && *end == '.' &&
                        std::all_of(end + 1, text.data() + text.size(), [](char c) { return c >= '0' && c <= '9'; });
  if (whole || fraction) return seconds;
  return parse_instant(text);
}

/// Reads `from<TAB>to[,to…]<TAB>time` into `out`; more columns are left alone. Empty, or what is wrong.
std::string read_tabs(std::string_view line, Interaction& out) {
  const std::size_t first = line.find('\t');
  const std::size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
  if (second == std::string_view::npos) return "wants from, to and time with tabs between them";
  const std::size_t third = std::min(line.find('\t', second + 1), line.size());
  out.from = line.substr(0, first);
  if (!is_valid_id(out.from)) return "the first column names nobody";
  out.to.clear();
  std::string_view names = line.substr(first + 1, second - first - 1);
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(','), names.size());
    if (is_valid_id(names.substr(0, end))) out.to.emplace_back(names.substr(0, end));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  const std::string_view time = line.substr(second + 1, third - second - 1);
  const std::optional<Seconds> at = time_of(time);
  if (!at) return fmt::format("{} is neither seconds since 1970 nor RFC 3339", cut_text(time, 40));
  out.at = *at;
  return {};
}

/// Collects events; the persons' nodes are those of their first appearance until finish().
class LogReader {
 public:
  explicit LogReader(const EventLogOptions& options) : options_(options) { log_.persons.emplace_back(); }

  std::optional<Error> read(const std::filesystem::path& path, std::vector<LoggedEvent>& events);
  EventLog finish();
  EventLog& log() { return log_; }

 private:
  std::string take_line(std::string_view line, bool json, std::vector<LoggedEvent>& events);
  void add(std::vector<LoggedEvent>& events);
  Node node_of(const std::string& name);

  const EventLogOptions& options_;
  EventLog log_;
  RecordReader reader_;
  Interaction interaction_;
  std::unordered_map<std::string, Node> nodes_;
  std::unordered_set<std::uint64_t> known_;
};

Node LogReader::node_of(const std::string& name) {
  const std::string identifier = normalise_identifier(name);
  const auto [entry, is_new] = nodes_.try_emplace(identifier, static_cast<Node>(log_.persons.size()));
  if (is_new) log_.persons.push_back(identifier);
  return entry->second;
}

void LogReader::add(std::vector<LoggedEvent>& events) {
  if (!known_.insert(hash_of_event(interaction_)).second) {
    ++log_.duplicates;
    return;
  }
  LoggedEvent event{interaction_.at, node_of(interaction_.from), {}, interaction_.channel};
  for (const std::string& name : interaction_.to) event.to.push_back(node_of(name));
  std::sort(event.to.begin(), event.to.end());
  event.to.erase(std::unique(event.to.begin(), event.to.end()), event.to.end());
  const std::size_t self = std::erase(event.to, event.from);
  log_.self_contacts += self;
  if (event.to.empty()) {
    log_.unanswerable += self == 0 ? 1 : 0;
    return;
  }
  events.push_back(std::move(event));
}

std::string LogReader::take_line(std::string_view line, bool json, std::vector<LoggedEvent>& events) {
  if (json) {
    const auto read = reader_.interaction(line, interaction_);
    if (!read) return read.error().message;
    if (interaction_.deleted) return {};
  } else {
    interaction_ = {};
    interaction_.channel = options_.channel;
    std::string reason = read_tabs(line, interaction_);
    if (!reason.empty()) return reason;
  }
  add(events);
  return {};
}

std::optional<Error> LogReader::read(const std::filesystem::path& path, std::vector<LoggedEvent>& events) {
  BlockSource source({path}, kBlockBytes);
  Block block;
  std::optional<bool> json;
  std::uint64_t lines = 0;
  std::uint64_t rejected = 0;
  while (source.next(block)) {
    for_each_line(block, [&](std::string_view line, std::uint64_t number) {
      if (!json) json = line.starts_with('{');
      ++lines;
      const std::string reason = block.overlong ? "the line is too long" : take_line(line, *json, events);
      if (reason.empty()) return;
      ++rejected;
      if (log_.first_reject.empty()) log_.first_reject = fmt::format("{}:{}: {}", path.string(), number, reason);
    });
  }
  log_.lines += lines;
  log_.rejected += rejected;
  if (events.empty() || rejected * kBadLinesInverse > lines) {
    const std::string why = log_.first_reject.empty() ? path.string() + ": holds no event" : log_.first_reject;
    return Error{ErrorCode::kInvalidRequest, fmt::format("{} ({} of {} lines are bad)", why, rejected, lines), {}};
  }
  return std::nullopt;
}

EventLog LogReader::finish() {
  std::vector<Node> order(log_.persons.size());
  std::iota(order.begin(), order.end(), Node{0});
  std::sort(order.begin() + 1, order.end(), [&](Node a, Node b) { return log_.persons[a] < log_.persons[b]; });
  std::vector<Node> rank(order.size());
  std::vector<std::string> persons(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = static_cast<Node>(i);
    persons[i] = std::move(log_.persons[order[i]]);
  }
  log_.persons = std::move(persons);
  for (std::vector<LoggedEvent>* events : {&log_.events, &log_.future}) {
    for (LoggedEvent& event : *events) {
      event.from = rank[event.from];
      for (Node& to : event.to) to = rank[to];
      std::sort(event.to.begin(), event.to.end());
    }
    std::stable_sort(events->begin(), events->end(),
                     [](const LoggedEvent& a, const LoggedEvent& b) { return a.at < b.at; });
  }
  return std::move(log_);
}

}  // namespace

Result<EventLog> read_event_log(const EventLogOptions& options) {
  LogReader reader(options);
  if (auto error = reader.read(options.events, reader.log().events)) return *error;
  if (options.test) {
    if (auto error = reader.read(*options.test, reader.log().future)) return *error;
  }
  return reader.finish();
}

}  // namespace kennis
