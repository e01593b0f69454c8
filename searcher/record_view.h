/// @file
/// What a hit shows of a stored record, and where in it a term stands.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/read_record.h"
#include "schema/skill_finder.h"
#include "schema/text.h"
#include "searcher/compound_stems.h"

namespace kennis {

struct SkillTerm;

/// What a record says of a skill.
struct SkillView {
  std::string label;  ///< of the skill that is there: it itself, or the narrower one with the most evidence
  std::string why;    ///< `k8s, a name of Kubernetes`; empty where it stands there by its preferred label
  std::vector<std::string> found_in;  ///< as fields_with
};

/// Reads the parts of stored records. Threads: one a thread. Cost: a few microseconds a kilobyte.
class RecordView {
 public:
  /// Reads the record; its parts live until the next call. Throws std::runtime_error if it is damaged.
  const Profile& read(const std::string& record);

  /// The fields in which one of the terms stands, among those that the terms' own field is made of: headline, title, skill, summary, description,
  /// name, organisation; `endorsement` if it stands in none. `terms` are as indexed, apart by spaces.
  [[nodiscard]] std::vector<std::string> fields_with(const std::string& terms, Stemmer& stemmer);

  /// Where the record names a skill, and how. Needs: a term that is one.
  [[nodiscard]] SkillView skill_view(const SkillTerm& term, const SkillFinder& skills) const;

 private:
  [[nodiscard]] bool holds_any(std::string_view text, const std::vector<std::string>& words, Stemmer& stemmer);

  RecordReader reader_;
  std::string buffer_;
  Profile profile_;
  std::optional<TextLanguage> language_;  ///< of the profile, once it is asked for
  CompoundStems compounds_;
};

/// A term that stands for a skill of the taxonomy.
struct SkillTerm {
  std::string id;            ///< empty: it is none
  bool is_narrower = false;  ///< for who has a narrower one
};
[[nodiscard]] SkillTerm skill_term(std::string_view term);
/// The preferred label; the id itself if the taxonomy has it not.
[[nodiscard]] std::string label_of(const std::string& id, const Taxonomy& taxonomy);

/// Indexed terms as the words that they are, without their fields' prefixes.
[[nodiscard]] std::string shown_terms(const std::string& terms);

}  // namespace kennis
