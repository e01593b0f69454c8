/// @file
#include "schema/own_words.h"

#include <algorithm>
#include <cmath>

#include "schema/evidence.h"
#include "schema/fields.h"
#include "schema/text.h"

namespace kennis {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

bool says(std::string_view text, std::string_view words) {
  for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    const bool begins = at == 0 || !is_letter(text[at - 1]) || !is_letter(words.front());
    const bool ends = end == text.size() || !is_letter(text[end]) || !is_letter(words.back());
    if (begins && ends) return true;
  }
  return false;
}

}  // namespace

OwnWords::OwnWords(const Profile& profile) {
  add(profile.headline, evidence::kHeadline);
  add(profile.summary, evidence::kSummary);
  for (const Position& position : profile.positions) {
    add(position.title, evidence::kTitle);
    add(position.description, evidence::kDescription);
  }
  for (const Skill& skill : profile.skills) {
    add(skill.name, evidence::kSkill + std::clamp(std::floor(skill.years.value_or(0)), 0.0, evidence::kSkillYearsMax));
  }
}

void OwnWords::add(std::string_view text, double points) {
  if (!text.empty()) texts_.emplace_back(fold_case(cut_text(text, limit::kIndexedTextBytesMax)), points);
}

std::uint32_t OwnWords::strength_in(std::string_view skill) const {
  if (skill.empty()) return 0;
  double sum = 0;
  for (const auto& [text, points] : texts_) sum += says(text, skill) ? points : 0;
  const double level = std::min(1.0, std::log1p(sum) / std::log1p(kPointsFull));
  return static_cast<std::uint32_t>(std::lround(kStrengthMax * level));
}

}  // namespace kennis
