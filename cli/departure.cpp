/// @file
#include <filesystem>
#include <fstream>
#include <memory>

#include "cli/commands.h"
#include "cli/printable.h"
#include "cli/question.h"
#include "schema/fields.h"
#include "searcher/network_reports.h"
#include "server/network_json.h"

namespace kennis {
namespace {

struct DepartureArguments {
  Question question;
  DepartureRequest request;
  std::string on;
  std::string file;
  bool preview = false;
  bool line_wanted = false;  ///< the roster line, which is JSON by itself
};

void print_preview(const DepartureAnswer& answer) {
  fmt::print("If {} leaves {}:\n", shown_person(answer.person), printable(answer.team));
  if (answer.self) {
    fmt::print("  your own ties go with you: `kennis export` writes them\n");
    return;
  }
  if (answer.goes_on) {
    fmt::print("  nothing leaves: these ties are shared with everyone, chosen before\n");
    return;
  }
  fmt::print("  {} ties stop carrying you\n  {} people whom no other member knows\n", answer.ties_total,
             answer.only_known);
  fmt::print("  {} people whom you no longer reach, {} whom you reach less well\n", answer.unreached, answer.weakened);
  for (const DepartureAnswer::Lost& lost : answer.lost) {
    fmt::print("     {:.4f} -> {:.4f}  {}  {}\n", lost.before, lost.after, shown_person(lost.person),
               printable(lost.headline));
  }
}

/// Adds the line to the end of the file, which it may make. Throws std::runtime_error with the path.
void append_line(const std::string& path, const std::string& line) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  bool ends_in_line = true;
  if (in && in.tellg() > 0) {
    in.seekg(-1, std::ios::end);
    ends_in_line = in.get() == '\n';
  }
  std::ofstream out(path, std::ios::binary | std::ios::app);
  out << (ends_in_line ? "" : "\n") << line << '\n';
  out.flush();
  if (!out) throw std::runtime_error(path + ": cannot be written");
}

void depart(const DepartureArguments& arguments, const DepartureAnswer& answer) {
  const Days day = parse_date(arguments.on).value();
  if (answer.since && day <= *answer.since) {
    throw CLI::ValidationError("--on", fmt::format("{} is a member of {} from {} on: a stay ends later than it begins",
                                                   answer.person.id, answer.team, format_date(*answer.since)));
  }
  const std::string line = roster_line(answer, day);
  if (!arguments.file.empty()) append_line(arguments.file, line);
  if (arguments.file.empty() || arguments.line_wanted) {
    fmt::print("{}\n", line);
    return;
  }
  fmt::print("{} leaves {} on {}: added to {}; in force from the next `kennis index`\n", shown_person(answer.person),
             printable(answer.team), arguments.on, arguments.file);
}

void run(DepartureArguments& arguments, ExitStatus& status) {
  if (arguments.preview == !arguments.on.empty()) {
    throw CLI::ValidationError("departure", "wants either --preview or --on DATE");
  }
  if (arguments.preview && !arguments.file.empty()) {
    throw CLI::ValidationError("--write", "goes with --on DATE: a preview writes nothing");
  }
  if (!arguments.on.empty() && !parse_date(arguments.on)) {
    throw CLI::ValidationError("--on", "wants a date such as 2026-01-31");
  }
  if (!arguments.file.empty() && std::filesystem::path(arguments.file).extension() != ".ndjson") {
    throw CLI::ValidationError(
        "--write", "wants a file of lines, such as world/teams.ndjson: what is compressed cannot be added to");
  }
  arguments.request.as = arguments.question.as;
  arguments.request.rights_date = arguments.question.rights_day();
  arguments.line_wanted = arguments.question.json;
  if (!arguments.preview) arguments.question.json = false;
  ask(
      arguments.question, status,
      [&](const Searcher& searcher) { return preview_departure(searcher, arguments.request); },
      [&](const DepartureAnswer& answer) {
        if (arguments.preview) {
          print_preview(answer);
        } else {
          depart(arguments, answer);
        }
      });
}

}  // namespace

void add_departure(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<DepartureArguments>();
  CLI::App* command = app.add_subcommand(
      "departure",
      "Show what leaves a team of yours with a member, or make the roster line that ends the stay.\n\n"
      "  kennis departure bram --index index --as anna --preview\n"
      "  kennis departure bram --index index --as anna --on 2027-06-30 --write world/teams.ndjson\n\n"
      "From that day on the leaver's ties carry nobody of the team, unless they were shared with everyone.");
  arguments->question.add_to(*command);
  command->add_option("person", arguments->request.person, "who leaves")->required();
  command->add_option("--team", arguments->request.team, "which team, where you are in several together");
  command->add_flag("--preview", arguments->preview, "only show what would leave");
  command->add_option("--limit", arguments->request.limit, "persons named in the preview")
      ->capture_default_str()
      ->check(up_to(limit::kHitsMax));
  command->add_option("--on", arguments->on, "the first day on which the person is no longer a member");
  command->add_option("--write", arguments->file, "add the roster line to the end of this file; printed if not given");
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
