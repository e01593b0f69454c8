/// @file
/// A profile as the terms it is found by: the pure step between reading and writing.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/records.h"
#include "schema/skill_terms.h"
#include "schema/text.h"
#include "schema/text_numbers.h"
#include "schema/time.h"
#include "schema/word_book.h"
#include "schema/word_forms.h"
#include "schema/word_rows.h"
#include "schema/word_runs.h"

namespace kennis {

/// What endorsements and recommendations of a skill, and what was written about it in groups, say about one person, as stored evidence.
struct SkillStatement {
  std::string skill;
  std::uint32_t said = 0;       ///< what others say of the person, and what the person wrote in groups
  std::uint32_t endorsing = 0;  ///< what the person says of others: counts beside evidence of the person's own
  friend bool operator==(const SkillStatement&, const SkillStatement&) = default;
};

/// What one document is made of, besides what all of a generation are made with.
struct DocumentSource {
  std::string record;                      ///< as it is stored; empty: there is no document
  bool is_barred = false;                  ///< must not be contacted, whatever the record says
  std::vector<SkillStatement> statements;  ///< of others, of the person's skills
};

/// The day from which the age of statements and the length of careers is reckoned: the first of the month of as_of. Careers are told in months, and a
/// document stays what it is from one night to the next (docs/decisions/0051-the-night-builds-what-has-changed.md).
[[nodiscard]] inline Days evidence_day(Seconds as_of) { return first_of_month(day_of(as_of)); }

/// What documents are made with besides their records. All of one generation are made with the same.
struct DocumentContext {
  const KnownRuns* known_runs = nullptr;  ///< none: nothing is a known run
  Days as_of = 0;                         ///< evidence_day: how old a statement is, is reckoned from here
  const SkillFinder* skills = nullptr;    ///< none: no skill is found
};

/// One mention of a term. Position 0: the term has no positions. The wdf of a term is the sum over its mentions.
struct Mention {
  std::string_view term;  ///< into the terms that own it
  std::uint32_t position = 0;
  std::uint32_t wdf = 0;
};

/// The same, the term by its number.
struct NumberedMention {
  std::uint32_t term = 0;
  std::uint32_t position = 0;
  std::uint32_t wdf = 0;  ///< of a term that has forms its evidence, until DocumentTerms::settle
  WordForm form = WordForm::kFormless;
};

/// The mentions of one document, in the order in which they were added, and its words in a row; filled anew for each document.
class DocumentTerms {
 public:
  [[nodiscard]] std::span<const NumberedMention> numbered() const { return numbered_; }
  /// What the numbers stand for. Documents made by one builder share it, as a rule.
  [[nodiscard]] const std::shared_ptr<TextNumbers>& texts() const { return texts_; }
  /// All mentions as texts, made when they are asked for. Valid until something is added.
  [[nodiscard]] std::span<const Mention> mentions() const;
  /// As schema/word_rows.h has them.
  [[nodiscard]] std::span<const std::uint32_t> words() const { return words_; }

  void clear();
  /// Empties this, and numbers terms as `texts` does from here on.
  void begin(const std::shared_ptr<TextNumbers>& texts);
  void add(std::string_view prefix, std::string_view value, std::uint32_t position, std::uint32_t evidence);
  void add(std::uint32_t term, std::uint32_t position, std::uint32_t evidence, WordForm form = WordForm::kFormless) {
    numbered_.push_back({term, position, evidence, form});
  }
  /// Once all is added: the first mention of each term that has forms gets its wdf, the others nothing.
  void settle();
  /// Adds a value to words().
  void add_words(ValueKind kind, std::span<const Token> tokens, std::span<const std::uint64_t> hashes) {
    append_value(kind, tokens, hashes, words_);
  }
  /// True if the term was added. Cost: a look at every term.
  [[nodiscard]] bool has(std::uint32_t term) const;

 private:
  std::shared_ptr<TextNumbers> texts_ = std::make_shared<TextNumbers>();
  std::vector<NumberedMention> numbered_;
  mutable std::vector<Mention> mentions_;
  std::vector<std::uint32_t> firsts_;  ///< by term: its first mention + 1; all 0 but while this settles
  std::vector<std::uint32_t> words_;
  std::string made_;
};

/// The language that a profile is stemmed in, guessed from the first of what it says.
[[nodiscard]] TextLanguage language_of(const Profile& profile);

/// Makes the terms of profiles: words with positions, and runs of words without.
/// Threads: one a thread. Cost: about 8 microseconds a kilobyte of profile, once most of its words were met before.
class DocumentBuilder {
 public:
  DocumentBuilder() : DocumentBuilder(DocumentContext{}) {}
  /// Needs: what the context refers to lives longer.
  explicit DocumentBuilder(const DocumentContext& context)
      : known_(context.known_runs),
        as_of_(context.as_of),
        skills_(context.skills),
        book_(context.known_runs, context.skills) {}

  /// Overwrites `out`. A person who must not be contacted gets the id alone, and so is never found.
  void build(const Profile& profile, std::span<const SkillStatement> statements, DocumentTerms& out);
  /// What a statement of a skill adds to a document in a language, and nothing else. Overwrites `out`.
  void build_statement(std::string_view skill, TextLanguage language, DocumentTerms& out);

 private:
  void begin(DocumentTerms& out);
  struct Field;
  bool read_words(const Field& field, std::string_view text);
  void add_text(const Field& field, std::string_view text, std::uint32_t evidence, DocumentTerms& out);
  void add_parts(const Field& field, const WordBook::Word& word, std::uint32_t evidence, DocumentTerms& out);
  void add_runs(const Field& field, std::uint32_t evidence, DocumentTerms& out);
  void add_fields(const Profile& profile, DocumentTerms& out);
  void add_endorsing(const SkillStatement& statement, DocumentTerms& out);

  static const Field kTitleField, kSkillField, kTextField, kNameField, kCompanyField, kCurrentTitleField,
      kCurrentCompanyField, kSchoolField, kLocationField;

  const KnownRuns* known_;
  Days as_of_;
  SkillTerms skills_;
  WordBook book_;
  TextLanguage language_ = TextLanguage::kEnglish;
  // Of the text at hand: its tokens, and by token the word, the hash of its stem, and the word of a skill.
  std::string folded_;
  std::vector<Token> tokens_;
  std::vector<WordBook::Word> words_;
  std::vector<std::uint64_t> hashes_;
  std::vector<SkillWord> skill_words_;
  std::string run_;
  std::array<std::uint32_t, kValueKindCount>
      next_position_{};  ///< in running text, and in each field with terms of its own
};

}  // namespace kennis
