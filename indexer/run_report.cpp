/// @file
#include "indexer/run_report.h"

#include <cerrno>
#include <fstream>
#include <sys/resource.h>
#include <system_error>

#include <fmt/format.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "schema/mapped_file.h"

namespace kennis {
namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

std::uint64_t peak_memory_bytes() {
  struct rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

std::uint64_t count_of(const IndexReport& report, const char* name) {
  const auto found = report.counts.find(name);
  return found == report.counts.end() ? 0 : found->second;
}

void put(Writer& json, const char* key, const std::map<std::string, std::uint64_t>& counts) {
  json.Key(key);
  json.StartObject();
  for (const auto& [name, count] : counts) {
    json.Key(name.c_str());
    json.Uint64(count);
  }
  json.EndObject();
}

void put(Writer& json, const char* key, const std::string& text) {
  json.Key(key);
  json.String(text.c_str());
}

void put(Writer& json, const char* key, const std::vector<std::string>& texts) {
  json.Key(key);
  json.StartArray();
  for (const std::string& text : texts) json.String(text.c_str());
  json.EndArray();
}

/// Labels hold what input files say: reasons, and no more; quoted all the same.
std::string quoted(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

class Metrics {
 public:
  void begin(const char* name, const char* help) {
    name_ = name;
    text_ += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name, help);
  }
  void add(double value) { text_ += fmt::format("{} {:.15g}\n", name_, value); }
  void add(const char* label, const std::string& label_value, double value) {
    text_ += fmt::format("{}{{{}=\"{}\"}} {:.15g}\n", name_, label, quoted(label_value), value);
  }
  void add(const char* label, const std::map<std::string, std::uint64_t>& values) {
    for (const auto& [name, value] : values) add(label, name, static_cast<double>(value));
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string name_;
  std::string text_;
};

}  // namespace

std::string json_of(const IndexReport& report) {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.StartObject();
  json.Key("published");
  json.Bool(report.published);
  put(json, "outcome", std::string(name_of(report.outcome)));
  put(json, "error", report.error);
  put(json, "drops", report.drops);
  put(json, "generation", report.generation);
  put(json, "mode", std::string(report.is_incremental ? "incremental" : "full"));
  put(json, "whole_because", report.whole_because);
  put(json, "as_of", format_instant(report.as_of));
  put(json, "records_read", report.records_read);
  put(json, "rejected", report.rejected);
  put(json, "rejects_file", report.rejects.string());
  put(json, "counts", report.counts);
  for (const char* count : {"persons", "profiles", "ties"}) {
    json.Key(count);
    json.Uint64(count_of(report, count));
  }
  json.Key("seconds");
  json.StartObject();
  for (const auto& [stage, seconds] : report.seconds) {
    json.Key(stage.c_str());
    json.Double(seconds);
  }
  json.EndObject();
  put(json, "bytes", report.bytes);
  json.Key("peak_memory_bytes");
  json.Uint64(peak_memory_bytes());
  put(json, "warnings", report.warnings);
  json.EndObject();
  return buffer.GetString();
}

std::string metrics_of(const IndexReport& report, Seconds ended, Seconds in_force) {
  Metrics metrics;
  metrics.begin("kennis_index_published", "Whether the generation in force is of the last run's input.");
  metrics.add(report.published || report.outcome == IndexOutcome::kUnchanged ? 1 : 0);
  metrics.begin("kennis_index_outcome", "How the last run ended.");
  for (const auto outcome : {IndexOutcome::kPublished, IndexOutcome::kUnchanged, IndexOutcome::kTooManyBadLines,
                             IndexOutcome::kRecordsDropped, IndexOutcome::kFailed}) {
    metrics.add("outcome", std::string(name_of(outcome)), report.outcome == outcome ? 1 : 0);
  }
  metrics.begin("kennis_index_incremental", "Whether the last run built what had changed alone.");
  metrics.add(report.is_incremental ? 1 : 0);
  metrics.begin("kennis_index_ended_timestamp_seconds", "When the last run ended.");
  metrics.add(static_cast<double>(ended));
  metrics.begin("kennis_index_generation_timestamp_seconds", "When the generation in force was made.");
  metrics.add(static_cast<double>(in_force));
  metrics.begin("kennis_index_stage_seconds", "How long each stage of the last run took.");
  for (const auto& [stage, seconds] : report.seconds) metrics.add("stage", stage, seconds);
  metrics.begin("kennis_index_lines_read", "Lines that the last run read.");
  metrics.add("kind", report.records_read);
  metrics.begin("kennis_index_lines_rejected", "Lines that the last run rejected.");
  metrics.add("reason", report.rejected);
  metrics.begin("kennis_index_count", "What the last run counted.");
  metrics.add("count", report.counts);
  metrics.begin("kennis_index_bytes", "Sizes of the last run's input and of the parts of its index.");
  metrics.add("part", report.bytes);
  metrics.begin("kennis_index_warnings", "Warnings of the last run.");
  metrics.add(static_cast<double>(report.warnings.size()));
  metrics.begin("kennis_index_peak_memory_bytes", "The most memory that the last run held.");
  metrics.add(static_cast<double>(peak_memory_bytes()));
  return metrics.take();
}

void replace_file(const std::filesystem::path& path, const std::string& text) {
  const std::filesystem::path fresh = path.parent_path() / ("." + path.filename().string() + ".new");
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) throw std::system_error(errno, std::generic_category(), fresh.string() + ": cannot be written");
  sync_to_disk(fresh);
  std::filesystem::rename(fresh, path);
}

}  // namespace kennis
