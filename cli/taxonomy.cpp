/// @file
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/json_line.h"
#include "indexer/esco.h"
#include "schema/taxonomy_reader.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

struct TaxonomyArguments {
  std::string path;
  std::string label;
  std::string esco;
  std::string out;
  bool json = false;
};

constexpr const char* kLanguages[] = {"", "en", "nl", "fr", "de"};

/// The texts of a file or of all `.tsv` files of a folder; the built-in one if no path is given.
std::vector<std::pair<std::string, std::string>> texts_of(const std::string& path) {
  if (path.empty()) return {{"built-in", built_in_taxonomy()}};
  std::vector<fs::path> files;
  if (fs::is_directory(path)) {
    for (const auto& entry : fs::directory_iterator(path)) {
      if (entry.path().extension() == ".tsv") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
  } else {
    files.emplace_back(path);
  }
  std::vector<std::pair<std::string, std::string>> texts;
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(file.string() + ": cannot be read");
    std::ostringstream text;
    text << in.rdbuf();
    texts.emplace_back(file.string(), std::move(text).str());
  }
  if (texts.empty()) throw std::runtime_error(path + ": holds no .tsv file");
  return texts;
}

TaxonomyReading read(const std::vector<std::pair<std::string, std::string>>& texts) {
  std::vector<TaxonomyText> views;
  for (const auto& [name, text] : texts) views.push_back({name, text});
  return read_taxonomy(views);
}

ExitStatus check(const TaxonomyArguments& arguments) {
  const TaxonomyReading reading = read(texts_of(arguments.path));
  std::size_t labels = 0;
  for (const TaxonomySkill& skill : reading.taxonomy.skills()) labels += skill.labels.size();
  if (arguments.json) {
    JsonLine()
        .count("skills", reading.taxonomy.skills().size())
        .count("labels", labels)
        .texts("faults", reading.faults)
        .print();
    return reading.faults.empty() ? ExitStatus::kOk : ExitStatus::kUsage;
  }
  for (const std::string& fault : reading.faults) fmt::print("{}\n", fault);
  fmt::print("{} skills, {} labels, {} faults\n", reading.taxonomy.skills().size(), labels, reading.faults.size());
  return reading.faults.empty() ? ExitStatus::kOk : ExitStatus::kUsage;
}

void print_json(const Taxonomy& taxonomy, const TaxonomySkill& skill) {
  std::string labels;
  for (const SkillLabel& label : skill.labels) {
    JsonLine line;
    line.text("language", kLanguages[static_cast<std::size_t>(label.language)]).text("text", label.text);
    line.truth("ambiguous", label.ambiguous);
    labels += (labels.empty() ? "" : ",") + line.take();
  }
  const auto names = [&](const std::vector<SkillIndex>& skills) {
    std::vector<std::string> found;
    for (const SkillIndex index : skills) found.emplace_back(taxonomy.skills()[index].label());
    return found;
  };
  JsonLine line;
  line.text("id", skill.id).text("label", skill.label()).raw("labels", "[" + labels + "]");
  line.texts("only_beside", skill.evidence)
      .texts("broader", names(skill.broader))
      .texts("narrower", names(skill.narrower));
  line.print();
}

ExitStatus show(const TaxonomyArguments& arguments) {
  const TaxonomyReading reading = read(texts_of(arguments.path));
  const Taxonomy& taxonomy = reading.taxonomy;
  std::vector<SkillIndex> found;
  if (const auto skill = taxonomy.with_id(arguments.label)) found.push_back(*skill);
  for (const SkillIndex skill : taxonomy.with_label(arguments.label)) {
    if (std::find(found.begin(), found.end(), skill) == found.end()) found.push_back(skill);
  }
  if (found.empty()) {
    return report_error({ErrorCode::kInvalidRequest, "no skill has the label or id \"" + arguments.label + "\"", {}});
  }
  for (const SkillIndex index : found) {
    const TaxonomySkill& skill = taxonomy.skills()[index];
    if (arguments.json) {
      print_json(taxonomy, skill);
      continue;
    }
    fmt::print("{}  {}\n", skill.id, skill.label());
    for (const SkillLabel& label : skill.labels) {
      fmt::print("  {}  {}{}\n", kLanguages[static_cast<std::size_t>(label.language)], label.text,
                 label.ambiguous ? fmt::format("  (only beside: {})", fmt::join(skill.evidence, ", ")) : "");
    }
    for (const SkillIndex broader : skill.broader) fmt::print("  broader   {}\n", taxonomy.skills()[broader].label());
    for (const SkillIndex narrower : skill.narrower)
      fmt::print("  narrower  {}\n", taxonomy.skills()[narrower].label());
  }
  return ExitStatus::kOk;
}

ExitStatus import(const TaxonomyArguments& arguments) {
  const auto imported = import_esco(arguments.esco);
  if (!imported) return report_error(imported.error());
  std::ofstream out(arguments.out, std::ios::binary);
  out << taxonomy_text(imported.value().taxonomy);
  out.close();
  if (!out) throw std::runtime_error(arguments.out + ": cannot be written");
  if (arguments.json) {
    JsonLine()
        .count("skills", imported.value().taxonomy.skills().size())
        .count("labels_left_out", imported.value().labels_dropped)
        .count("links_left_out", imported.value().links_dropped)
        .print();
    return ExitStatus::kOk;
  }
  fmt::print("{} skills; left out: {} labels that several skills have, {} links to what is no skill or in a circle\n",
             imported.value().taxonomy.skills().size(), imported.value().labels_dropped,
             imported.value().links_dropped);
  return ExitStatus::kOk;
}

}  // namespace

void add_taxonomy(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<TaxonomyArguments>();
  CLI::App* command = app.add_subcommand("taxonomy",
                                         "Check, show or import the taxonomy of skills.\n\n"
                                         "  kennis taxonomy check data/taxonomy\n"
                                         "  kennis taxonomy show 'machine learning'\n"
                                         "  kennis taxonomy import --esco ESCO --out esco.tsv");
  command->require_subcommand(1);
  constexpr const char* kWhich = "file, or folder of .tsv files; the built-in one if not given";
  CLI::App* checking =
      add_part(*command, "check", "Name every fault by file and line; ends with 2 if there is one.", "data/taxonomy");
  checking->add_option("path", arguments->path, kWhich);
  checking->callback([arguments, &status] { status = check(*arguments); });
  CLI::App* showing =
      add_part(*command, "show", "Show a skill by any of its labels, or by its id.", "'machine learning'");
  showing->add_option("--taxonomy", arguments->path, kWhich);
  showing->add_option("label", arguments->label, "such as k8s, or 'gestion de projet'")->required();
  showing->callback([arguments, &status] { status = show(*arguments); });
  CLI::App* importing = add_part(
      *command, "import",
      "Make a taxonomy of the official ESCO files: skills_en.csv, and beside it nl, fr, de and the broader relations.",
      "--esco ESCO --out esco.tsv");
  importing->add_option("--esco", arguments->esco, "folder of the CSV files")
      ->required()
      ->check(CLI::ExistingDirectory);
  importing->add_option("--out", arguments->out, "file to write")->required();
  for (CLI::App* sub : {checking, showing, importing}) {
    sub->add_flag("--json", arguments->json, "print the answer as JSON");
  }
  importing->callback([arguments, &status] { status = import(*arguments); });
}

}  // namespace kennis
