/// @file
/// One open generation and what happened since, read-only: a request in, ranked and explained hits out.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "schema/manifest.h"
#include "schema/result.h"
#include "searcher/answer.h"

namespace kennis {

struct OpenView;

struct SearcherOptions {
  Check check = Check::kSizes;                            ///< how a generation is examined before it is used
  std::size_t cache_bytes_max = std::size_t{256} << 20U;  ///< for the reach of recent searchers
  std::optional<std::uint64_t> journal_position;          ///< nothing behind it counts; none: everything does at once
  std::set<std::string> distrusted;              ///< generations passed over, since their contents were found damaged
  std::function<void(const std::string&)> warn;  ///< told when a damaged generation is passed over; may be empty
};

/// Answers requests. Every answer is of one generation, all of the journal behind it when it was asked, and one searcher; what the searcher may not see is not there.
///
/// Errors:  kInvalidQuery with position, kInvalidRequest, kUnknownPerson, kTimeout. Throws Xapian::Error or std::exception if the files fail.
/// Threads: any number at once.
/// Cost:    see docs/ARCHITECTURE.md; the reach of a searcher is kept between requests.
class Searcher {
 public:
  /// Opens the generation in force, which then stays on disk while this lives; if that is damaged, says so through `warn` and opens the
  /// newest one before it that is whole; if CURRENT names none that is there, the newest of all. Errors: kNoGeneration.
  [[nodiscard]] static Result<std::unique_ptr<Searcher>> open(const std::filesystem::path& index,
                                                              const SearcherOptions& options);
  ~Searcher();
  Searcher(const Searcher&) = delete;
  Searcher& operator=(const Searcher&) = delete;

  /// Makes the views of those whom `before` has answered lately, so that they need not wait for theirs when this takes its place.
  void expect_searchers_of(const Searcher& before) const;

  /// Takes in what is in the journal, so that the next request need not. Returns up to where.
  std::uint64_t follow_journal() const;

  /// True if somebody in the generation has that name, as a searcher may. Cost: a look-up.
  [[nodiscard]] bool knows(const std::string& as) const;

  [[nodiscard]] Result<SearchAnswer> search(const SearchRequest& request) const;

  /// The best `limit` ways from `as` to `to`. kUnknownPerson for whoever `as` may not see, in the same words as for nobody.
  [[nodiscard]] Result<IntroductionsAnswer> introductions(const std::string& as, const std::string& to,
                                                          std::size_t limit,
                                                          std::optional<Days> rights_date = {}) const;

  /// What `as` may see of a person. Errors: as introductions.
  [[nodiscard]] Result<PersonAnswer> person(const std::string& as, const std::string& id,
                                            std::optional<Days> rights_date = {}) const;

  /// What questions about the network start from (searcher/referrer_search.h, searcher/network_reports.h). Errors: kUnknownPerson.
  /// Its documents are everybody's: for names, values, ties and records, which are the same for all.
  [[nodiscard]] Result<OpenView> open_view(const std::string& as, std::optional<Days> rights_date) const;
  /// The same with the documents for members of the searcher's groups: for whatever looks at how well somebody fits.
  /// Cost: at the first call for a searcher some 60 microseconds for each person of whom something was said in these groups.
  [[nodiscard]] Result<OpenView> open_view_to_match(const std::string& as, std::optional<Days> rights_date) const;

  /// A profile as the operator's duties need it: whoever may see it.
  struct HeldProfile {
    std::string id;
    std::string record;
    Days since = 0;  ///< the day from which on it is held
  };
  /// Calls `use` for every profile as it is now, those who must not be contacted too. For no searcher's eyes. Cost: a pass.
  void for_each_profile(const std::function<void(const HeldProfile&)>& use) const;

  [[nodiscard]] const Manifest& manifest() const;
  [[nodiscard]] const std::filesystem::path& generation_path() const;

 private:
  struct State;
  /// Errors: kNoGeneration with what is wrong with it.
  [[nodiscard]] static Result<std::unique_ptr<Searcher>> open_generation(const std::filesystem::path& path,
                                                                         const SearcherOptions& options);
  explicit Searcher(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kennis
