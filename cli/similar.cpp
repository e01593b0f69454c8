/// @file
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/print_search.h"
#include "cli/printable.h"
#include "cli/question.h"
#include "schema/fields.h"
#include "server/search_parameters.h"
#include "server/similar_json.h"

namespace kennis {
namespace {

struct SimilarArguments {
  Question question;
  SimilarRequest request;
};

void print_similar(const SimilarAnswer& similar, bool explain) {
  std::string names;
  for (const ShownPerson& person : similar.persons) names += (names.empty() ? "" : ", ") + shown_person(person);
  fmt::print("like {}:\n", names);
  for (const SimilarTerm& term : similar.terms) {
    fmt::print("  {}  importance {:.4f}, level {:.4f}, {} of {}\n", printable(term.text), term.importance, term.level,
               term.found.size(), similar.persons.size());
  }
  fmt::print("query: {}\n\n", printable(similar.answer.query));
  print_answer(similar.answer, explain);
}

void run(SimilarArguments& arguments, ExitStatus& status) {
  arguments.request.search.as = arguments.question.as;
  arguments.request.search.rights_date = arguments.question.rights_day();
  ask(
      arguments.question, status, [&](const Searcher& searcher) { return find_similar(searcher, arguments.request); },
      [&](const SimilarAnswer& similar) { print_similar(similar, arguments.request.search.explain); });
}

}  // namespace

void add_similar(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<SimilarArguments>();
  SearchRequest& search = arguments->request.search;
  CLI::App* command = app.add_subcommand("similar",
                                         "Find more people like one or several: what they have in common becomes a "
                                         "query, which is shown, to edit, and asked.\n\n"
                                         "  kennis similar --index index --as anna hanna\n"
                                         "  kennis similar --index index --as anna --limit 5 hanna kofi\n\n"
                                         "Skills and present titles that at least half of them have, the weightiest "
                                         "first. The persons themselves are left out.");
  arguments->question.add_to(*command);
  command->add_option("--terms", arguments->request.terms, "skills and titles in the query")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{1}, kSimilarTermsMax));
  command->add_option("--limit", search.limit, "hits")->capture_default_str()->check(up_to(limit::kHitsMax));
  command->add_option("--closeness", search.closeness, "0: skill alone, 1: reach alone")
      ->capture_default_str()
      ->check(number_between(0, 1));
  add_choice(*command, "--order", search.order, orders_by_name(), "as of kennis search")->default_str("score");
  command->add_option("--paths", search.paths, "introductions shown for each hit")
      ->capture_default_str()
      ->check(up_to(kPathsShownMax));
  command->add_option("--filter", search.filters, "field:value, may be repeated")->allow_extra_args(false);
  command->add_flag("--explain", search.explain, "show what the score is made of");
  command->add_option("persons", arguments->request.persons, "ids, e-mail addresses, phone numbers or profile links")
      ->required();
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
