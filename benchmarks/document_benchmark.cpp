/// @file
/// Profiles into the terms they are found by: tokenised, stemmed, sorted.
#include <map>

#include <benchmark/benchmark.h>

#include "benchmarks/measure.h"
#include "generator/world.h"
#include "schema/document.h"
#include "schema/fields.h"
#include "schema/read_record.h"
#include "tests/reference/indexed_world.h"

namespace kennis::benchmarks {
namespace {

struct Profiles {
  Profiles() {
    const reference::TemporaryFolder folder;
    WorldOptions options;
    options.people = people(10'000, 300);
    const auto made = generate_world(options, folder.path() / "world");
    if (!made) throw std::runtime_error(made.error().message);
    RecordReader reader;
    for (const std::string& line : padded_lines(folder.path() / "world" / "profiles.ndjson")) {
      auto profile = reader.profile(line);
      if (!profile) throw std::runtime_error(profile.error().message);
      all.push_back(std::move(profile).value());
      bytes += line.size() + 1;
    }
  }
  std::vector<Profile> all;
  std::size_t bytes = 0;
};

const Profiles& profiles() {
  static const Profiles kProfiles;
  return kProfiles;
}

/// The words of a field with a prefix, counted one text at a time with a stemmer of their own.
std::map<std::string, std::size_t> words_of(const std::vector<std::string>& texts, std::string_view prefix) {
  Stemmer stemmer;
  std::vector<Token> tokens;
  std::map<std::string, std::size_t> words;
  for (const std::string& text : texts) {
    const std::string folded = fold_case(text);
    tokenise(folded, tokens);
    for (const Token& token : tokens) {
      ++words[make_term(prefix, stemmer.term(token.text, TextLanguage::kNone))];
    }
  }
  return words;
}

/// Names and organisations are the fields whose terms do not depend on the language that is guessed.
bool has_right_terms(const Profile& profile, const DocumentTerms& terms) {
  std::vector<std::string> organisations;
  for (const Position& position : profile.positions) organisations.push_back(position.organisation);
  for (const auto& [texts, prefix] :
       {std::pair{std::vector<std::string>{profile.name}, prefix::kName}, std::pair{organisations, prefix::kCompany}}) {
    for (const auto& [term, count] : words_of(texts, prefix)) {
      const auto found = std::count_if(terms.mentions().begin(), terms.mentions().end(),
                                       [&its_term = term](const Mention& mention) { return mention.term == its_term; });
      if (static_cast<std::size_t>(found) != count) return false;
    }
  }
  return true;
}

void BM_BuildDocument(benchmark::State& state) {
  DocumentBuilder builder;
  DocumentTerms terms;
  std::size_t mentions = 0;
  for (std::size_t i = 0; i < profiles().all.size(); ++i) {
    const Profile& profile = profiles().all[i];
    builder.build(profile, {}, terms);
    mentions += terms.mentions().size();
    const bool hidden = profile.contact_policy == ContactPolicy::kDoNotContact;
    const bool right = hidden ? terms.mentions().size() == 1 : i % 100 != 0 || has_right_terms(profile, terms);
    if (!right) return state.SkipWithError("a profile has other terms");
  }
  for (auto _ : state) {
    for (const Profile& profile : profiles().all) {
      builder.build(profile, {}, terms);
      benchmark::DoNotOptimize(terms.mentions().data());
    }
  }
  const auto runs = static_cast<std::int64_t>(state.iterations());
  state.SetItemsProcessed(runs * static_cast<std::int64_t>(profiles().all.size()));
  state.SetBytesProcessed(runs * static_cast<std::int64_t>(profiles().bytes));
  state.counters["mentions_per_profile"] = static_cast<double>(mentions) / static_cast<double>(profiles().all.size());
}
BENCHMARK(BM_BuildDocument)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kennis::benchmarks
