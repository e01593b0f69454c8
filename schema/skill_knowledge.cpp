/// @file
#include "schema/skill_knowledge.h"

#include <span>
#include <stdexcept>
#include <string>

#include "schema/mapped_file.h"
#include "schema/taxonomy_reader.h"

namespace kennis {

Result<SkillKnowledge> skill_knowledge_of(std::string_view name, std::string_view text) {
  const TaxonomyText one{std::string(name), text};
  auto taxonomy = taxonomy_from(std::span(&one, 1));
  if (!taxonomy) return taxonomy.error();
  return SkillKnowledge(std::move(taxonomy).value());
}

SkillKnowledge read_skill_knowledge(const std::filesystem::path& file) {
  const MappedFile text(file);
  auto read = skill_knowledge_of(file.string(), text.bytes());
  if (!read) throw std::runtime_error(read.error().message);
  return std::move(read).value();
}

}  // namespace kennis
