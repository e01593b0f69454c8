/// @file
#include <filesystem>
#include <memory>
#include <sys/resource.h>

#include <fmt/format.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "cli/commands.h"
#include "cli/end_on_signal.h"
#include "cli/progress_bar.h"
#include "indexer/index_run.h"
#include "network/tie_constants.h"

namespace kennis {
namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

const std::map<std::string, WriterKind> kWriters = {{"bulk", WriterKind::kBulk}, {"api", WriterKind::kApi}};

struct IndexArguments {
  IndexOptions options;
  std::string input;
  std::string index;
  std::string memory = "1G";
  std::string as_of;
  std::string constants;
  double bad_share_max = -1;
  bool json = false;
};

std::uint64_t peak_memory_bytes() {
  struct rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
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

std::string json_of(const IndexReport& report) {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.StartObject();
  json.Key("published");
  json.Bool(report.published);
  put(json, "generation", report.generation);
  put(json, "as_of", format_instant(report.as_of));
  put(json, "records_read", report.records_read);
  put(json, "rejected", report.rejected);
  put(json, "rejects_file", report.rejects.string());
  put(json, "counts", report.counts);
  for (const char* count : {"persons", "profiles", "ties"}) {
    json.Key(count);
    const auto found = report.counts.find(count);
    json.Uint64(found == report.counts.end() ? 0 : found->second);
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
  json.Key("warnings");
  json.StartArray();
  for (const std::string& warning : report.warnings) json.String(warning.c_str());
  json.EndArray();
  json.EndObject();
  return buffer.GetString();
}

void print_report(const IndexReport& report) {
  const auto count = [&](const char* name) {
    const auto found = report.counts.find(name);
    return found == report.counts.end() ? std::uint64_t{0} : found->second;
  };
  std::uint64_t bad = 0;
  for (const auto& [reason, lines] : report.rejected) bad += lines;
  if (bad > 0) {
    fmt::print("{} bad lines, kept in {}\n", bad, report.rejects.string());
    for (const auto& [reason, lines] : report.rejected) fmt::print("  {:>9}  {}\n", lines, reason);
  }
  if (!report.published) {
    fmt::print("too many bad lines: nothing was published; mend them, or allow more with --max-bad-share\n");
    return;
  }
  fmt::print("generation {} as of {}\n", report.generation, format_instant(report.as_of));
  fmt::print("{} profiles, {} persons, {} events, {} ties; index {} of input {}\n", count("profiles"), count("persons"),
             count("events"), count("ties"), readable_bytes(report.bytes.at("index")),
             readable_bytes(report.bytes.at("input")));
}

void run(IndexArguments& arguments, ExitStatus& status) {
  IndexOptions& options = arguments.options;
  options.input = arguments.input;
  options.index = arguments.index;
  options.memory_bytes = bytes_from(arguments.memory);
  options.now = now();
  if (arguments.bad_share_max >= 0) options.bad_share_max = arguments.bad_share_max;
  if (!arguments.as_of.empty()) {
    options.as_of = parse_instant(arguments.as_of);
    if (!options.as_of) throw CLI::ValidationError("--as-of", "wants a time such as 2024-03-01T10:00:00Z or a date");
  }
  if (!arguments.constants.empty()) {
    const auto model = read_tie_model(arguments.constants);
    if (!model) {
      status = report_error(model.error());
      return;
    }
    options.model = model.value();
  }
  EndOnSignal end_on_signal;
  options.building = [&](const std::filesystem::path& folder) { end_on_signal.watch(folder); };
  ProgressBar bar;
  const auto report = run_index(options, bar);
  if (!report) {
    status = report_error(report.error());
    return;
  }
  for (const std::string& warning : report.value().warnings) fmt::print(stderr, "kennis: warning: {}\n", warning);
  if (arguments.json) {
    fmt::print("{}\n", json_of(report.value()));
  } else {
    print_report(report.value());
  }
  if (!report.value().published) status = ExitStatus::kTooManyBadLines;
}

}  // namespace

void add_index(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<IndexArguments>();
  CLI::App* command = app.add_subcommand(
      "index",
      "Read a folder of NDJSON files (also .gz and .zst) and publish a generation of them.\n\n"
      "  kennis index --input data/sample --index index\n\n"
      "Bad lines are kept in a rejects file with file, line and reason. Until the new generation is complete, the old "
      "one\n"
      "stays in force, whatever happens. Ends with 3 if too many lines were bad; then nothing is published.");
  command
      ->add_option("--input", arguments->input,
                   "folder with profiles*.ndjson, interactions*.ndjson, groups*, memberships*, teams*")
      ->required();
  command->add_option("--index", arguments->index, "index folder; made if need be")->required();
  command->add_option("--workers", arguments->options.workers, "threads; 0: one a core")
      ->capture_default_str()
      ->check(CLI::Range(0, 1024));
  command
      ->add_option("--memory", arguments->memory, "for what waits to be sorted, such as 512M or 2G; more goes to disk")
      ->capture_default_str();
  command
      ->add_option(
          "--writer", arguments->options.writer,
          "how the profiles' database is written: bulk (tables at once) or api (through Xapian); the content is "
          "the same")
      ->transform(CLI::CheckedTransformer(kWriters, CLI::ignore_case))
      ->default_str("bulk");
  command
      ->add_option("--max-bad-share", arguments->bad_share_max,
                   "publish nothing if more than this share of all lines is bad (0.05 from 100 lines on)")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--as-of", arguments->as_of, "measure silence from this time; the latest event if not given");
  command->add_option("--constants", arguments->constants,
                      "file of constants of ties, as `kennis fit` writes it; ours if not given");
  command->add_option("--keep", arguments->options.keep, "generations kept, the new one included")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  command->add_flag("--json", arguments->json, "print the report as JSON");
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
