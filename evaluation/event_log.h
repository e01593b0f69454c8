/// @file
/// A log of who was in touch with whom and when, read for evaluation: lines of tabs, or interactions as NDJSON.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "network/node.h"
#include "schema/records.h"
#include "schema/result.h"

namespace kennis {

/// One event between persons, who are named by node.
struct LoggedEvent {
  Seconds at = 0;
  Node from = kNoPerson;
  std::vector<Node> to;  ///< nobody twice, and not the sender
  Channel channel = Channel::kEmail;
};

struct EventLog {
  std::vector<std::string> persons;  ///< by node; 0 is nobody. Nodes follow the order of the ids, byte by byte
  std::vector<LoggedEvent> events;   ///< by time; of the same second in the order of lines
  std::vector<LoggedEvent> future;   ///< likewise, of the second file, if there is one
  std::uint64_t lines = 0;
  std::uint64_t duplicates = 0;     ///< lines of an event that another line told already
  std::uint64_t self_contacts = 0;  ///< recipients who are the sender
  std::uint64_t unanswerable = 0;   ///< lines that name no recipient, such as posts
  std::uint64_t rejected = 0;       ///< lines that are none
  std::string first_reject;         ///< file, line and reason of the first
  [[nodiscard]] Node node_max() const { return static_cast<Node>(persons.size() - 1); }
};

struct EventLogOptions {
  std::filesystem::path events;
  std::optional<std::filesystem::path> test;  ///< what came after `events`
  Channel channel = Channel::kEmail;          ///< of lines of tabs, which do not say
};

/// Reads the files; `.gz` and `.zst` too. A file whose first line begins with `{` holds interactions, any other lines of
/// `from<TAB>to[,to…]<TAB>time`, the time in seconds since 1970 or as RFC 3339. A bad line is counted and left out.
/// Errors:  kInvalidRequest with file and line if a file holds no event, or if more than a twentieth of the lines are bad.
///          Throws std::system_error or std::runtime_error with the path if a file cannot be read.
/// Memory:  everything is kept: about 50 bytes an event.
[[nodiscard]] Result<EventLog> read_event_log(const EventLogOptions& options);

}  // namespace kennis
