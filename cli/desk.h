/// @file
/// What the subcommands have in common in which a person does what others come to know of: the open index, the books and the journal.
#pragma once

#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/question.h"
#include "searcher/desk.h"

namespace kennis {

enum class DeskUse : std::uint8_t { kReads, kWrites };

/// Calls `use` with a desk of an index; says what is wrong if there is none. To read, no journal is made.
template <typename Use>
void at_desk(const std::string& index, DeskUse purpose, ExitStatus& status, const Use& use) {
  const auto searcher = Searcher::open(index, searcher_options());
  if (!searcher) {
    status = report_error(searcher.error());
    return;
  }
  std::unique_ptr<Journal> journal;
  if (purpose == DeskUse::kWrites) {
    auto opened = Journal::open(index);
    if (!opened) {
      status = report_error(opened.error());
      return;
    }
    journal = std::move(opened).value();
  }
  LiveBooks books(index);
  use(Desk{*searcher.value(), books, journal.get()});
}

/// What such a subcommand is given.
struct DeskArguments {
  std::string index;
  std::string as;
  bool json = false;

  /// Adds the options; these must live as long as the command.
  void add_to(CLI::App& command);
};

/// A desk, and prints what `act` returns: as JSON by `to_json` if that is wanted, by `print` otherwise.
template <typename Act, typename Print>
void act_at_desk(const DeskArguments& arguments, DeskUse purpose, ExitStatus& status, const Act& act,
                 const Print& print) {
  at_desk(arguments.index, purpose, status, [&](const Desk& desk) {
    const auto done = act(desk);
    if (!done) {
      status = report_error(done.error());
    } else if (arguments.json) {
      fmt::print("{}\n", to_json(done.value()));
    } else {
      print(done.value());
    }
  });
}

}  // namespace kennis
