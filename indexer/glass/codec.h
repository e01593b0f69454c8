/// @file
/// How numbers, terms, positions and term lists become bytes in a glass database. Pure functions; all append to `out`.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kennis::glass {

/// Seven bits a byte, the lowest first; the top bit says that more follow.
inline void put_varint(std::uint64_t value, std::string& out) {
  char bytes[10];
  std::size_t size = 0;
  while (value >= 128) {
    bytes[size++] = static_cast<char>(value | 128U);
    value >>= 7U;
  }
  bytes[size++] = static_cast<char>(value);
  out.append(bytes, size);
}

/// Takes a varint off the front of `in`. Throws std::runtime_error if it is cut off.
[[nodiscard]] std::uint64_t take_varint(std::string_view& in);

/// Bytes behind a varint of how many they are.
void put_counted(std::string_view bytes, std::string& out);
/// Takes them off the front of `in`; valid as long as that is. Throws std::runtime_error if they are cut off.
[[nodiscard]] std::string_view take_counted(std::string_view& in);

/// A number whose bytes sort as it does. Two bytes below 0x8000; else as many leading one bits as bytes follow but one.
void put_ordered(std::uint32_t value, std::string& out);

/// A term at the end of a key: zero bytes become 00 ff.
void put_term(std::string_view term, std::string& out);
/// A term with something behind it: as put_term, and a zero byte to end it.
void put_ended_term(std::string_view term, std::string& out);

/// The positions of a term in a document: the last one, and if there are more, the rest in centred truncated binary interpolative code,
/// lowest bits first. Needs: rising, at least one.
///
/// Source: Moffat and Stuiver, "Binary interpolative coding for effective index compression", 2000.
void put_positions(std::span<const std::uint32_t> positions, std::string& out);

/// One term of a document.
struct TermWeight {
  std::string_view term;
  std::uint32_t wdf = 0;
};

/// The entry of a document's term list; nothing for a document without terms. Needs: sorted, each once, at most 245 bytes.
void put_term_list(std::span<const TermWeight> terms, std::uint32_t document_length, std::string& out);

}  // namespace kennis::glass
