/// @file
#include "schema/skill_finder.h"

#include <algorithm>
#include <cstring>

namespace kennis {
namespace {

/// How many words from a label its evidence may stand, on either side.
constexpr std::size_t kEvidenceWordsAway = 30;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::uint64_t hash_of(std::string_view word) {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  const std::size_t bytes = std::min<std::size_t>(word.size(), sizeof(first));
  std::memcpy(&first, word.data(), bytes);
  std::memcpy(&last, word.data() + word.size() - bytes, bytes);
  std::uint64_t hash = (first ^ word.size()) * 0x9E3779B97F4A7C15U;
  hash = (hash ^ (hash >> 32U) ^ last) * 0xD6E8FEB86659FD93U;
  return hash ^ (hash >> 32U);
}

}  // namespace

SkillFinder::SkillFinder(const Taxonomy& taxonomy) : taxonomy_(&taxonomy) {
  const auto skills = taxonomy.skills();
  for (SkillIndex i = 0; i < skills.size(); ++i) {
    for (std::uint32_t j = 0; j < skills[i].labels.size(); ++j) {
      const std::string key = label_key(skills[i].labels[j].text);
      const std::size_t end = std::min(key.find(' '), key.size());
      const auto words = static_cast<std::uint32_t>(1 + std::count(key.begin(), key.end(), ' '));
      by_first_word_[key.substr(0, end)].push_back({key.substr(end), words, i, j});
      add_beginning(std::string_view(key).substr(0, end));
      std::vector<Token> tokens;
      std::vector<Token> kept;
      const std::string folded = fold_case(skills[i].labels[j].text);
      tokenise(folded, tokens);
      words_of(tokens, kept);
      add_beginning(kept.front().text);  // as it is written, with accents
    }
    ancestors_.push_back(taxonomy.ancestors(i));
  }
  for (auto& [word, entries] : by_first_word_) {
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.words > b.words; });
  }
}

void SkillFinder::add_beginning(std::string_view word) {
  const std::uint64_t bit = hash_of(word) % (64 * kBeginningWords);
  beginnings_[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

bool SkillFinder::may_begin(std::string_view word) const {
  const std::uint64_t bit = hash_of(word) % (64 * kBeginningWords);
  return (beginnings_[bit / 64] >> (bit % 64) & 1U) != 0;
}

bool SkillFinder::is_evident(SkillIndex skill, std::span<const std::string_view> words) const {
  const std::vector<std::string>& evidence = taxonomy_->skills()[skill].evidence;
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return std::find(evidence.begin(), evidence.end(), word) != evidence.end();
  });
}

bool SkillFinder::is_trusted(const Entry& entry, std::span<const std::string_view> words) const {
  return !taxonomy_->skills()[entry.skill].labels[entry.label].ambiguous || is_evident(entry.skill, words);
}

void SkillFinder::find(std::span<const Token> tokens, LabelTrust trust, std::vector<FoundSkill>& out) const {
  Scratch scratch;
  find(tokens, trust, scratch, out);
}

/// The words of one text, without accents as far as they are looked at.
class SkillFinder::Words {
 public:
  explicit Words(Scratch& scratch) : scratch_(scratch) {
    scratch_.words.clear();
    scratch_.stripped.clear();
    scratch_.stripped.reserve(scratch_.kept.size());  // the views must stay
    for (const Token& token : scratch_.kept) scratch_.words.push_back(token.text);
  }
  [[nodiscard]] std::string_view at(std::size_t place) {
    std::string_view& word = scratch_.words[place];
    const bool is_whole = word.data() != scratch_.kept[place].text.data() || is_ascii(word);
    if (!is_whole) word = scratch_.stripped.emplace_back(strip_accents(word));
    return word;
  }
  /// Those at most so many places away.
  [[nodiscard]] std::span<const std::string_view> near(std::size_t place, std::size_t away) {
    const std::size_t begin = place < away ? 0 : place - away;
    const std::size_t end = std::min(scratch_.words.size(), place + away);
    for (std::size_t i = begin; i < end; ++i) (void)at(i);
    return std::span(scratch_.words).subspan(begin, end - begin);
  }
  /// True if from `place` on stands what `rest` holds, each word with a space before it.
  [[nodiscard]] bool go_on(std::size_t place, std::string_view rest) {
    for (; !rest.empty(); ++place) {
      if (place == scratch_.words.size()) return false;
      rest.remove_prefix(1);
      const std::string_view word = at(place);
      if (!rest.starts_with(word)) return false;
      rest.remove_prefix(word.size());
      if (!rest.empty() && rest.front() != ' ') return false;
    }
    return true;
  }

 private:
  Scratch& scratch_;
};

void SkillFinder::find(std::span<const Token> tokens, LabelTrust trust, Scratch& scratch,
                       std::vector<FoundSkill>& out) const {
  out.clear();
  std::vector<Token>& kept = scratch.kept;
  words_of(tokens, kept);
  Words words(scratch);
  for (std::size_t at = 0; at < kept.size();) {
    std::size_t taken = 1;
    const auto entries = may_begin(kept[at].text) ? by_first_word_.find(words.at(at)) : by_first_word_.end();
    if (entries != by_first_word_.end()) {
      for (const Entry& entry : entries->second) {
        if (!words.go_on(at + 1, entry.rest)) continue;
        if (trust == LabelTrust::kRunningText && !is_trusted(entry, words.near(at, kEvidenceWordsAway))) continue;
        const Token& last = kept[at + entry.words - 1];
        out.push_back({entry.skill, &taxonomy_->skills()[entry.skill].labels[entry.label], kept[at].position,
                       last.position + last.parts - kept[at].position});
        taken = entry.words;
        break;
      }
    }
    at += taken;
  }
}

}  // namespace kennis
