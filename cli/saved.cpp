/// @file
#include <fstream>
#include <iterator>
#include <memory>

#include "cli/commands.h"
#include "cli/desk.h"
#include "cli/printable.h"
#include "schema/fields.h"
#include "server/answer_json.h"
#include "server/desk_json.h"
#include "server/json_writer.h"

namespace kennis {
namespace {

struct SavedArguments {
  DeskArguments desk;
  SaveSearch wanted;
  std::string query;
  std::string order;
  double closeness = -1;
  double score_min = -1;
  std::string secret_file;
  std::string search;  ///< name or id
};

void print_search(const ShownSavedSearch& search) {
  fmt::print("{}  {}  {}\n", search.id, printable(search.name), printable(search.request));
  fmt::print("     the first {}{}; {}\n", search.top,
             search.score_min ? fmt::format(" with a score of at least {}", *search.score_min) : "",
             search.had_run ? fmt::format("{} alerts", search.alerts) : "not run yet");
  if (!search.webhook.empty()) fmt::print("     webhook {}\n", printable(search.webhook));
  if (!search.secret.empty()) fmt::print("     secret {}: keep it, it is not shown again\n", printable(search.secret));
}

void print_list(const SavedSearchList& list) {
  if (list.searches.empty()) fmt::print("no saved searches\n");
  for (const ShownSavedSearch& search : list.searches) print_search(search);
}

void print_hits(const SearchAnswer& answer) {
  fmt::print("{} of {}{}\n", answer.hits.size(), answer.total_exact ? "" : "more than ", answer.total);
  std::size_t rank = 0;
  for (const Hit& hit : answer.hits) {
    fmt::print("{:>3}. {} [{}]  {}  score {:.4f}\n", ++rank, printable(hit.name), printable(hit.id),
               printable(hit.headline), hit.score);
  }
}

/// The first line of a file: what stands in an argument, everybody on the machine can read.
std::string secret_of(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  if (!in || !std::getline(in, line)) throw CLI::ValidationError("--secret-file", path + " holds no secret");
  return line;
}

std::string request_of(const SavedArguments& arguments) {
  JsonWriter json;
  json.begin_object();
  json.key("query");
  json.text(arguments.query);
  if (arguments.closeness >= 0) {
    json.key("closeness");
    json.number(arguments.closeness);
  }
  if (!arguments.order.empty()) {
    json.key("order");
    json.text(arguments.order);
  }
  json.end_object();
  return json.take();
}

void save(SavedArguments& arguments, ExitStatus& status) {
  if (arguments.wanted.request.empty()) arguments.wanted.request = request_of(arguments);
  if (arguments.score_min >= 0) arguments.wanted.score_min = arguments.score_min;
  if (!arguments.secret_file.empty()) arguments.wanted.secret = secret_of(arguments.secret_file);
  arguments.wanted.as = arguments.desk.as;
  act_at_desk(
      arguments.desk, DeskUse::kWrites, status, [&](const Desk& desk) { return save_search(desk, arguments.wanted); },
      print_search);
}

using Arguments = std::shared_ptr<SavedArguments>;

void add_adding(CLI::App& command, const Arguments& arguments, ExitStatus& status) {
  CLI::App* add = add_part(command, "add", "Save a search. Its first run remembers who matches already.",
                           "--index index --as anna --name 'Night nurses' --top 20 'skill:\"patient care\" night'");
  add->add_option("--name", arguments->wanted.name, "what you call it")->required();
  CLI::Option* query = add->add_option("query", arguments->query, "what is asked for; nothing means everyone");
  CLI::Option* closeness = add->add_option("--closeness", arguments->closeness, "0: skill alone, 1: reach alone")
                               ->check(number_between(0, 1));
  CLI::Option* order = add->add_option("--order", arguments->order, "score, fit, reach or help");
  add->add_option("--request", arguments->wanted.request, "the whole search as JSON, as POST /v1/search takes it")
      ->excludes(query)
      ->excludes(closeness)
      ->excludes(order);
  add->add_option("--top", arguments->wanted.top, "a match is who stands among the first so many")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{1}, limit::kAlertTopMax));
  add->add_option("--min-score", arguments->score_min, "and has at least this score")->check(number_between(0, 1));
  add->add_option("--webhook", arguments->wanted.webhook, "URL that is told of each alert");
  add->add_option("--secret-file", arguments->secret_file,
                  "file with the secret its calls are signed with; one is made "
                  "if not given");
  add->callback([arguments, &status] { save(*arguments, status); });
}

}  // namespace

void add_saved(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<SavedArguments>();
  CLI::App* command = app.add_subcommand(
      "saved",
      "Keep searches, to be told of new matches: `kennis alerts` has these.\n\n"
      "  kennis saved add --index index --as anna --name 'Night nurses' --top 20 'skill:\"patient care\" night'\n"
      "  kennis saved run --index index --as anna 'Night nurses'\n"
      "  kennis saved remove --index index --as anna 'Night nurses'");
  command->require_subcommand(1);
  add_adding(*command, arguments, status);
  add_part(*command, "list", "Show your saved searches.", "--index index --as anna")->callback([arguments, &status] {
    act_at_desk(
        arguments->desk, DeskUse::kReads, status,
        [&](const Desk& desk) { return list_saved_searches(desk, arguments->desk.as); }, print_list);
  });
  CLI::App* remove =
      add_part(*command, "remove", "Take one away, with its alerts.", "--index index --as anna 'Night nurses'");
  remove->callback([arguments, &status] {
    act_at_desk(
        arguments->desk, DeskUse::kWrites, status,
        [&](const Desk& desk) { return remove_saved_search(desk, arguments->desk.as, arguments->search); }, print_list);
  });
  CLI::App* run =
      add_part(*command, "run", "Answer one now. No alert comes of it.", "--index index --as anna 'Night nurses'");
  run->callback([arguments, &status] {
    act_at_desk(
        arguments->desk, DeskUse::kReads, status,
        [&](const Desk& desk) { return run_saved_search(desk, arguments->desk.as, arguments->search); }, print_hits);
  });
  for (CLI::App* sub : {remove, run}) sub->add_option("search", arguments->search, "its name or id")->required();
  for (CLI::App* sub : command->get_subcommands({})) arguments->desk.add_to(*sub);
}

}  // namespace kennis
