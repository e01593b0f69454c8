/// @file
/// A profile as the terms it is found by: the pure step between reading and writing.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/records.h"
#include "schema/text.h"
#include "schema/word_rows.h"
#include "schema/word_runs.h"

namespace kennis {

/// One endorsement or recommendation of a skill, as evidence for the endorsed person. Each endorser is counted once a skill.
struct SkillStatement {
  std::string skill;
  std::uint32_t endorsers = 1;
};

/// One mention of a term. Position 0: the term has no positions.
struct Mention {
  std::string_view term;  ///< into the terms that own it
  std::uint32_t position = 0;
  std::uint32_t evidence = 0;
};

/// The mentions of one document, in the order in which they were added, and its words in a row; filled anew for each document.
class DocumentTerms {
 public:
  DocumentTerms() = default;
  DocumentTerms(const DocumentTerms&) = delete;  // the mentions point into the bytes
  DocumentTerms& operator=(const DocumentTerms&) = delete;

  [[nodiscard]] std::span<const Mention> mentions() const { return mentions_; }
  /// As schema/word_rows.h has them.
  [[nodiscard]] std::span<const std::uint32_t> words() const { return words_; }

  void clear();
  void add(std::string_view prefix, std::string_view value, std::uint32_t position, std::uint32_t evidence);
  /// Adds a value to words().
  void add_words(ValueKind kind, std::span<const Token> tokens, std::span<const std::uint64_t> hashes) {
    append_value(kind, tokens, hashes, words_);
  }
  /// From here on mentions() is whole.
  void finish();

 private:
  struct Added {
    std::uint32_t offset, size, position, evidence;
  };
  std::string bytes_;
  std::vector<Added> added_;
  std::vector<Mention> mentions_;
  std::vector<std::uint32_t> words_;
};

/// The language that a profile is stemmed in, guessed from the first of what it says.
[[nodiscard]] TextLanguage language_of(const Profile& profile);

/// Makes the terms of profiles: words with positions, and runs of words without.
/// Threads: one a thread. Cost: about 15 microseconds a kilobyte of profile.
class DocumentBuilder {
 public:
  /// Nothing is a known run.
  DocumentBuilder() = default;
  /// Needs: `known` lives longer.
  explicit DocumentBuilder(const KnownRuns& known) : known_(&known) {}

  /// Overwrites `out`. A person who must not be contacted gets the id alone, and so is never found.
  void build(const Profile& profile, std::span<const SkillStatement> statements, DocumentTerms& out);

 private:
  struct Field;
  void add_text(const Field& field, std::string_view text, std::uint32_t evidence, DocumentTerms& out);
  void add_runs(const Field& field, std::uint32_t evidence, DocumentTerms& out);
  void add_fields(const Profile& profile, DocumentTerms& out);
  void add_skill(std::string_view name, std::uint32_t evidence, DocumentTerms& out);

  static const Field kHeadlineField, kTitleField, kSkillField, kTextField, kNameField, kCompanyField;

  const KnownRuns* known_ = nullptr;
  Stemmer stemmer_;
  TextLanguage language_ = TextLanguage::kEnglish;
  std::vector<Token> tokens_;
  std::vector<std::string> words_;     ///< the stems of the tokens
  std::vector<std::uint64_t> hashes_;  ///< of the stems, as of runs of one word
  std::string run_;
  std::array<std::uint32_t, kValueKindCount>
      next_position_{};  ///< in running text, and in each field with terms of its own
};

}  // namespace kennis
