/// @file
#include "cli/verify.h"

#include <chrono>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "cli/json_line.h"
#include "cli/progress_bar.h"
#include "cli/say.h"
#include "indexer/upkeep/verify.h"
#include "schema/manifest.h"

namespace kennis {
namespace {

struct VerifyArguments {
  std::string index;
  std::string generation;
  bool all = false;
  bool json = false;
};

std::vector<std::string> wanted(const VerifyArguments& arguments) {
  if (arguments.all) return generations_of(arguments.index);
  if (!arguments.generation.empty()) return {arguments.generation};
  const std::string current = current_generation(arguments.index);
  return current.empty() ? std::vector<std::string>() : std::vector<std::string>{current};
}

void run(const VerifyArguments& arguments, ExitStatus& status) {
  const std::vector<std::string> names = wanted(arguments);
  if (names.empty()) {
    status = report_error({ErrorCode::kNoGeneration,
                           arguments.index + ": no generation is in force: `kennis generations` lists what there is",
                           {}});
    return;
  }
  for (const std::string& name : names) {
    const bool is_whole = verify_and_report(arguments.index, name, status, arguments.json);
    if (is_whole && !arguments.json) fmt::print("generation {} is whole\n", name);
  }
}

}  // namespace

bool verify_and_report(const std::filesystem::path& index, const std::string& generation, ExitStatus& status,
                       bool json) {
  const auto began = std::chrono::steady_clock::now();
  const auto report = verify_generation(index, generation);
  if (!report) {
    status = report_error(report.error());
    return false;
  }
  for (const std::string& fault : report.value().faults) {
    status = report_error({ErrorCode::kNoGeneration, fmt::format("generation {}: {}", generation, fault), {}});
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  if (json) {
    JsonLine()
        .text("generation", generation)
        .truth("whole", report.value().faults.empty())
        .count("files", report.value().files)
        .count("bytes", report.value().bytes)
        .texts("faults", report.value().faults)
        .number("seconds", took.count())
        .print();
  }
  say("kennis: {} files, {}, {} faults, {:.1f} s\n", report.value().files, readable_bytes(report.value().bytes),
      report.value().faults.size(), took.count());
  return report.value().faults.empty();
}

void add_verify(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<VerifyArguments>();
  CLI::App* command = app.add_subcommand(
      "verify",
      "Read a generation from end to end: every checksum, Xapian's own check of its tables, and what\n"
      "must hold between the parts of the network; and the journal. It may be in use. Ends with 5 if anything is "
      "wrong.\n\n"
      "  kennis verify --index index\n"
      "  kennis verify --index index --all");
  command->add_option("--index", arguments->index, "index folder, or a backup")->required();
  auto* one = command->add_option("--generation", arguments->generation, "which one; the one in force if not given");
  command->add_flag("--all", arguments->all, "every generation of the index")->excludes(one);
  command->add_flag("--json", arguments->json, "print the report as JSON, one line a generation");
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
