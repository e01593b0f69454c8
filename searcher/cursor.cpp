/// @file
#include "searcher/cursor.h"

#include <array>
#include <bit>
#include <charconv>

#include <fmt/format.h>

#include "schema/checksum.h"

namespace kennis {
namespace {

constexpr std::size_t kDigits = 16;         // of one number
constexpr std::size_t kNumbers = 6;         // three of the end, generation, question, checksum
constexpr std::string_view kVersion = "1";  // of the form; another is no cursor
using Numbers = std::array<std::uint64_t, kNumbers>;

/// Half of a checksum over texts, each with its length before it, so that none runs into the next.
class Digest {
 public:
  Digest& add(std::string_view text) {
    checksum_.add(fmt::format("{}:", text.size()));
    checksum_.add(text);
    return *this;
  }
  [[nodiscard]] std::uint64_t value() const {
    std::uint64_t value = 0;
    const std::string hex = checksum_.hex();
    std::from_chars(hex.data(), hex.data() + kDigits, value, 16);
    return value;
  }

 private:
  Checksum checksum_;
};

std::uint64_t hash_of_question(std::string_view searcher, const SearchRequest& request) {
  Digest digest;
  digest.add(searcher).add(request.query).add(name_of(request.order));
  // By fit or reach alone, and by what is no merit, closeness changes the scores that are shown, and no place.
  digest.add(fmt::format("{:x}", std::bit_cast<std::uint64_t>(request.closeness)));
  digest.add(fmt::format("{}", request.filters.size()));
  for (const std::string& filter : request.filters) digest.add(filter);
  for (const std::string& person : request.without) digest.add(person);
  return digest.value();
}

std::uint64_t checksum_of(std::string_view digits) { return Digest().add(digits).value(); }

Error refused(std::string_view why) {
  return {ErrorCode::kInvalidRequest,
          fmt::format(
              "cursor {}: give next_cursor of the answer before as it is, or leave it out to begin with the first page",
              why),
          {}};
}

}  // namespace

bool is_up_to(const PageEnd& end, const Candidate& candidate) {
  return candidate.score != end.score ? candidate.score > end.score : candidate.place() <= end.place;
}

std::string write_cursor(const PageEnd& end, std::string_view generation, std::string_view searcher,
                         const SearchRequest& request) {
  std::string digits(kVersion);
  for (const std::uint64_t number : {end.seen, std::bit_cast<std::uint64_t>(end.score), end.place,
                                     Digest().add(generation).value(), hash_of_question(searcher, request)}) {
    digits += fmt::format("{:016x}", number);
  }
  return digits + fmt::format("{:016x}", checksum_of(digits));
}

Result<PageEnd> read_cursor(std::string_view cursor, std::string_view generation, std::string_view searcher,
                            const SearchRequest& request) {
  if (cursor.size() != kVersion.size() + kNumbers * kDigits || !cursor.starts_with(kVersion)) {
    return refused("is none that was given out");
  }
  Numbers numbers{};
  for (std::size_t i = 0; i < kNumbers; ++i) {
    const char* begin = cursor.data() + kVersion.size() + i * kDigits;
    const auto [stop, error] = std::from_chars(begin, begin + kDigits, numbers[i], 16);
    if (error != std::errc() || stop != begin + kDigits) return refused("is none that was given out");
  }
  if (numbers[5] != checksum_of(cursor.substr(0, cursor.size() - kDigits))) return refused("was altered");
  if (numbers[3] != Digest().add(generation).value()) {
    return Error{ErrorCode::kStaleCursor,
                 "cursor is of another generation of the index, whose order may differ: leave it out to begin with the "
                 "first page",
                 {}};
  }
  if (numbers[4] != hash_of_question(searcher, request)) {
    return refused("belongs to another question: searcher, query, filters, order and closeness must stay the same");
  }
  return PageEnd{numbers[0], std::bit_cast<Nano>(numbers[1]), numbers[2]};
}

}  // namespace kennis
