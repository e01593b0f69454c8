/// @file
#include "schema/skill_finder.h"

#include <algorithm>
#include <cassert>
#include <string>

namespace kennis {
namespace {

/// How many words from a label its evidence may stand, on either side.
constexpr std::size_t kEvidenceWordsAway = 30;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

SkillFinder::SkillFinder(const Taxonomy& taxonomy) : taxonomy_(&taxonomy) {
  const auto skills = taxonomy.skills();
  for (SkillIndex i = 0; i < skills.size(); ++i) {
    for (const SkillLabel& label : skills[i].labels) {
      const std::string key = label_key(label.text);
      std::vector<SkillWord> words;
      for (std::size_t at = 0; at <= key.size();) {
        const std::size_t end = std::min(key.find(' ', at), key.size());
        words.push_back(words_.number_of(std::string_view(key).substr(at, end - at)));
        at = end + 1;
      }
      if (by_first_word_.size() < words_.count()) by_first_word_.resize(words_.count());
      by_first_word_[words.front()].push_back({{words.begin() + 1, words.end()}, i, &label, label.ambiguous});
    }
    std::vector<SkillWord>& evidence = evidence_.emplace_back();
    for (const std::string& word : skills[i].evidence) evidence.push_back(words_.number_of(word));
    ancestors_.push_back(taxonomy.ancestors(i));
  }
  by_first_word_.resize(words_.count());
  for (std::vector<Label>& labels : by_first_word_) {
    std::stable_sort(labels.begin(), labels.end(),
                     [](const Label& a, const Label& b) { return a.rest.size() > b.rest.size(); });
  }
}

SkillWord SkillFinder::word(std::string_view token) const {
  const SkillWord number = is_ascii(token) ? words_.find(token) : words_.find(strip_accents(token));
  return number < words_.count() ? number : kNoSkillWord;
}

bool SkillFinder::has_evidence(SkillIndex skill, SkillWord word) const {
  return std::find(evidence_[skill].begin(), evidence_[skill].end(), word) != evidence_[skill].end();
}

bool SkillFinder::is_evident(SkillIndex skill, std::span<const std::string_view> words) const {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view text) { return has_evidence(skill, word(text)); });
}

/// The longest label that begins at a word and may count there; none if no label does.
const SkillFinder::Label* SkillFinder::label_at(Places places, std::size_t at, LabelTrust trust) const {
  const Places behind = places.subspan(at + 1);
  const std::size_t begin = at < kEvidenceWordsAway ? 0 : at - kEvidenceWordsAway;
  const Places near = places.subspan(begin, std::min(places.size(), at + kEvidenceWordsAway) - begin);
  for (const Label& label : by_first_word_[places[at].word]) {
    const bool goes_on = label.rest.size() <= behind.size() &&
                         std::equal(label.rest.begin(), label.rest.end(), behind.begin(),
                                    [](SkillWord wanted, const Scratch::Place& place) { return place.word == wanted; });
    if (!goes_on) continue;
    const bool is_trusted = trust == LabelTrust::kSkillName || !label.ambiguous ||
                            std::any_of(near.begin(), near.end(), [&](const Scratch::Place& place) {
                              return place.word != kNoSkillWord && has_evidence(label.skill, place.word);
                            });
    if (is_trusted) return &label;
  }
  return nullptr;
}

void SkillFinder::find(std::span<const Token> tokens, LabelTrust trust, std::vector<FoundSkill>& out) const {
  Scratch scratch;
  find(tokens, trust, scratch, out);
}

void SkillFinder::find(std::span<const Token> tokens, LabelTrust trust, Scratch& scratch,
                       std::vector<FoundSkill>& out) const {
  scratch.words.clear();
  for (const Token& token : tokens) scratch.words.push_back(word(token.text));
  find(tokens, scratch.words, trust, scratch, out);
}

void SkillFinder::find(std::span<const Token> tokens, std::span<const SkillWord> words, LabelTrust trust,
                       Scratch& scratch, std::vector<FoundSkill>& out) const {
  assert(words.size() == tokens.size());
  out.clear();
  scratch.places.clear();
  for_each_word(tokens, [&](std::size_t i) {
    scratch.places.push_back({words[i], tokens[i].position, tokens[i].parts});
  });
  const Places places(scratch.places);
  for (std::size_t at = 0; at < places.size();) {
    const Label* label = places[at].word != kNoSkillWord ? label_at(places, at, trust) : nullptr;
    if (label == nullptr) {
      ++at;
      continue;
    }
    const Scratch::Place& last = places[at + label->rest.size()];
    out.push_back({label->skill, label->label, places[at].position, last.position + last.parts - places[at].position});
    at += label->rest.size() + 1;
  }
}

}  // namespace kennis
