/// @file
/// Skills as things: each with its labels in several languages, what it is a kind of, and how much one says about another.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/text.h"

namespace kennis {

/// What another statement counts for one who asks for a skill, as a factor on its level. Source: our choice; spec section 4 gives the order.
namespace relation {
inline constexpr double kSame = 1;        ///< the preferred label, a synonym, a label in another language
inline constexpr double kNarrower = 0.9;  ///< a kind of it: Spring Boot for Java
inline constexpr double kBroader = 0.4;   ///< what it is a kind of: Java for Spring Boot
inline constexpr double kOneWord = 0.4;   ///< one of the words of a name that was asked for without quotes: `boot`
inline constexpr double kNamed =
    0.5;  ///< a bare word in a name, employer or school: to be a Bakker is not to be a baker
}  // namespace relation

using SkillIndex = std::uint32_t;

struct SkillLabel {
  std::string text;
  TextLanguage language = TextLanguage::kEnglish;
  bool ambiguous = false;  ///< counts in running text only beside one of the skill's evidence words
};

struct TaxonomySkill {
  std::string id;                     ///< stays for ever; of an occupation it begins with `job-`
  std::vector<SkillLabel> labels;     ///< the preferred one first
  std::vector<SkillIndex> broader;    ///< one step up
  std::vector<SkillIndex> narrower;   ///< one step down
  std::vector<std::string> evidence;  ///< folded words

  [[nodiscard]] const std::string& label() const { return labels.front().text; }
  [[nodiscard]] bool is_occupation() const { return id.starts_with("job-"); }
};

/// The words by which labels and texts are compared: folded, cut, without accents, joined by a space. `Front-End` and `front end` are the same,
/// `C`, `C++` and `C#` are not. Empty if there is no word in it.
[[nodiscard]] std::string label_key(std::string_view label);

/// Shape:   skills keep the order in which they were read.
/// Threads: any number may read.
class Taxonomy {
 public:
  Taxonomy() = default;
  /// Fills in `narrower`. Needs: what taxonomy_reader.h checks.
  explicit Taxonomy(std::vector<TaxonomySkill> skills);

  [[nodiscard]] std::span<const TaxonomySkill> skills() const { return skills_; }
  [[nodiscard]] std::optional<SkillIndex> with_id(std::string_view id) const;
  /// The skills that have this label, in their order; more than one only where it is ambiguous. Cost: a look-up.
  [[nodiscard]] std::span<const SkillIndex> with_label(std::string_view label) const;
  /// Everything that the skill is a kind of, at any distance, without itself; sorted.
  [[nodiscard]] std::vector<SkillIndex> ancestors(SkillIndex skill) const;

 private:
  std::vector<TaxonomySkill> skills_;
  std::unordered_map<std::string, SkillIndex> by_id_;
  std::unordered_map<std::string, std::vector<SkillIndex>> by_label_;  ///< by label_key
};

}  // namespace kennis
