/// @file
/// The taxonomy that a generation was built with, read and ready to find skills.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "schema/result.h"
#include "schema/skill_finder.h"
#include "schema/taxonomy.h"

namespace kennis {

/// Threads: any number. Cost: some milliseconds for a thousand skills.
class SkillKnowledge {
 public:
  explicit SkillKnowledge(Taxonomy taxonomy)
      : taxonomy_(std::make_unique<const Taxonomy>(std::move(taxonomy))), finder_(*taxonomy_) {}

  [[nodiscard]] const SkillFinder& finder() const { return finder_; }
  [[nodiscard]] const Taxonomy& taxonomy() const { return *taxonomy_; }

 private:
  std::unique_ptr<const Taxonomy> taxonomy_;  ///< stays where it is
  SkillFinder finder_;
};

/// Errors: kInvalidRequest with the first fault, as taxonomy_from.
[[nodiscard]] Result<SkillKnowledge> skill_knowledge_of(std::string_view name, std::string_view text);

/// Reads that of a generation. Throws std::runtime_error with the path, if it cannot be read or is none.
[[nodiscard]] SkillKnowledge read_skill_knowledge(const std::filesystem::path& file);

}  // namespace kennis
