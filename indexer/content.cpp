/// @file
#include "indexer/content.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include "indexer/byte_source.h"
#include "indexer/scan.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBufferBytes = std::size_t{1} << 18U;  // stays in the cache between being read and being hashed

std::string checksum_of(std::span<const std::string> pieces) {
  Checksum all;
  for (const std::string& piece : pieces) all.add(piece);
  return all.hex();
}

/// A piece of a plain file.
struct Piece {
  std::size_t file = 0;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  bool counts_lines = false;
  std::string checksum{};
  std::uint64_t lines = 0;
  bool ends_in_line = true;
};

void read_piece(const fs::path& path, Piece& piece) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::system_error(errno, std::generic_category(), path.string());
  in.seekg(static_cast<std::streamoff>(piece.begin));
  thread_local std::vector<char> buffer(kBufferBytes);
  Checksum checksum;
  for (std::uint64_t at = piece.begin; at < piece.end;) {
    const std::size_t wanted = std::min<std::uint64_t>(buffer.size(), piece.end - at);
    in.read(buffer.data(), static_cast<std::streamsize>(wanted));
    if (static_cast<std::size_t>(in.gcount()) != wanted) {
      throw std::runtime_error(path.string() + ": cannot be read to its end: has it become shorter?");
    }
    checksum.add({buffer.data(), wanted});
    if (piece.counts_lines) {
      piece.lines += lines_in({buffer.data(), wanted});
      piece.ends_in_line = buffer[wanted - 1] == '\n';
    }
    at += wanted;
  }
  piece.checksum = checksum.hex();
}

/// Of the whole file, and behind these what is left of its beginning when the whole pieces are taken away.
void add_pieces(std::size_t file, const WantedContent& wanted, std::vector<Piece>& pieces) {
  const std::uint64_t bytes = fs::file_size(wanted.path);
  const std::uint64_t begin = wanted.begin_bytes.value_or(bytes);
  const std::uint64_t step = ContentChecksum::kPieceBytes;
  for (std::uint64_t at = 0; at < bytes; at += step) {
    const std::uint64_t end = std::min(bytes, at + step);
    pieces.push_back({file, at, end, begin < bytes && end <= begin});
  }
  if (begin < bytes && begin % step != 0) pieces.push_back({file, begin - begin % step, begin, true});
}

/// Needs: the pieces of one file, as they were added.
Content content_of(const WantedContent& wanted, std::span<const Piece> pieces) {
  Content content;
  std::vector<std::string> all;
  std::vector<std::string> first;
  Content::Begin begin;
  for (const Piece& piece : pieces) {
    if (piece.begin == content.bytes) {
      all.push_back(piece.checksum);
      content.bytes = piece.end;
    }
    if (!piece.counts_lines) continue;
    first.push_back(piece.checksum);
    begin.lines += piece.lines;
    begin.ends_in_line = piece.ends_in_line;
  }
  content.checksum = checksum_of(all);
  if (wanted.begin_bytes && *wanted.begin_bytes < content.bytes) {
    begin.checksum = checksum_of(first);
    content.begin = std::move(begin);
  }
  return content;
}

Content content_of_compressed(const WantedContent& wanted) {
  Content content;
  ContentChecksum checksum;
  Content::Begin begin;
  const auto source = open_bytes(wanted.path);
  std::vector<char> buffer(kBufferBytes);
  while (const std::size_t got = source->read(buffer.data(), buffer.size())) {
    std::string_view piece(buffer.data(), got);
    if (wanted.begin_bytes && content.bytes <= *wanted.begin_bytes && content.bytes + got > *wanted.begin_bytes) {
      const std::string_view known = piece.substr(0, *wanted.begin_bytes - content.bytes);
      checksum.add(known);
      if (!known.empty()) begin.ends_in_line = known.back() == '\n';
      content.begin = {checksum.hex(), begin.lines + lines_in(known), begin.ends_in_line};
      piece.remove_prefix(known.size());
    } else {
      begin.lines += lines_in(piece);
      begin.ends_in_line = piece.back() == '\n';
    }
    checksum.add(piece);
    content.bytes += got;
  }
  content.checksum = checksum.hex();
  return content;
}

}  // namespace

void ContentChecksum::add(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::string_view now = bytes.substr(0, kPieceBytes - piece_bytes_);
    piece_.add(now);
    piece_bytes_ += now.size();
    bytes.remove_prefix(now.size());
    if (piece_bytes_ < kPieceBytes) continue;
    pieces_.push_back(piece_.hex());
    piece_ = Checksum();
    piece_bytes_ = 0;
  }
}

std::string ContentChecksum::hex() const {
  std::vector<std::string> pieces = pieces_;
  if (piece_bytes_ > 0) pieces.push_back(piece_.hex());
  return checksum_of(pieces);
}

bool is_compressed(const fs::path& path) { return path.extension() != ".ndjson"; }

/// Counts in bytes, which are added up before they can overflow: the compiler makes 16 comparisons an instruction of it.
std::uint64_t lines_in(std::string_view bytes) {
  std::uint64_t lines = 0;
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, 240);
    std::uint8_t count = 0;
    for (const char c : piece) count = static_cast<std::uint8_t>(count + (c == '\n' ? 1 : 0));
    lines += count;
    bytes.remove_prefix(piece.size());
  }
  return lines;
}

std::vector<Content> contents_of(std::span<const WantedContent> wanted, std::size_t workers) {
  std::vector<Content> contents(wanted.size());
  std::vector<std::size_t> compressed;
  std::vector<Piece> pieces;
  for (std::size_t file = 0; file < wanted.size(); ++file) {
    if (is_compressed(wanted[file].path)) {
      compressed.push_back(file);
    } else {
      add_pieces(file, wanted[file], pieces);
    }
  }
  for_each_parallel(compressed.size() + pieces.size(), workers, [&](std::size_t i, std::size_t) {
    if (i < compressed.size()) {
      contents[compressed[i]] = content_of_compressed(wanted[compressed[i]]);
    } else {
      Piece& piece = pieces[i - compressed.size()];
      read_piece(wanted[piece.file].path, piece);
    }
  });
  for (auto begin = pieces.begin(); begin != pieces.end();) {
    const auto end = std::find_if(begin, pieces.end(), [&](const Piece& piece) { return piece.file != begin->file; });
    contents[begin->file] = content_of(wanted[begin->file], {begin, end});
    begin = end;
  }
  for (std::size_t file = 0; file < wanted.size(); ++file) {
    if (contents[file].checksum.empty()) contents[file].checksum = checksum_of({});  // a plain file of no bytes
  }
  return contents;
}

}  // namespace kennis
