/// @file
/// A search engine that the same questions are put to, over the same profiles and ties.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/questions.h"
#include "schema/records.h"

namespace kennis::benchmarks {

/// A profile as everybody gets it: with no text where the person must not be contacted. By number from 1, without gaps.
struct GivenProfile {
  std::uint32_t number = 0;
  const Profile& profile;
  const std::string& record;
};
/// What bare words are looked for in: headline, summary, titles, descriptions, skills. Owns: views of the profile.
[[nodiscard]] std::vector<std::string_view> texts_of(const GivenProfile& given);
/// The same as one text, in which no phrase goes on from one to the next.
[[nodiscard]] std::string text_of(const GivenProfile& given);

/// Somebody who carries others: what two hops are reckoned from.
struct GivenPerson {
  std::uint32_t number = 0;
  double attention = 0;  ///< κ
  int shares = 0;        ///< 0: with nobody, 1: with contacts, 2: with everyone
};

struct GivenTie {
  std::uint32_t from = 0, to = 0;
  double strength = 0;
  double share = 1;       ///< of it that a step over the tie counts for
  bool to_acted = false;  ///< `to` has acted towards `from`, who is a contact of `to` therefore
};

/// Reads everything anew for whoever asks for it.
struct GivenWorld {
  std::function<void(const std::function<void(const GivenProfile&)>&)> profiles;
  std::function<void(const std::function<void(const GivenPerson&)>&)> persons;
  std::function<void(const std::function<void(const GivenTie&)>&)> ties;
};

/// Asks in one thread, of one connection. Throws std::runtime_error in its engine's words. CPU is of whoever works, in ms since any time.
class Rival {
 public:
  virtual ~Rival() = default;
  [[nodiscard]] virtual std::string name() const = 0;
  /// Everybody who matches, rising.
  [[nodiscard]] virtual std::vector<std::uint32_t> all(const Question& question) = 0;
  /// The best so many by the engine's own ranking, with their records read.
  [[nodiscard]] virtual std::vector<std::uint32_t> best(const Question& question, std::size_t limit) = 0;
  /// The same, by text and closeness over two hops (two persons in between), 0.7 to 0.3.
  [[nodiscard]] virtual std::vector<std::uint32_t> best_and_close(const Question& question, std::uint32_t searcher,
                                                                  std::size_t limit) = 0;
  /// Whom the searcher reaches over two hops at most, rising; for comparing.
  [[nodiscard]] virtual std::vector<std::uint32_t> reached(std::uint32_t searcher) = 0;
  [[nodiscard]] virtual double cpu_ms() const = 0;
  /// False where there is no closeness to be had.
  [[nodiscard]] virtual bool knows_ties() const { return true; }
};

[[nodiscard]] std::unique_ptr<Rival> make_xapian_rival(const std::filesystem::path& folder, const GivenWorld& world);
[[nodiscard]] std::unique_ptr<Rival> make_fts5_rival(const std::filesystem::path& folder, const GivenWorld& world);
/// Nothing where there is none: `why` says so.
[[nodiscard]] std::unique_ptr<Rival> make_postgresql_rival(const GivenWorld& world, std::string& why);

/// Paths of up to three ties as SQL: `path` with chances as spec section 5 has them, but for who takes a step, then `reach(node, closeness)`. The two databases differ in
/// how parameters are written: `searcher` is the searcher's.
[[nodiscard]] std::string reach_in_sql(const std::string& searcher);

}  // namespace kennis::benchmarks
