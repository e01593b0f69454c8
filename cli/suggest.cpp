/// @file
#include "searcher/suggest.h"

#include <memory>

#include "cli/commands.h"
#include "cli/printable.h"
#include "cli/question.h"
#include "schema/fields.h"
#include "server/suggest_json.h"

namespace kennis {
namespace {

void print_answer(const SuggestAnswer& answer) {
  if (answer.suggestions.empty()) fmt::print("no name begins so\n");
  for (const Suggestion& suggestion : answer.suggestions) {
    fmt::print("{:>9}  {:<8} {}{}\n", suggestion.count ? fmt::format("{}", *suggestion.count) : "-", suggestion.field,
               printable(suggestion.text), suggestion.errors > 0 ? "  (corrected)" : "");
    fmt::print("                    {}\n",
               suggestion.count ? printable(suggestion.query) : "members only: its members are for them to see");
  }
}

}  // namespace

void add_suggest(CLI::App& app, ExitStatus& status) {
  auto question = std::make_shared<Question>();
  auto request = std::make_shared<SuggestRequest>();
  CLI::App* command = app.add_subcommand(
      "suggest",
      "Names that begin, at any of their words, with what is typed: with how many people have them, and what to ask "
      "for.\n\n"
      "  kennis suggest --index index --as anna mach\n"
      "  kennis suggest --index index --as anna --field skill --field company kuberntes\n\n"
      "What is typed almost so comes behind: one error is forgiven from 4 letters on, two from 8.");
  question->add_to(*command);
  command->add_option("--field", request->fields, "one of " + suggested_fields() + "; may be repeated; all if none")
      ->allow_extra_args(false);
  command->add_option("--limit", request->limit, "suggestions")
      ->capture_default_str()
      ->check(up_to(limit::kSuggestionsMax));
  command->add_option("text", request->text, "what is typed")->required();
  command->callback([question, request, &status] {
    request->as = question->as;
    request->rights_date = question->rights_day();
    ask(
        *question, status, [&](const Searcher& searcher) { return suggest(searcher, *request); }, print_answer);
  });
}

}  // namespace kennis
