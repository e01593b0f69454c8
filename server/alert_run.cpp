/// @file
#include "server/alert_run.h"

#include <vector>

#include <fmt/format.h>

#include "server/alert_desk.h"

namespace kennis {
namespace {

std::vector<AlertMatch> matches_of(const SearchAnswer& answer, const SavedSearch& search) {
  std::vector<AlertMatch> matches;
  for (const Hit& hit : answer.hits) {
    if (hit.self || (search.score_min && hit.score < *search.score_min)) continue;
    matches.push_back({hit.id, hit.score, hit.fit, hit.reach});
  }
  return matches;
}

enum class Outcome : std::uint8_t { kRun, kOwnerGone, kFailed };

struct Run {
  const Desk& desk;
  const std::function<void(const std::string&)>& warn;
  AlertRunReport report{};

  /// Who matches now.
  Outcome ask(const SavedSearch& search, std::vector<AlertMatch>& matches) const {
    {
      const auto owner = desk.searcher.open_view(search.owner, std::nullopt);
      if (!owner || !is_owner_there(owner.value().viewer(), search)) return Outcome::kOwnerGone;
    }
    const auto request = request_of(search);
    const auto answer = request ? desk.searcher.search(request.value()) : Result<SearchAnswer>(request.error());
    if (!answer) {
      if (warn) warn(fmt::format("the saved search {} could not be run: {}", search.id, answer.error().message));
      return Outcome::kFailed;
    }
    matches = matches_of(answer.value(), search);
    return Outcome::kRun;
  }

  std::optional<Error> run(const SavedSearch& search) {
    std::vector<AlertMatch> matches;
    const Outcome outcome = ask(search, matches);
    report.passed_over += outcome == Outcome::kOwnerGone ? 1U : 0U;
    report.failed += outcome == Outcome::kFailed ? 1U : 0U;
    if (outcome != Outcome::kRun) return std::nullopt;
    bool is_first = false;
    const auto appended = append(desk, [&](const Books& books) -> Result<std::vector<EntryDraft>> {
      if (books.searches.find(search.id) == nullptr) return std::vector<EntryDraft>{};  // removed meanwhile
      is_first = !books.alerts.had_run(search.id);
      return books.alerts.after_run(search.id, search.owner, matches, report.generation);
    });
    if (!appended) return appended.error();
    report.first_runs += is_first ? 1U : 0U;
    report.alerts += is_first ? 0 : appended.value().size();
    return std::nullopt;
  }
};

}  // namespace

Result<AlertRunReport> run_saved_searches(const Desk& desk, const std::function<void(const std::string&)>& warn,
                                          const std::stop_token& stop) {
  std::vector<SavedSearch> searches;
  desk.books.read([&](const Books& books) {
    for (const auto& [id, search] : books.searches.all()) searches.push_back(search);
  });
  Run run{desk, warn};
  run.report.generation = desk.searcher.manifest().generation;
  run.report.searches = searches.size();
  for (const SavedSearch& search : searches) {
    if (stop.stop_requested()) break;
    if (const auto fault = run.run(search)) return *fault;
  }
  return run.report;
}

}  // namespace kennis
