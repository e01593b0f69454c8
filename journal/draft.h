/// @file
/// From what a user sends to entries of the journal: checked by the same reader as the files, and made complete.
#pragma once

#include <string>
#include <string_view>

#include "journal/entry.h"
#include "schema/read_record.h"
#include "schema/result.h"

namespace kennis {

/// Makes drafts. What is kept is the record's own JSON on one line; an interaction without an id is given that of its content, under which it
/// is one event however often it is sent, and the same as in a file without an id; a profile or group without `updated_at` is given the
/// present time, so that it replaces what the files say of it.
///
/// Errors:  kInvalidRecord, as RecordReader's; an interaction later than a day from now lies in the future.
/// Threads: one a thread.
class DraftMaker {
 public:
  /// `author` is the searcher who sends, `now` the present time.
  DraftMaker(std::string author, Seconds now) : author_(std::move(author)), now_(now) {}

  [[nodiscard]] Result<EntryDraft> interaction(std::string_view json);
  /// Needs: `id` is what the path says; the record must say the same, or nothing.
  [[nodiscard]] Result<EntryDraft> profile(std::string_view json, std::string_view id);
  /// The deletion of a profile.
  [[nodiscard]] Result<EntryDraft> deletion(std::string_view id);
  /// Any kind that files hold, as a line of a file; kDoNotContact and kInformed too.
  [[nodiscard]] Result<EntryDraft> record(RecordKind kind, std::string_view json);

 private:
  [[nodiscard]] Result<EntryDraft> group(std::string_view json);
  [[nodiscard]] Result<EntryDraft> timed_profile(std::string_view line, std::string_view id_if_none);
  [[nodiscard]] EntryDraft draft(RecordKind kind, std::string key, std::string record) const;

  std::string author_;
  Seconds now_;
  RecordReader reader_;
  Interaction interaction_;
};

/// 128 random bits in hexadecimal: an id that nobody else gives.
[[nodiscard]] std::string random_id();

/// The id of part `line` of what its sender calls `key`: the same for the same.
[[nodiscard]] std::string id_of_request(std::string_view author, std::string_view key, std::size_t line);

}  // namespace kennis
