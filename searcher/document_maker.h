/// @file
/// A stored record as a document that searches find beside those of the generation.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/columns.h"
#include "schema/document.h"
#include "schema/profile_records.h"
#include "schema/read_record.h"
#include "searcher/live_documents.h"

namespace kennis {

/// Threads: one a thread. Cost: some 60 microseconds a record.
class DocumentMaker {
 public:
  /// `columns`: of the generation, whose numbers values are given; may be none. Needs: what is referred to lives longer.
  explicit DocumentMaker(const DocumentContext& context, const Columns* columns = nullptr)
      : builder_(context), values_(context.as_of), columns_(columns) {}

  /// `is_barred`: must not be contacted, whatever the record says. Throws std::runtime_error if the record is damaged.
  [[nodiscard]] std::shared_ptr<const LiveDocument> make(std::string record, bool is_barred,
                                                         std::span<const SkillStatement> statements);
  /// Hashes of all terms that a statement of a skill may add to a document, whatever its language; rising.
  [[nodiscard]] std::vector<std::uint64_t> terms_of_statement(std::string_view skill);

 private:
  RecordReader reader_;
  DocumentBuilder builder_;
  DocumentTerms terms_;
  ValueReader values_;
  const Columns* columns_;
  using Numbers = std::unordered_map<std::string, std::optional<std::uint32_t>>;
  std::array<Numbers, kValueFieldCount> numbers_;  ///< of keys that came before: most come again and again
};

}  // namespace kennis
