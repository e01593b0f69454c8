/// @file
#include "indexer/upkeep/generations.h"

#include <memory>
#include <string>

#include <fmt/format.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "cli/commands.h"
#include "cli/json_line.h"
#include "cli/progress_bar.h"

namespace kennis {
namespace {

struct GenerationsArguments {
  std::string index;
  std::size_t keep = 0;
  bool json = false;
};

std::uint64_t count_of(const GenerationSummary& generation, const char* name) {
  const auto found = generation.manifest.counts.find(name);
  return found == generation.manifest.counts.end() ? 0 : found->second;
}

std::string json_of(const std::vector<GenerationSummary>& generations) {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> json(buffer);
  const auto put = [&](const char* key, const std::string& text) {
    json.Key(key);
    json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  };
  json.StartArray();
  for (const GenerationSummary& generation : generations) {
    json.StartObject();
    put("generation", generation.name);
    json.Key("in_force");
    json.Bool(generation.in_force);
    json.Key("bytes");
    json.Uint64(generation.bytes);
    put("damage", generation.damage);
    put("created", format_instant(generation.manifest.created));
    put("as_of", format_instant(generation.manifest.as_of));
    json.Key("counts");
    json.StartObject();
    for (const auto& [name, count] : generation.manifest.counts) {
      json.Key(name.c_str());
      json.Uint64(count);
    }
    json.EndObject();
    json.EndObject();
  }
  json.EndArray();
  return buffer.GetString();
}

void print(const std::vector<GenerationSummary>& generations) {
  fmt::print("  {:<26}{:<22}{:>11}{:>12}{:>12}{:>12}\n", "generation", "created", "profiles", "events", "ties", "size");
  for (const GenerationSummary& generation : generations) {
    const char* mark = generation.in_force ? "*" : " ";
    if (generation.manifest.generation.empty()) {
      fmt::print("{} {:<26}damaged: {}\n", mark, generation.name, generation.damage);
      continue;
    }
    fmt::print("{} {:<26}{:<22}{:>11}{:>12}{:>12}{:>12}\n", mark, generation.name,
               format_instant(generation.manifest.created), count_of(generation, "profiles"),
               count_of(generation, "events"), count_of(generation, "ties"), readable_bytes(generation.bytes));
    if (!generation.damage.empty()) fmt::print("  damaged: {}\n", generation.damage);
  }
  fmt::print("* is in force; `kennis verify` compares checksums\n");
}

void list(const GenerationsArguments& arguments, ExitStatus& status) {
  const auto found = summaries_of(arguments.index);
  if (found.empty()) {
    status =
        report_error({ErrorCode::kNoGeneration, arguments.index + ": holds no generation: run `kennis index`", {}});
    return;
  }
  if (arguments.keep > 0) tidy_index(arguments.index, arguments.keep);
  const auto generations = arguments.keep > 0 ? summaries_of(arguments.index) : found;
  if (arguments.json) {
    fmt::print("{}\n", json_of(generations));
  } else {
    print(generations);
  }
}

struct RollbackArguments {
  std::string index;
  std::string to;
  bool json = false;
};

void roll_back_to(const RollbackArguments& arguments, ExitStatus& status) {
  const auto to = arguments.to.empty() ? std::nullopt : std::optional(arguments.to);
  const auto generation = roll_back(arguments.index, to);
  if (!generation) {
    status = report_error(generation.error());
    return;
  }
  if (arguments.json) {
    JsonLine().text("generation", generation.value()).print();
    return;
  }
  fmt::print(
      "generation {} is in force; a server takes it up within seconds, and the next `kennis index` replaces it\n",
      generation.value());
}

}  // namespace

void add_generations(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<GenerationsArguments>();
  CLI::App* command = app.add_subcommand("generations",
                                         "List the generations of an index, the newest first.\n\n"
                                         "  kennis generations --index index\n"
                                         "  kennis generations --index index --keep 2    remove the older ones now");
  command->add_option("--index", arguments->index, "index folder")->required();
  command
      ->add_option("--keep", arguments->keep,
                   "remove all but so many, and what broken-off runs have left; what is in use or in force stays")
      ->check(CLI::Range(1, 1000));
  command->add_flag("--json", arguments->json, "print them as JSON");
  command->callback([arguments, &status] { list(*arguments, status); });
}

void add_rollback(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<RollbackArguments>();
  CLI::App* command = app.add_subcommand("rollback",
                                         "Put an earlier generation in force.\n\n"
                                         "  kennis rollback --index index\n"
                                         "  kennis rollback --index index --to 20260301T020000Z-0123abcd");
  command->add_option("--index", arguments->index, "index folder")->required();
  command->add_option("--to", arguments->to, "which one; the newest whole one before the one in force if not given");
  command->add_flag("--json", arguments->json, "print the report as JSON");
  command->callback([arguments, &status] { roll_back_to(*arguments, status); });
}

}  // namespace kennis
