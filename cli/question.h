/// @file
/// What the subcommands that ask something have in common: the index, who asks, of which day the rights are, JSON or text.
#pragma once

#include <optional>
#include <string>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/print_introduction.h"
#include "searcher/searcher.h"

namespace kennis {

struct Question {
  std::string index;
  std::string as;
  std::string rights_date;
  bool json = false;

  /// Adds the options; the question must live as long as the command.
  void add_to(CLI::App& command);
  /// Throws CLI::ValidationError for what is no date.
  [[nodiscard]] std::optional<Days> rights_day() const;
};

/// `id` or `Name [id]`, fit for a terminal.
[[nodiscard]] std::string shown_person(const ShownPerson& person);

/// Opens the index, asks, and prints the answer: as JSON by `to_json` if that is wanted, by `print` otherwise. Says what is wrong.
template <typename Ask, typename Print>
void ask(const Question& question, ExitStatus& status, const Ask& asked, const Print& print) {
  const auto searcher = Searcher::open(question.index, searcher_options());
  if (!searcher) {
    status = report_error(searcher.error());
    return;
  }
  const auto answer = asked(*searcher.value());
  if (!answer) {
    status = report_error(answer.error());
  } else if (question.json) {
    fmt::print("{}\n", to_json(answer.value()));
  } else {
    print(answer.value());
  }
}

}  // namespace kennis
