/// @file
#include "schema/skill_finder.h"

#include <algorithm>
#include <deque>

namespace kennis {
namespace {

/// How many words from a label its evidence may stand, on either side.
constexpr std::size_t kEvidenceWordsAway = 30;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// True if `words` begin with what `rest` holds, each word with a space before it.
bool begins_with(std::span<const std::string_view> words, std::string_view rest) {
  for (const std::string_view word : words) {
    if (rest.empty()) return true;
    rest.remove_prefix(1);
    if (!rest.starts_with(word)) return false;
    rest.remove_prefix(word.size());
    if (!rest.empty() && rest.front() != ' ') return false;
  }
  return rest.empty();
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
    }
  }
  for (auto& [word, entries] : by_first_word_) {
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.words > b.words; });
  }
}

bool SkillFinder::is_trusted(const Entry& entry, std::span<const std::string_view> words) const {
  const TaxonomySkill& skill = taxonomy_->skills()[entry.skill];
  if (!skill.labels[entry.label].ambiguous) return true;
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return std::find(skill.evidence.begin(), skill.evidence.end(), word) != skill.evidence.end();
  });
}

void SkillFinder::find(std::span<const Token> tokens, LabelTrust trust, std::vector<FoundSkill>& out) const {
  out.clear();
  std::vector<Token> kept;
  words_of(tokens, kept);
  std::vector<std::string_view> words;
  std::deque<std::string> stripped;  // keeps its strings where they are
  words.reserve(kept.size());
  for (const Token& token : kept) {
    words.push_back(is_ascii(token.text) ? token.text : stripped.emplace_back(strip_accents(token.text)));
  }
  const auto near = [&](std::size_t at) {
    const std::size_t begin = at < kEvidenceWordsAway ? 0 : at - kEvidenceWordsAway;
    return std::span(words).subspan(begin, std::min(words.size(), at + kEvidenceWordsAway) - begin);
  };
  for (std::size_t at = 0; at < words.size();) {
    const auto entries = by_first_word_.find(words[at]);
    std::size_t taken = 1;
    if (entries != by_first_word_.end()) {
      for (const Entry& entry : entries->second) {
        if (at + entry.words > words.size() || !begins_with(std::span(words).subspan(at + 1), entry.rest)) continue;
        if (trust == LabelTrust::kRunningText && !is_trusted(entry, near(at))) continue;
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
