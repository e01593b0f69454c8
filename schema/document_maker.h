/// @file
/// A stored record as a document by itself, which searches find beside those of the database.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/columns.h"
#include "schema/document.h"
#include "schema/made_document.h"
#include "schema/profile_values.h"
#include "schema/read_record.h"

namespace kennis {

/// Threads: one a thread. Cost: some 60 microseconds a record.
class DocumentMaker {
 public:
  /// `columns`: of the generation, whose numbers values are given; may be none. Needs: what is referred to lives longer.
  explicit DocumentMaker(const DocumentContext& context, const Columns* columns = nullptr)
      : builder_(context), values_(context.as_of), columns_(columns) {}

  /// The terms alone, until the next call. Throws std::runtime_error if the record is damaged.
  [[nodiscard]] const DocumentTerms& terms_of(const DocumentSource& source);
  /// All of it; the terms can be had of terms() then. Throws as terms_of.
  [[nodiscard]] MadeDocument make(const DocumentSource& source);
  [[nodiscard]] const DocumentTerms& terms() const { return terms_; }
  /// Hashes of all terms that a statement of a skill may add to a document, whatever its language; rising.
  [[nodiscard]] std::vector<std::uint64_t> terms_of_statement(std::string_view skill);

 private:
  RecordReader reader_;
  Profile profile_;
  DocumentBuilder builder_;
  DocumentTerms terms_;
  ValueReader values_;
  const Columns* columns_;
  using Numbers = std::unordered_map<std::string, std::optional<std::uint32_t>>;
  std::array<Numbers, kValueFieldCount> numbers_;  ///< of keys that came before: most come again and again
};

}  // namespace kennis
