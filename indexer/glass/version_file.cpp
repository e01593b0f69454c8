/// @file
#include "indexer/glass/version_file.h"

#include <algorithm>

#include <xxhash.h>

#include "indexer/glass/codec.h"
#include "indexer/glass/output_file.h"

namespace kennis::glass {
namespace {

void put_root(const TableRoot& table, std::string& out) {
  constexpr unsigned kSequential = 2;  // leaves rise with block numbers
  constexpr unsigned kFake = 1;        // the table has no block at all
  put_varint(table.root, out);
  put_varint((std::uint64_t{table.level} << 2U) | kSequential | (table.blocks == 0 ? kFake : 0), out);
  put_varint(table.entries, out);
  put_varint(table.block_bytes >> 11U, out);
  put_varint(table.compressible ? kDeflateBytesMin : 0, out);
  std::string free_list;
  if (table.blocks > 0) {
    put_varint(kRevision, free_list);
    put_varint(table.blocks, free_list);
    free_list.append(4, '\0');
  }
  put_varint(free_list.size(), out);
  out += free_list;
}

/// A UUID of version 8 (RFC 9562), which leaves its bits to the maker.
std::string make_uuid(const Tables& tables, std::string_view rest) {
  std::string content(rest);
  for (const TableRoot* table : {&tables.postings, &tables.documents, &tables.term_lists, &tables.positions}) {
    for (const std::uint64_t part : table->digest) put_varint(part, content);
  }
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(content.data(), content.size()));
  std::string uuid(16, '\0');
  for (std::size_t i = 0; i < uuid.size(); ++i) uuid[i] = static_cast<char>(canonical.digest[i]);
  uuid[6] = static_cast<char>((uuid[6] & 0x0f) | 0x80);
  uuid[8] = static_cast<char>((uuid[8] & 0x3f) | 0x80);
  return uuid;
}

}  // namespace

void Statistics::count(std::uint32_t document, std::uint32_t length) {
  ++documents;
  last_document = std::max(last_document, document);
  if (length > 0) length_min = length_min == 0 ? length : std::min(length_min, length);
  length_max = std::max(length_max, length);
  length_total += length;
}

void Statistics::add(const Statistics& other) {
  documents += other.documents;
  last_document = std::max(last_document, other.last_document);
  if (other.length_min > 0) length_min = length_min == 0 ? other.length_min : std::min(length_min, other.length_min);
  length_max = std::max(length_max, other.length_max);
  wdf_max = std::max(wdf_max, other.wdf_max);
  length_total += other.length_total;
}

std::string version_bytes(const Tables& tables, const Statistics& statistics) {
  std::string rest;
  put_varint(kRevision, rest);
  for (const TableRoot* table : {&tables.postings, &tables.documents, &tables.term_lists, &tables.positions}) {
    put_root(*table, rest);
  }
  TableRoot none;
  none.compressible = true;
  put_root(none, rest);  // spelling
  put_root(none, rest);  // synonyms
  put_varint(statistics.documents, rest);
  put_varint(statistics.last_document - statistics.documents, rest);
  put_varint(statistics.length_min, rest);
  put_varint(statistics.wdf_max, rest);
  put_varint(statistics.length_max - statistics.wdf_max, rest);
  put_varint(0, rest);  // oldest changeset
  put_varint(statistics.length_total, rest);
  put_varint(0, rest);  // the most frequent word of the spelling table
  return std::string(kVersionMagic) + make_uuid(tables, rest) + rest;
}

void write_version_file(const std::filesystem::path& folder, const Tables& tables, const Statistics& statistics) {
  OutputFile file(folder / kVersionFile);
  file.write(version_bytes(tables, statistics));
  static_cast<void>(file.finish());
}

}  // namespace kennis::glass
