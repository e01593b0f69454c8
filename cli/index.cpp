/// @file
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include <fmt/format.h>
#include <xapian.h>

#include "cli/commands.h"
#include "cli/end_on_signal.h"
#include "cli/progress_bar.h"
#include "cli/say.h"
#include "cli/service_log.h"
#include "indexer/index_run.h"
#include "indexer/publish_limits.h"
#include "indexer/run_report.h"
#include "network/tie_constants.h"
#include "schema/fields.h"
#include "schema/manifest.h"

namespace kennis {
namespace {

const std::map<std::string, WriterKind> kWriters = {{"bulk", WriterKind::kBulk}, {"api", WriterKind::kApi}};

struct IndexArguments {
  IndexOptions options;
  std::vector<std::string> inputs;
  std::string index;
  std::string memory = "1G";
  std::string as_of;
  std::string constants;
  std::string taxonomy;
  double bad_share_max = -1;
  double drop_share_max = kDropShareMax;
  bool allow_drop = false;
  std::string report_file;
  std::string metrics_file;
  bool json = false;
};

const std::map<std::string, IndexMode> kModes = {
    {"auto", IndexMode::kAuto}, {"full", IndexMode::kFull}, {"incremental", IndexMode::kIncremental}};

void print_report(const IndexReport& report) {
  if (report.outcome == IndexOutcome::kUnchanged) {
    fmt::print("nothing has changed: generation {} is of this input, and stays in force\n", report.generation);
    return;
  }
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
  for (const std::string& drop : report.drops) fmt::print("{}\n", drop);
  if (report.outcome == IndexOutcome::kRecordsDropped) {
    fmt::print("too few records: nothing was published; give the whole input, or mean it with --allow-drop\n");
    return;
  }
  if (!report.published) {
    fmt::print("too many bad lines: nothing was published; mend them, or allow more with --max-bad-share\n");
    return;
  }
  fmt::print("generation {} as of {}\n", report.generation, format_instant(report.as_of));
  if (report.is_incremental) {
    fmt::print("built upon the last whole build: {} profiles changed, {} new events\n", count("changed_profiles"),
               count("new_events"));
  } else if (!report.whole_because.empty()) {
    fmt::print("all was built: {}\n", report.whole_because);
  }
  fmt::print("{} profiles, {} persons, {} events, {} ties; index {} of input {}\n", count("profiles"), count("persons"),
             count("events"), count("ties"), readable_bytes(report.bytes.at("index")),
             readable_bytes(report.bytes.at("input")));
}

/// When the generation in force was made; 0 if there is none.
Seconds in_force_since(const std::filesystem::path& index) {
  const auto manifest = read_manifest(index / file::kGenerations / current_generation(index));
  return manifest ? manifest.value().created : 0;
}

void write_files(const IndexArguments& arguments, const IndexReport& report) {
  if (!arguments.report_file.empty()) replace_file(arguments.report_file, json_of(report) + "\n");
  if (!arguments.metrics_file.empty()) {
    replace_file(arguments.metrics_file, metrics_of(report, now(), in_force_since(arguments.index)));
  }
}

IndexOptions options_of(const IndexArguments& arguments) {
  IndexOptions options = arguments.options;
  options.input = arguments.inputs.front();
  options.more_inputs.assign(arguments.inputs.begin() + 1, arguments.inputs.end());
  options.index = arguments.index;
  options.memory_bytes = bytes_from(arguments.memory);
  options.now = now();
  if (arguments.bad_share_max >= 0) options.bad_share_max = arguments.bad_share_max;
  if (!arguments.allow_drop) options.drop_share_max = arguments.drop_share_max;
  if (!arguments.as_of.empty()) {
    options.as_of = parse_instant(arguments.as_of);
    if (!options.as_of) throw CLI::ValidationError("--as-of", "wants a time such as 2024-03-01T10:00:00Z or a date");
  }
  if (!arguments.taxonomy.empty()) {
    std::ifstream in(arguments.taxonomy, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in || text.str().empty()) throw CLI::ValidationError("--taxonomy", arguments.taxonomy + ": cannot be read");
    options.taxonomy = std::move(text).str();
  }
  if (!arguments.constants.empty()) {
    const auto model = read_tie_model(arguments.constants);
    if (!model) throw CLI::ValidationError("--constants", model.error().message);
    options.model = model.value();
  }
  return options;
}

void run(const IndexArguments& arguments, ExitStatus& status) {
  IndexOptions options = options_of(arguments);
  EndOnSignal end_on_signal;
  options.building = [&](const std::filesystem::path& folder) { end_on_signal.watch(folder); };
  ProgressBar bar;
  const auto failed = [&](const std::string& why) {
    IndexReport report;
    report.error = why;
    write_files(arguments, report);
  };
  const auto report = [&] {
    try {
      return run_index(options, bar);
    } catch (const Xapian::Error& error) {
      failed(error.get_description());
      throw;
    } catch (const std::exception& error) {
      failed(error.what());
      throw;
    }
  }();
  if (!report) {
    failed(report.error().message);
    status = report_error(report.error());
    return;
  }
  write_files(arguments, report.value());
  for (const std::string& warning : report.value().warnings) say("{}{}\n", warning_start(), warning);
  if (arguments.json) {
    fmt::print("{}\n", json_of(report.value()));
  } else {
    print_report(report.value());
  }
  if (report.value().outcome == IndexOutcome::kTooManyBadLines) status = ExitStatus::kTooManyBadLines;
  if (report.value().outcome == IndexOutcome::kRecordsDropped) status = ExitStatus::kRecordsDropped;
}

}  // namespace

void add_index(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<IndexArguments>();
  arguments->options.mode = IndexMode::kAuto;
  CLI::App* command = app.add_subcommand(
      "index",
      "Read a folder of NDJSON files (also .gz and .zst) and publish a generation of them.\n\n"
      "  kennis index --input data/sample --index index\n\n"
      "Bad lines are kept in a rejects file with file, line and reason. Until the new generation is complete, the old "
      "one\n"
      "stays in force, whatever happens. Ends with 3 if too many lines were bad, with 6 if there are far fewer records "
      "than\n"
      "in force: then nothing is published.");
  command
      ->add_option("--input", arguments->inputs,
                   "folder with profiles*.ndjson, interactions*.ndjson, groups*, memberships*, teams*; may be given "
                   "again: what stands in a later one is later")
      ->required();
  command->add_option("--index", arguments->index, "index folder; made if need be")->required();
  add_choice(
      *command, "--mode", arguments->options.mode, kModes,
      "incremental: build what has changed since the last whole build, and all where that would not give the same "
      "answers; auto: the same, but a small index always as a whole; neither publishes anything if nothing has "
      "changed; full: build all in any case")
      ->default_str("auto");
  command->add_option("--workers", arguments->options.workers, "threads; 0: one a core")
      ->capture_default_str()
      ->check(CLI::Range(0, 1024));
  command
      ->add_option("--memory", arguments->memory,
                   "that the run may take, such as 512M or 2G; what does not fit waits on disk")
      ->capture_default_str();
  add_choice(*command, "--writer", arguments->options.writer, kWriters,
             "how the profiles' database is written: bulk (tables at once) or api (through Xapian); the content is "
             "the same")
      ->default_str("bulk");
  command->add_flag(
      "--whole-database", arguments->options.whole_database,
      "also give the profiles' database records, positions and term lists, for other Xapian programs: no search "
      "needs them");
  command
      ->add_option(
          "--max-bad-share", arguments->bad_share_max,
          "publish nothing if more than this share of all lines is bad (0.05 from 100 lines on; of fewer, all)")
      ->check(number_between(0, 1));
  command
      ->add_option("--max-drop", arguments->drop_share_max,
                   "publish nothing if of any kind of records more than this share is gone, or all are")
      ->capture_default_str()
      ->check(number_between(0, 1));
  command->add_flag("--allow-drop", arguments->allow_drop, "publish however few records there are");
  command->add_option("--report", arguments->report_file, "write the report as JSON to this file, also when it fails");
  command->add_option("--metrics", arguments->metrics_file,
                      "write figures for Prometheus to this file, such as *.prom");
  command->add_option("--as-of", arguments->as_of, "measure silence from this time; the latest event if not given");
  command->add_option(
      "--taxonomy", arguments->taxonomy,
      "file of the taxonomy of skills, as `kennis taxonomy import` writes it; the built-in one if not given");
  command->add_option("--constants", arguments->constants,
                      "file of constants of ties, as `kennis fit` writes it; ours if not given");
  command->add_option("--keep", arguments->options.keep, "generations kept, the new one included")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  command->add_flag("--json", arguments->json, "print the report as JSON");
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
