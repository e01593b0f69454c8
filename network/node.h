/// @file
/// Persons as numbers: what the files of a generation call them.
#pragma once

#include <cstdint>

namespace kennis {

/// 1…N are the persons with a profile in the order of their ids (byte by byte), and the documents of the index; N+1… are persons without
/// one, in the order of theirs. 0 is nobody.
using Node = std::uint32_t;

inline constexpr Node kNoPerson = 0;

}  // namespace kennis
