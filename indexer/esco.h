/// @file
/// The official CSV files of ESCO, the European classification of skills, as a taxonomy of ours.
#pragma once

#include <cstdint>
#include <filesystem>

#include "schema/result.h"
#include "schema/taxonomy.h"

namespace kennis {

struct EscoImport {
  Taxonomy taxonomy;
  std::uint64_t labels_dropped = 0;  ///< of several skills: nobody could say which is meant
  std::uint64_t links_dropped = 0;   ///< to what is no skill, or in a circle
};

/// Reads `skills_en.csv`, beside it `skills_nl.csv`, `skills_fr.csv` and `skills_de.csv` where they are, and
/// `broaderRelationsSkillPillar_en.csv` (or `broaderRelationsSkillPillar.csv`) if it is there. The id of a skill is the last part of its address.
///
/// Errors: kInvalidRequest with file and record, if skills_en.csv is missing, a column that is needed is missing, or a file is no CSV (RFC 4180).
/// Cost:   a second or two for all of ESCO, which has about 14,000 skills.
[[nodiscard]] Result<EscoImport> import_esco(const std::filesystem::path& folder);

}  // namespace kennis
