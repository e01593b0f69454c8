/// @file
#include "schema/document.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "schema/evidence.h"
#include "schema/fields.h"
#include "schema/statement_weight.h"

namespace kennis {
namespace {

constexpr std::size_t kSampleBytesMin = 100;  ///< less says less than titles and skills do
constexpr std::size_t kSampleBytesMax = 2000;

/// The first of what a profile says, to guess its language from.
std::string language_sample(const Profile& profile) {
  std::string sample = profile.headline + ". " + profile.summary;
  for (const Position& position : profile.positions) {
    if (sample.size() > kSampleBytesMax) break;
    sample += ". " + position.description;
  }
  return sample;
}

/// What somebody does, where the profile says little more.
std::string titles_sample(const Profile& profile) {
  std::string sample = profile.headline;
  for (const Position& position : profile.positions) {
    if (sample.size() > kSampleBytesMax) break;
    sample += ". " + position.title;
  }
  for (const Skill& skill : profile.skills) {
    if (sample.size() > kSampleBytesMax) break;
    sample += ", " + skill.name;
  }
  return sample;
}

}  // namespace

TextLanguage language_of(const Profile& profile) {
  const std::string sample = language_sample(profile);
  return sample.size() < kSampleBytesMin ? detect_language_of_titles(titles_sample(profile)) : detect_language(sample);
}

/// Where a field's words go: to its own terms, to running text, or both.
struct DocumentBuilder::Field {
  ValueKind kind;  ///< whose prefix its terms have, and whose positions are counted apart: no phrase spans two fields
  bool stemmed;
  bool in_text;  ///< true for running text itself, too
  enum class Runs : std::uint8_t {
    kNone,
    kKnown,
    kAll
  } runs;                          ///< which are terms; kAll: those known of running text too
  std::optional<ValueKind> now{};  ///< terms of what is so now, beside the field's own, and the kind of its row

  [[nodiscard]] bool is_text() const { return kind == ValueKind::kText; }
};

const DocumentBuilder::Field DocumentBuilder::kTitleField{ValueKind::kTitle, true, true, Field::Runs::kKnown};
const DocumentBuilder::Field DocumentBuilder::kSkillField{ValueKind::kSkill, true, true, Field::Runs::kAll};
const DocumentBuilder::Field DocumentBuilder::kTextField{ValueKind::kText, true, true, Field::Runs::kKnown};
const DocumentBuilder::Field DocumentBuilder::kNameField{ValueKind::kName, false, false, Field::Runs::kNone};
const DocumentBuilder::Field DocumentBuilder::kCompanyField{ValueKind::kCompany, false, false, Field::Runs::kNone};
const DocumentBuilder::Field DocumentBuilder::kCurrentTitleField{ValueKind::kTitle, true, true, Field::Runs::kKnown,
                                                                 ValueKind::kCurrentTitle};
const DocumentBuilder::Field DocumentBuilder::kCurrentCompanyField{ValueKind::kCompany, false, false,
                                                                   Field::Runs::kNone, ValueKind::kCurrentCompany};
const DocumentBuilder::Field DocumentBuilder::kSchoolField{ValueKind::kSchool, false, false, Field::Runs::kNone};

const DocumentBuilder::Field DocumentBuilder::kLocationField{ValueKind::kLocation, false, false, Field::Runs::kNone};

void DocumentTerms::clear() {
  numbered_.clear();
  mentions_.clear();
  words_.clear();
}

void DocumentTerms::begin(const std::shared_ptr<TextNumbers>& texts) {
  clear();
  if (texts_ != texts) texts_ = texts;
}

void DocumentTerms::add(std::string_view prefix, std::string_view value, std::uint32_t position,
                        std::uint32_t evidence) {
  assign_term(made_, prefix, value);
  add(texts_->number_of(made_), position, evidence);
}

void DocumentTerms::settle() {
  mentions_.clear();
  if (firsts_.size() < texts_->count()) firsts_.resize(texts_->count());
  for (std::uint32_t i = 0; i < numbered_.size(); ++i) {
    NumberedMention& mention = numbered_[i];
    if (mention.form == WordForm::kFormless) continue;
    const std::uint32_t evidence = std::exchange(mention.wdf, 0);
    std::uint32_t& first = firsts_[mention.term];
    if (first == 0) first = i + 1;
    std::uint32_t& wdf = numbered_[first - 1].wdf;
    wdf = wdf::with_mention(wdf, evidence, mention.form);
  }
  for (const NumberedMention& mention : numbered_) firsts_[mention.term] = 0;
}

std::span<const Mention> DocumentTerms::mentions() const {
  if (mentions_.size() == numbered_.size()) return mentions_;
  mentions_.clear();
  for (const NumberedMention& mention : numbered_) {
    mentions_.push_back({texts_->text(mention.term), mention.position, mention.wdf});
  }
  return mentions_;
}

bool DocumentTerms::has(std::uint32_t term) const {
  return std::any_of(numbered_.begin(), numbered_.end(),
                     [&](const NumberedMention& mention) { return mention.term == term; });
}

/// The text's tokens and what is known of them; false if it has none.
bool DocumentBuilder::read_words(const Field& field, std::string_view text) {
  if (text.empty()) return false;
  fold_case(cut_text(text, limit::kIndexedTextBytesMax), folded_);
  tokenise(folded_, tokens_);
  words_.clear();
  hashes_.clear();
  skill_words_.clear();
  for (const Token& token : tokens_) {
    const WordBook::Word& word = book_.word(token.text, field.stemmed ? language_ : TextLanguage::kNone);
    words_.push_back(word);
    hashes_.push_back(book_.hash(word.stem));
    skill_words_.push_back(word.skill_word);
  }
  return !tokens_.empty();
}

void DocumentBuilder::add_text(const Field& field, std::string_view text, std::uint32_t evidence, DocumentTerms& out) {
  if (!read_words(field, text)) return;
  std::uint32_t& own_position = next_position_[static_cast<std::size_t>(field.kind)];
  std::uint32_t& text_position = next_position_[static_cast<std::size_t>(ValueKind::kText)];
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const WordBook::Word& word = words_[i];
    const std::uint32_t position = tokens_[i].position;
    const WordForm form = field.stemmed ? word.form : WordForm::kFormless;
    if (!field.is_text()) out.add(book_.term(word.stem, field.kind), own_position + position, evidence, form);
    if (field.now) out.add(book_.term(word.stem, *field.now), own_position + position, evidence, form);
    if (field.in_text) out.add(book_.term(word.stem, ValueKind::kText), text_position + position, evidence, form);
    if (field.in_text && word.parts > 0) add_parts(field, word, evidence, out);
  }
  const auto taken = static_cast<std::uint32_t>(tokens_.back().position + limit::kPositionGap);
  if (!field.is_text()) own_position += taken;
  if (field.in_text) text_position += taken;
  out.add_words(field.now.value_or(field.kind), tokens_, hashes_);
  const LabelTrust trust = field.kind == ValueKind::kSkill ? LabelTrust::kSkillName : LabelTrust::kRunningText;
  if (field.in_text) skills_.take(tokens_, skill_words_, trust, evidence);
  const bool has_runs = field.runs == Field::Runs::kAll || (field.runs == Field::Runs::kKnown && known_ != nullptr);
  if (has_runs) add_runs(field, evidence, out);
}

/// The words of a compound count half of what they would by themselves.
void DocumentBuilder::add_parts(const Field& field, const WordBook::Word& word, std::uint32_t evidence,
                                DocumentTerms& out) {
  const std::uint32_t half = std::max(1U, evidence / 2);
  for (const WordBook::Number part : book_.parts(word)) {
    if (!field.is_text()) out.add(book_.term(part, field.kind), 0, half, WordForm::kCompound);
    out.add(book_.term(part, ValueKind::kText), 0, half, WordForm::kCompound);
  }
}

void DocumentBuilder::add_runs(const Field& field, std::uint32_t evidence, DocumentTerms& out) {
  const bool adds_all = field.runs == Field::Runs::kAll;
  std::array<std::uint64_t, limit::kRunWordsMax + 1> hashes{};  // of the run's first words
  std::array<std::size_t, limit::kRunWordsMax + 1> sizes{};
  std::array<RunForm, limit::kRunWordsMax + 1> forms{};
  for (std::size_t first = 0; first < tokens_.size(); ++first) {
    if (!adds_all && !book_.may_begin_run(words_[first].stem)) continue;
    hashes[1] = hashes_[first];
    run_ = book_.stem(words_[first].stem);
    sizes[1] = run_.size();
    forms[1] = {};
    forms[1].add(words_[first].form);
    for_each_run_at(tokens_, first, [&](std::size_t last, std::size_t words) {
      const std::string_view stem = book_.stem(words_[last].stem);
      hashes[words] = hash_of_run(hashes[words - 1], stem);
      const KnownRuns::Answer answer = known_ == nullptr ? KnownRuns::Answer{} : known_->of(hashes[words]);
      run_.resize(sizes[words - 1]);
      append_word(run_, stem);
      sizes[words] = run_.size();
      forms[words] = forms[words - 1];
      forms[words].add(words_[last].form);
      const WordForm form = forms[words].form();
      if (!field.is_text() && (adds_all || answer.is_known)) out.add(book_.term(run_, field.kind), 0, evidence, form);
      if (answer.is_known) out.add(book_.term(run_, ValueKind::kText), 0, evidence, form);
      if (answer.is_known && field.now) out.add(book_.term(run_, *field.now), 0, evidence, form);
      return adds_all || answer.is_beginning;
    });
  }
}

void DocumentBuilder::add_fields(const Profile& profile, DocumentTerms& out) {
  const StatementWeights weights(profile, as_of_);
  const auto of_profile = [&](double points) { return evidence::stored(points * weights.of_profile()); };
  add_text(kNameField, profile.name, evidence::kField, out);
  add_text(kTitleField, profile.headline, of_profile(evidence::kHeadline), out);
  add_text(kTextField, profile.summary, of_profile(evidence::kSummary), out);
  add_text(kLocationField, profile.location.name, evidence::kField, out);
  for (const Position& position : profile.positions) {
    const double weight = weights.of_position(position);
    const bool is_current = !position.to || *position.to > as_of_;
    add_text(is_current ? kCurrentTitleField : kTitleField, position.title, evidence::stored(evidence::kTitle * weight),
             out);
    add_text(is_current ? kCurrentCompanyField : kCompanyField, position.organisation, evidence::kField, out);
    add_text(kTextField, position.description, evidence::stored(evidence::kDescription * weight), out);
  }
  for (const Education& education : profile.education) {
    add_text(kSchoolField, education.school, evidence::kField, out);
  }
  for (const Skill& skill : profile.skills) {
    const double years = std::floor(std::clamp(skill.years.value_or(0), 0.0, evidence::kSkillYearsMax));
    add_text(kSkillField, skill.name, of_profile(evidence::kSkill + years), out);
  }
}

/// To vouch for others makes nobody have a skill: it adds to the words that are there.
void DocumentBuilder::add_endorsing(const SkillStatement& statement, DocumentTerms& out) {
  if (!read_words(kSkillField, statement.skill)) return;
  const auto add = [&](WordBook::Number term) {
    if (out.has(term)) out.add(term, 0, statement.endorsing, WordForm::kUnsaid);
  };
  run_.clear();
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (!has_parts(tokens_, i)) append_word(run_, book_.stem(words_[i].stem));
    for (const ValueKind kind : {ValueKind::kSkill, ValueKind::kText}) add(book_.term(words_[i].stem, kind));
  }
  if (tokens_.size() > 1) {
    for (const ValueKind kind : {ValueKind::kSkill, ValueKind::kText}) add(book_.term(run_, kind));
  }
  skills_.add_where_taken(tokens_, statement.endorsing);
}

void DocumentBuilder::begin(DocumentTerms& out) {
  if (book_.is_full()) book_.forget();
  out.begin(book_.terms());
  next_position_.fill(1);
}

void DocumentBuilder::build_statement(std::string_view skill, TextLanguage language, DocumentTerms& out) {
  begin(out);
  language_ = language;
  add_text(kSkillField, skill, evidence::kField, out);
  skills_.move_to(out);
  out.settle();
}

void DocumentBuilder::build(const Profile& profile, std::span<const SkillStatement> statements, DocumentTerms& out) {
  begin(out);
  out.add(prefix::kId, profile.id, 0, 0);
  if (profile.contact_policy == ContactPolicy::kDoNotContact) return;
  language_ = language_of(profile);
  out.add(prefix::kSearchable, "", 0, 0);
  add_fields(profile, out);
  for (const SkillStatement& statement : statements) {
    if (statement.said > 0) add_text(kSkillField, statement.skill, statement.said, out);
  }
  for (const SkillStatement& statement : statements) {
    if (statement.endorsing > 0) add_endorsing(statement, out);
  }
  skills_.move_to(out);
  out.settle();
}

}  // namespace kennis
