/// @file
#include <chrono>
#include <cmath>
#include <fstream>
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/print_introduction.h"
#include "cli/print_search.h"
#include "schema/fields.h"
#include "searcher/searcher.h"
#include "server/answer_json.h"
#include "server/search_batch.h"
#include "server/search_parameters.h"

namespace kennis {
namespace {

struct SearchArguments {
  SearchRequest request;
  std::string index;
  std::string rights_date;
  std::string batch;
  double timeout_s = 10;
  bool json = false;
};

/// A line of answer for each line that is not empty.
void answer_lines(const Searcher& searcher, const std::string& as, std::istream& lines) {
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::string answer = answer_one(searcher, as, line, std::chrono::milliseconds(limit::kSearchTimeoutMsMax));
    fmt::print("{{\"line\":{},{}}}\n", number, answer);
  }
}

void run_batch(const SearchArguments& arguments, const Searcher& searcher, ExitStatus& status) {
  if (arguments.batch == "-") return answer_lines(searcher, arguments.request.as, std::cin);
  std::ifstream file(arguments.batch);
  if (!file) {
    status = report_error({ErrorCode::kInvalidRequest, arguments.batch + ": cannot be read", {}});
    return;
  }
  answer_lines(searcher, arguments.request.as, file);
}

void run(SearchArguments& arguments, ExitStatus& status) {
  if (!arguments.rights_date.empty()) {
    arguments.request.rights_date = parse_date(arguments.rights_date);
    if (!arguments.request.rights_date) throw CLI::ValidationError("--rights-date", "wants a date such as 2026-01-31");
  }
  arguments.request.timeout = std::chrono::milliseconds(std::llround(arguments.timeout_s * 1000));
  const auto searcher = Searcher::open(arguments.index, searcher_options());
  if (!searcher) {
    status = report_error(searcher.error());
    return;
  }
  if (!arguments.batch.empty()) return run_batch(arguments, *searcher.value(), status);
  const auto answer = searcher.value()->search(arguments.request);
  if (!answer) {
    status = report_error(answer.error());
  } else if (arguments.json) {
    fmt::print("{}\n", to_json(answer.value()));
  } else {
    print_answer(answer.value(), arguments.request.explain);
  }
}

}  // namespace

void add_search(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<SearchArguments>();
  CLI::App* command = app.add_subcommand(
      "search",
      "Rank candidates by what they know and by how close they are to the searcher.\n\n"
      "  kennis search --index index --as anna 'kubernetes AND (go OR rust) NOT junior'\n"
      "  kennis search --index index --as anna --closeness 0.5 --explain 'skill:\"spring boot\" C++'\n"
      "  kennis search --index index --as anna --facet country --facet skill --filter years:5.. 'title:engineer "
      "near:Utrecht~50km'\n\n"
      "Bare words are optional and ranked; AND, +, quotes and fields (skill: title: current_title: company: school: "
      "name:)\n"
      "require; NOT and - leave out; country: location: near: years: language: degree: is: group: updated: narrow.");
  command->add_option("--index", arguments->index, "index folder")->required();
  command->add_option("--as", arguments->request.as, "who searches: id, e-mail address, phone number or profile link")
      ->required();
  command->add_option("--closeness", arguments->request.closeness, "0: skill alone, 1: reach alone")
      ->capture_default_str()
      ->check(number_between(0, 1));
  add_choice(*command, "--order", arguments->request.order, orders_by_name(),
             "score, fit, reach, help (moderately weak ties first, which help most), name, updated or experience")
      ->default_str("score");
  command->add_option("--limit", arguments->request.limit, "hits")
      ->capture_default_str()
      ->check(up_to(limit::kHitsMax));
  command->add_option("--cursor", arguments->request.cursor,
                      "the next page: next_cursor of what --json gave for the page before");
  command->add_option("--paths", arguments->request.paths, "introductions shown for each hit")
      ->capture_default_str()
      ->check(up_to(kPathsShownMax));
  command
      ->add_option("--snippets", arguments->request.snippets,
                   "fragments of the profile shown for each hit, with what matched in bold")
      ->capture_default_str()
      ->check(up_to(kSnippetsMax));
  command->add_flag("--explain", arguments->request.explain, "show what the score is made of");
  command
      ->add_option("--filter", arguments->request.filters,
                   "field:value, may be repeated; of one field any, of several all")
      ->allow_extra_args(false);
  command->add_option("--without", arguments->request.without, "leave this person out; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--facet", arguments->request.facets, "count the matches by this field; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--facet-values", arguments->request.facet_values, "values shown of each facet")
      ->capture_default_str()
      ->check(up_to(limit::kFacetValuesMax));
  command->add_flag("--exact", arguments->request.exact, "count all matches, however many");
  command->add_option("--rights-date", arguments->rights_date,
                      "teams, groups and sharing of this day instead of today's, with what was revoked since");
  command->add_option("--timeout", arguments->timeout_s, "seconds after which the search is given up, up to 60")
      ->check(number_between(0.001, limit::kSearchTimeoutMsMax / 1e3))
      ->capture_default_str();
  command->add_flag("--json", arguments->json, "print the answer as JSON");
  auto* batch =
      command->add_option("--batch", arguments->batch,
                          "a file (- for standard input) with one search a line, as POST /v1/search takes it: "
                          "{\"query\": \"java\", \"limit\": 5}; one line of JSON for each");
  command->add_option("query", arguments->request.query, "what is asked for; nothing means everyone")->excludes(batch);
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
