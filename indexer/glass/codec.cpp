/// @file
#include "indexer/glass/codec.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <stdexcept>

namespace kennis::glass {
namespace {

/// Collects bits, the lowest first.
class BitWriter {
 public:
  explicit BitWriter(std::string& out) : out_(&out) {}

  /// One of `count` values, which may take a bit less in the middle of the range: there interpolation expects most.
  void put_one_of(std::uint64_t value, std::uint64_t count) {
    assert(value < count);
    const auto bits = static_cast<unsigned>(std::bit_width(count - 1));
    if (bits == 0) return;
    const std::uint64_t short_codes = (std::uint64_t{1} << bits) - count;
    const std::uint64_t short_begin = (count - short_codes) / 2;
    const std::uint64_t short_end = short_begin + short_codes;
    if (value < short_begin) {
      put(value, bits);
    } else if (value < short_end) {
      put(value, bits - 1);
    } else {
      put((value - short_end) | (std::uint64_t{1} << (bits - 1)), bits);
    }
  }

  void finish() {
    if (count_ > 0) out_->push_back(static_cast<char>(pending_));
  }

 private:
  /// At most 7 bits wait and at most 32 come.
  void put(std::uint64_t value, unsigned bits) {
    pending_ |= value << count_;
    count_ += bits;
    while (count_ >= 8) {
      out_->push_back(static_cast<char>(pending_));
      pending_ >>= 8U;
      count_ -= 8;
    }
  }

  std::string* out_;
  std::uint64_t pending_ = 0;
  unsigned count_ = 0;
};

/// What lies between the first and the last of `positions`, both known. Each step leaves out what the number of positions on
/// either side already rules out.
void put_between(std::span<const std::uint32_t> positions, BitWriter& bits) {
  while (positions.size() > 2) {
    const std::size_t middle = (positions.size() - 1) / 2;
    const std::uint64_t lowest = positions.front() + middle;
    const std::uint64_t choices = std::uint64_t{positions.back()} - positions.front() - positions.size() + 2;
    bits.put_one_of(positions[middle] - lowest, choices);
    put_between(positions.first(middle + 1), bits);
    positions = positions.subspan(middle);
  }
}

void put_escaped(std::string_view term, std::string& out) {
  std::size_t zero = 0;
  while ((zero = term.find('\0')) != std::string_view::npos) {
    out.append(term.substr(0, zero + 1));
    out.push_back('\xff');
    term.remove_prefix(zero + 1);
  }
  out.append(term);
}

}  // namespace

std::uint64_t take_varint(std::string_view& in) {
  std::uint64_t value = 0;
  for (unsigned shift = 0, i = 0; i < in.size() && shift < 64; ++i, shift += 7) {
    const auto byte = static_cast<unsigned char>(in[i]);
    value |= std::uint64_t{byte & 127U} << shift;
    if (byte < 128) {
      in.remove_prefix(i + 1);
      return value;
    }
  }
  throw std::runtime_error("a number is cut off");
}

void put_counted(std::string_view bytes, std::string& out) {
  put_varint(bytes.size(), out);
  out += bytes;
}

std::string_view take_counted(std::string_view& in) {
  const std::uint64_t size = take_varint(in);
  if (size > in.size()) throw std::runtime_error("a record of a run is cut off");
  const std::string_view bytes = in.substr(0, size);
  in.remove_prefix(size);
  return bytes;
}

void put_ordered(std::uint32_t value, std::string& out) {
  char bytes[5];
  for (std::size_t i = 0; i < 5; ++i) bytes[i] = static_cast<char>(std::uint64_t{value} >> (8 * (4 - i)));
  if (value < 0x8000U) {
    out.append(bytes + 3, 2);
  } else if (value < 1U << 22U) {
    bytes[2] = static_cast<char>(bytes[2] | 0x80);
    out.append(bytes + 2, 3);
  } else if (value < 1U << 29U) {
    bytes[1] = static_cast<char>(bytes[1] | 0xc0);
    out.append(bytes + 1, 4);
  } else {
    bytes[0] = static_cast<char>(0xe0);
    out.append(bytes, 5);
  }
}

void put_term(std::string_view term, std::string& out) { put_escaped(term, out); }

void put_ended_term(std::string_view term, std::string& out) {
  put_escaped(term, out);
  out.push_back('\0');
}

void put_positions(std::span<const std::uint32_t> positions, std::string& out) {
  assert(!positions.empty());
  const std::uint32_t first = positions.front();
  const std::uint32_t last = positions.back();
  put_varint(last, out);
  if (positions.size() == 1) return;
  BitWriter bits(out);
  bits.put_one_of(first, last);
  bits.put_one_of(positions.size() - 2, last - first);
  put_between(positions, bits);
  bits.finish();
}

void put_term_list(std::span<const TermWeight> terms, std::uint32_t document_length, std::string& out) {
  if (terms.empty()) return;
  put_varint(document_length, out);
  put_varint(terms.size(), out);
  std::string_view before;
  for (const TermWeight& entry : terms) {
    const std::string_view term = entry.term;
    if (before.empty()) {
      out.push_back(static_cast<char>(term.size()));
      out.append(term);
      put_varint(entry.wdf, out);
      before = term;
      continue;
    }
    const auto [differs, ignored] = std::mismatch(term.begin(), term.end(), before.begin(), before.end());
    const auto reused = static_cast<std::size_t>(differs - term.begin());
    // A small wdf shares the byte that says how much of the term before is kept.
    const std::uint64_t shared = (std::uint64_t{entry.wdf} + 1) * (before.size() + 1) + reused;
    const bool fits = entry.wdf < 127 && shared < 256;
    out.push_back(static_cast<char>(fits ? shared : reused));
    out.push_back(static_cast<char>(term.size() - reused));
    out.append(term.substr(reused));
    if (!fits) put_varint(entry.wdf, out);
    before = term;
  }
}

}  // namespace kennis::glass
