/// @file
/// A stored record as a document that searches find beside those of the generation.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/document.h"
#include "schema/profile_records.h"
#include "schema/read_record.h"
#include "searcher/live_documents.h"

namespace kennis {

/// Threads: one a thread. Cost: some 60 microseconds a record.
class DocumentMaker {
 public:
  /// Needs: what the context refers to lives longer.
  DocumentMaker(const DocumentContext& context, Seconds as_of) : builder_(context), values_(as_of) {}

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
};

}  // namespace kennis
