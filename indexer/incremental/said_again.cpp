/// @file
#include "indexer/incremental/said_again.h"

#include <algorithm>
#include <bit>
#include <bitset>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "indexer/incremental/event_line.h"
#include "indexer/scan.h"
#include "schema/event_hash.h"
#include "schema/identifier.h"
#include "schema/padded.h"
#include "schema/read_record.h"

namespace kennis {
namespace {

struct Found : BlockResult {
  struct Line {
    std::uint64_t event = 0;
    std::string text;
  };
  std::vector<Line> lines;
  bool names_erased = false;
};

struct Reader {
  RecordReader records;
  Interaction event;
};

struct Spread {
  std::size_t operator()(const IdentifierHash& hash) const { return hash.low; }
};

/// By what the whole build knows certain persons.
class Names {
 public:
  Names(const People& people, const std::set<Node>& persons) {
    for (const IdentifierEntry& entry : people.file_identifiers()) {
      if (!entry.is_in_logs() || !persons.contains(static_cast<Node>(entry.person()))) continue;
      hashes_.insert(entry.hash);
      marks_.set(entry.hash.low % kMarks);
    }
  }

  [[nodiscard]] bool has(std::string_view name) const {
    if (has(hash_of_identifier(name))) return true;
    return may_be_spelt_otherwise(name) && has(hash_of_identifier(normalise_identifier(name)));
  }

  /// False if no string behind `from` or `to` in a line of JSON is one of these: most lines need not be parsed.
  [[nodiscard]] bool may_be_in(std::string_view line) const {
    if (line.find('\\') != std::string_view::npos) return true;
    bool names_persons = false;
    std::size_t begin = quote_in(line, 0);
    while (begin < line.size()) {
      const std::size_t end = quote_in(line, begin + 1);
      if (end == line.size()) return true;
      const std::string_view text = line.substr(begin + 1, end - begin - 1);
      begin = quote_in(line, end + 1);
      std::size_t behind = end + 1;
      while (behind < begin && line[behind] != ':') ++behind;
      if (behind < begin) {  // it is a key
        names_persons = text == "from" || text == "to";
      } else if (names_persons && has(text)) {
        return true;
      }
    }
    return false;
  }

 private:
  static constexpr std::size_t kMarks = std::size_t{1} << 16U;
  /// Where the next `"` is; the size if there is none.
  [[nodiscard]] static std::size_t quote_in(std::string_view line, std::size_t at) {
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    for (; at + sizeof(std::uint64_t) <= line.size(); at += sizeof(std::uint64_t)) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, line.data() + at, sizeof(eight));
      const std::uint64_t other = eight ^ (kOnes * '"');
      const std::uint64_t zeros = (other - kOnes) & ~other & (kOnes << 7U);  // exact for the lowest
      if (zeros != 0) return at + static_cast<std::size_t>(std::countr_zero(zeros)) / 8;
    }
    while (at < line.size() && line[at] != '"') ++at;
    return at;
  }
  [[nodiscard]] bool has(const IdentifierHash& hash) const {
    return marks_.test(hash.low % kMarks) && hashes_.contains(hash);
  }
  /// What normalise_identifier leaves as it is begins otherwise, and is no address.
  [[nodiscard]] static bool may_be_spelt_otherwise(std::string_view name) {
    if (name.empty()) return false;
    constexpr std::string_view kFirst = "+0tThHwW \t\r\n";
    constexpr std::string_view kBlank = " \t\r\n";
    return kFirst.find(name.front()) != std::string_view::npos || kBlank.find(name.back()) != std::string_view::npos ||
           name.find('@') != std::string_view::npos;
  }

  std::unordered_set<IdentifierHash, Spread> hashes_;
  std::bitset<kMarks> marks_;
};

class Finder {
 public:
  Finder(const BaseGeneration& base, const SaidAgainInput& input)
      : base_(base), input_(input), names_(base.people, *input.persons) {}

  void look_at(std::string_view line, Reader& reader, Found& found) const {
    if (!names_.may_be_in(line)) return;
    if (!reader.records.interaction(line, reader.event) || reader.event.deleted || !is_wanted(reader.event)) return;
    const std::uint64_t hash = hash_of_event(reader.event);
    if (base_.events.check_of(hash) != check_of_event(reader.event)) return;  // it did not count
    found.names_erased = found.names_erased || names_erased(reader.event);
    found.lines.push_back({hash, line_without_text(reader.event)});
  }

  WholeBuildReason take(Found& found, std::vector<Change>& out) {
    if (found.names_erased) return "an event that is read again names somebody who was erased";
    for (Found::Line& line : found.lines) {
      if (!taken_.insert(line.event).second) continue;
      if (taken_.size() > input_.events_max) {
        return fmt::format("more than {} events would have to be read again", input_.events_max);
      }
      out.push_back({ChangeKind::kSaidAgain, std::move(line.text)});
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] bool is_wanted(const Interaction& event) const {
    return names_.has(event.from) ||
           std::any_of(event.to.begin(), event.to.end(), [&](const std::string& name) { return names_.has(name); });
  }
  [[nodiscard]] bool names_erased(const Interaction& event) const {
    if (input_.tombstones->empty()) return false;
    const auto is_erased = [&](const std::string& name) { return input_.tombstones->has(name); };
    return is_erased(event.from) || std::any_of(event.to.begin(), event.to.end(), is_erased);
  }

  const BaseGeneration& base_;
  const SaidAgainInput& input_;
  Names names_;
  std::unordered_set<std::uint64_t> taken_;
};

}  // namespace

WholeBuildReason find_said_again(const BaseGeneration& base, const SaidAgainInput& input, std::vector<Change>& out) {
  Finder finder(base, input);
  std::vector<Reader> readers(input.workers);
  WholeBuildReason reason;
  BlockSource source(paths_of(input.files), kReadBlockBytes);
  scan(source, input.workers,
       {[&](const Block& block, std::size_t slot) {
          auto found = std::make_unique<Found>();
          if (block.overlong) return found;
          for_each_line(block,
                        [&](std::string_view line, std::uint64_t) { finder.look_at(line, readers[slot], *found); });
          return found;
        },
        [&](const Block&, BlockResult& made) {
          if (!reason) reason = finder.take(static_cast<Found&>(made), out);
          if (input.is_at) input.is_at(source.consumed());
        }});
  if (reason || input.journal == nullptr) return reason;
  Found found;
  input.journal->read(0, base.whole.journal_position, [&](const JournalEntry& entry) {
    if (entry.draft.kind != RecordKind::kInteraction) return;
    finder.look_at(Padded(entry.draft.record).line(), readers.front(), found);
  });
  return finder.take(found, out);
}

WholeBuildReason other_shares(const GenerationChanges& changes, const People& before, const People& now,
                              const std::set<Node>& told_anew) {
  Reader reader;
  const auto others = [&](const People& people) {
    std::set<Node> nodes;
    for (const std::string& to : reader.event.to) nodes.insert(people.find(to));
    nodes.erase(people.find(reader.event.from));
    return nodes;
  };
  for (const Change& change : changes.changes) {
    if (change.kind != ChangeKind::kSaidAgain) continue;
    if (!reader.records.interaction(Padded(change.text).line(), reader.event)) continue;
    if (told_anew.contains(before.find(reader.event.from))) continue;
    const std::set<Node> were = others(before);
    const bool all_are_told_anew =
        std::all_of(were.begin(), were.end(), [&](Node node) { return told_anew.contains(node); });
    if (!all_are_told_anew && were.size() != others(now).size()) {
      return fmt::format("event \"{}\" is to other persons by the new names", reader.event.id);
    }
  }
  return std::nullopt;
}

}  // namespace kennis
