/// @file
#include <memory>

#include "cli/commands.h"
#include "cli/printable.h"
#include "cli/question.h"
#include "schema/fields.h"
#include "searcher/network_reports.h"
#include "server/network_json.h"

namespace kennis {
namespace {

void print_answer(const DormantAnswer& answer) {
  if (answer.total == 0) fmt::print("none of your strong ties is fading\n");
  std::size_t rank = 0;
  for (const ShownDormantTie& tie : answer.ties) {
    fmt::print("{:>3}. {}  {}\n", ++rank, shown_person(tie.person), printable(tie.headline));
    fmt::print("     strength {:.3f}, once {:.3f}\n", tie.strength, tie.awake);
    fmt::print("     {}\n", described(tie.tie, answer.provenance.as_of));
  }
  if (answer.total == answer.ties.size()) return;
  if (answer.ties.empty()) {
    fmt::print("strong ties that are fading: {}\n", answer.total);
  } else {
    fmt::print("and {} more\n", answer.total - answer.ties.size());
  }
}

}  // namespace

void add_dormant(CLI::App& app, ExitStatus& status) {
  auto question = std::make_shared<Question>();
  auto limit = std::make_shared<std::size_t>(20);
  CLI::App* command = app.add_subcommand("dormant",
                                         "Show your strong ties that are fading.\n\n"
                                         "  kennis dormant --index index --as anna");
  question->add_to(*command);
  command->add_option("--limit", *limit, "ties")->capture_default_str()->check(up_to(limit::kHitsMax));
  command->callback([question, limit, &status] {
    const auto rights_date = question->rights_day();
    ask(
        *question, status,
        [&](const Searcher& searcher) { return find_dormant(searcher, question->as, *limit, rights_date); },
        print_answer);
  });
}

}  // namespace kennis
