/// @file
#include <fstream>
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/progress_bar.h"
#include "cli/verify.h"
#include "schema/fields.h"
#include "schema/generation_lease.h"
#include "schema/manifest.h"

namespace kennis {
namespace {

struct InspectArguments {
  std::string index;
  bool verify = false;
  bool json = false;
};

void print_manifest(const Manifest& manifest) {
  fmt::print("generation {}\n  created {}  as of {}  format {}  Xapian {}\n", manifest.generation,
             format_instant(manifest.created), format_instant(manifest.as_of), manifest.format_version,
             manifest.xapian_version);
  if (manifest.whole) {
    fmt::print("  built upon {} as of {}\n", manifest.whole->generation, format_instant(manifest.whole->as_of));
  }
  fmt::print("counts\n");
  for (const auto& [name, count] : manifest.counts) fmt::print("  {:<22}{:>14}\n", name, count);
  fmt::print("inputs (decompressed)\n");
  for (const ManifestFile& file : manifest.inputs)
    fmt::print("  {:<36}{:>10}  {}\n", file.path, readable_bytes(file.bytes), file.xxh3);
  fmt::print("files\n");
  for (const ManifestFile& file : manifest.files)
    fmt::print("  {:<36}{:>10}  {}\n", file.path, readable_bytes(file.bytes), file.xxh3);
}

void run(const InspectArguments& arguments, ExitStatus& status) {
  const std::string name = current_generation(arguments.index);
  if (name.empty()) {
    const bool is_empty = generations_of(arguments.index).empty();
    status = report_error({ErrorCode::kNoGeneration,
                           arguments.index + (is_empty ? ": holds no generation: run `kennis index` first"
                                                       : ": CURRENT names no generation: run `kennis index` again"),
                           {}});
    return;
  }
  const auto path = std::filesystem::path(arguments.index) / file::kGenerations / name;
  const GenerationLease lease(path);
  const auto manifest = read_manifest(path);
  if (!manifest) {
    status = report_error(manifest.error());
    return;
  }
  if (const auto damage = damage_of(path, manifest.value(), Check::kSizes)) {
    status = report_error({ErrorCode::kNoGeneration, *damage, {}});
    return;
  }
  if (arguments.verify && !verify_and_report(arguments.index, name, status)) return;
  if (arguments.json) {
    const std::ifstream in(path / file::kManifest);
    std::cout << in.rdbuf() << '\n';
    return;
  }
  print_manifest(manifest.value());
  fmt::print("{}\n", arguments.verify ? "every file has its checksum, and its parts fit together"
                                      : "every file has its size; `kennis verify` reads them all");
}

}  // namespace

void add_inspect(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<InspectArguments>();
  CLI::App* command = app.add_subcommand("inspect",
                                         "Show what the generation in force holds.\n\n"
                                         "  kennis inspect --index index --verify");
  command->add_option("--index", arguments->index, "index folder")->required();
  command->add_flag("--verify", arguments->verify, "read every file, as `kennis verify` does");
  command->add_flag("--json", arguments->json, "print the manifest as JSON");
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
