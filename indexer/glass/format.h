/// @file
/// The numbers of Xapian's "glass" format, as far as we write it. docs/GLASS.md explains them.
///
/// Source: the format is the work of Xapian's authors; see docs/GLASS.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kennis::glass {

inline constexpr std::size_t kBlockBytes = 8192;
inline constexpr std::size_t kBlockHeaderBytes =
    11;  ///< revision 4, level 1, largest gap 2, all gaps 2, directory end 2
inline constexpr std::size_t kDirectoryEntryBytes = 2;  ///< where an item begins
inline constexpr std::size_t kItemHeaderBytes = 3;      ///< flags and size 2, length of the key 1
inline constexpr std::size_t kComponentBytes = 2;
inline constexpr std::size_t kChildBytes = 4;      ///< a block's number, in branches
inline constexpr std::size_t kKeyBytesMax = 255;   ///< after zero bytes were doubled
inline constexpr std::size_t kTermBytesMax = 245;  ///< as the library's own limit
inline constexpr std::size_t kPiecesMax = 65'535;  ///< of one tag
inline constexpr std::size_t kChunkBytes = 2000;   ///< a posting chunk that has reached it takes no more
inline constexpr std::size_t kDeflateBytesMin = 18;
inline constexpr std::uint32_t kRevision = 1;

/// The library refuses items that do not go into a block at least four times.
constexpr std::size_t item_bytes_max(std::size_t block_bytes) {
  return (block_bytes - kBlockHeaderBytes - 4 * kDirectoryEntryBytes) / 4;
}

/// Where the list of document lengths stands in the posting table.
inline constexpr std::string_view kLengthsKey("\0\xe0", 2);

/// The beginning of every version file: magic and the format's date, 2016-03-14.
inline constexpr std::string_view kVersionMagic("\x0f\x0dXapian Glass\x04\x6e", 16);
inline constexpr const char* kVersionFile = "iamglass";

}  // namespace kennis::glass
