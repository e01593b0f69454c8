/// @file
/// How strongly those who endorse have the skills that they endorse others for.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <span>

#include "indexer/interaction_stage.h"
#include "indexer/tie_fold.h"

namespace kennis {

/// Sets the strength of each endorsement from the endorser's own profile; who has none has none of the skill. `sorted` are the profiles' lines, of which line n is node n.
/// Does not depend on the number of workers. Cost: reads all lines, and parses those of persons who endorse.
void find_strengths(const std::filesystem::path& sorted, const SkillNames& skills, std::size_t workers,
                    std::initializer_list<std::span<Endorsement>> endorsements);

}  // namespace kennis
