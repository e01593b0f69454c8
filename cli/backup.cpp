/// @file
#include "indexer/upkeep/backup.h"

#include <chrono>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/end_on_signal.h"
#include "cli/json_line.h"
#include "cli/progress_bar.h"

namespace kennis {
namespace {

struct CopyArguments {
  std::string from;
  std::string to;
  std::string generation;
  std::size_t keep = 0;
  bool json = false;
};

/// `done`: what has happened, after "generation … ".
void run(const CopyArguments& arguments, const char* done, ExitStatus& status) {
  const auto began = std::chrono::steady_clock::now();
  EndOnSignal end_on_signal;
  CopyOptions options;
  options.from = arguments.from;
  options.to = arguments.to;
  if (!arguments.generation.empty()) options.generation = arguments.generation;
  if (arguments.keep > 0) options.keep = arguments.keep;
  options.building = [&](const std::filesystem::path& folder) { end_on_signal.watch(folder); };
  const auto report = copy_generation(options);
  if (!report) {
    status = report_error(report.error());
    return;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  if (arguments.json) {
    JsonLine()
        .text("generation", report.value().generation)
        .text("to", arguments.to)
        .truth("was_there", report.value().was_there)
        .truth("journal_stayed", report.value().journal == JournalCopy::kKept)
        .count("bytes", report.value().bytes)
        .number("seconds", took.count())
        .print();
    return;
  }
  const bool has_more = report.value().journal == JournalCopy::kKept;
  if (has_more) fmt::print("the journal there has all of the other already, and stays as it is\n");
  fmt::print("generation {} {} {}{}: {}, {:.1f} s\n", report.value().generation, done, arguments.to,
             report.value().was_there ? ", where it was before" : "", readable_bytes(report.value().bytes),
             took.count());
}

}  // namespace

void add_backup(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<CopyArguments>();
  CLI::App* command = app.add_subcommand(
      "backup",
      "Copy the generation in force and the journal to another folder, while they are in use. Every byte of the\n"
      "generation is compared with its checksum.\n"
      "The copy is an index folder: `kennis verify`, `generations` and `search` take it. Broken off, it leaves there\n"
      "what was there before.\n\n"
      "  kennis backup --index index --to /mnt/backup/kennis --keep 7");
  command->add_option("--index", arguments->from, "index folder")->required();
  command->add_option("--to", arguments->to, "folder of the copies; made if need be")->required();
  command->add_option("--generation", arguments->generation, "which one; the one in force if not given");
  command->add_option("--keep", arguments->keep, "copies kept there, the new one included; all if not given")
      ->check(CLI::Range(1, 1000));
  command->add_flag("--json", arguments->json, "print the report as JSON");
  command->callback([arguments, &status] { run(*arguments, "was copied to", status); });
}

void add_restore(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<CopyArguments>();
  CLI::App* command = app.add_subcommand(
      "restore",
      "Copy a generation back from a backup and put it in force. A running server takes it up within seconds. The\n"
      "journal comes with it, unless the one that is there goes on beyond it.\n\n"
      "  kennis restore --from /mnt/backup/kennis --index index");
  command->add_option("--from", arguments->from, "folder that `kennis backup` wrote to")->required();
  command->add_option("--index", arguments->to, "index folder; made if need be")->required();
  command->add_option("--generation", arguments->generation, "which one; the latest copy if not given");
  command->add_flag("--json", arguments->json, "print the report as JSON");
  command->callback([arguments, &status] { run(*arguments, "was restored to", status); });
}

}  // namespace kennis
