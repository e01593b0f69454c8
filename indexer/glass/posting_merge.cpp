/// @file
#include "indexer/glass/posting_merge.h"

#include <algorithm>
#include <limits>
#include <memory>

#include "indexer/glass/codec.h"
#include "indexer/glass/posting_list_writer.h"
#include "indexer/glass/term_merger.h"
#include "indexer/scan.h"
#include "schema/word_forms.h"

namespace kennis::glass {
namespace {

/// With many runs, small ranges would open each of them too often.
constexpr std::size_t kRangeBytesARun = 16U << 10U;

/// One range of terms, merged: per term its totals and the entries of its list.
struct MergedRange : BlockResult {
  struct Term {
    std::string text;
    TermTotals totals;
  };
  struct Entry {
    std::uint32_t key_bytes, tag_bytes;
  };
  std::vector<Term> terms;
  std::vector<Entry> entries;
  std::string bytes;  ///< of the entries, one behind the other
};

/// Documents and their wdf, behind one another from all runs.
TermTotals add_postings(const TermMerger& merger, PostingListWriter& list) {
  TermTotals totals;
  const bool has_form = has_forms(merger.term());
  for (const TermRecord& record : merger.records()) {
    totals.documents += record.documents;
    totals.wdf_sum += record.wdf_sum;
  }
  // Sums are stored in 32 bits: what is beyond them is dropped, as by the library's own writer. Nothing of ours reads them.
  totals.wdf_sum &= std::numeric_limits<std::uint32_t>::max();
  list.begin(head_of_term(merger.term(), totals.documents, totals.wdf_sum));
  for (const TermRecord& record : merger.records()) {
    std::string_view payload = record.payload;
    std::uint32_t document = 0;
    while (!payload.empty()) {
      document += static_cast<std::uint32_t>(take_varint(payload));
      const auto wdf = static_cast<std::uint32_t>(take_varint(payload));
      totals.evidence_max = std::max(totals.evidence_max, wdf::evidence_of(wdf, has_form));
      list.add(document, wdf);
    }
  }
  list.end();
  return totals;
}

std::unique_ptr<MergedRange> merge_range(const std::vector<RunPostings>& runs, std::string_view from,
                                         std::string_view to) {
  std::vector<std::string_view> parts;
  parts.reserve(runs.size());
  for (const RunPostings& run : runs) parts.push_back(part_of(run, from, to));
  auto merged = std::make_unique<MergedRange>();
  PostingListWriter list([&](std::string_view key, std::string_view tag) {
    merged->entries.push_back({static_cast<std::uint32_t>(key.size()), static_cast<std::uint32_t>(tag.size())});
    merged->bytes += key;
    merged->bytes += tag;
  });
  TermMerger merger(parts);
  while (merger.next()) {
    const TermTotals totals = add_postings(merger, list);
    merged->terms.push_back({std::string(merger.term()), totals});
  }
  return merged;
}

void add_entries(const MergedRange& merged, TableWriter& table) {
  std::string_view bytes = merged.bytes;
  for (const auto& [key_bytes, tag_bytes] : merged.entries) {
    table.add(bytes.substr(0, key_bytes), bytes.substr(key_bytes, tag_bytes));
    bytes.remove_prefix(std::size_t{key_bytes} + tag_bytes);
  }
}

}  // namespace

std::vector<std::string> range_beginnings(const std::vector<RunPostings>& runs, std::size_t bytes) {
  struct Step {
    std::string_view term;
    std::size_t bytes;  ///< from the mark before
  };
  std::vector<Step> steps;
  for (const RunPostings& run : runs) {
    std::size_t before = 0;
    for (const RunMark& mark : *run.marks)
      steps.push_back({mark.term, mark.offset - std::exchange(before, mark.offset)});
  }
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.term < b.term; });
  std::vector<std::string> beginnings;
  std::size_t in_range = 0;
  for (const Step& step : steps) {
    in_range += step.bytes;
    if (in_range < bytes || (!beginnings.empty() && beginnings.back() == step.term)) continue;
    beginnings.emplace_back(step.term);
    in_range = 0;
  }
  return beginnings;
}

std::string_view part_of(const RunPostings& run, std::string_view from, std::string_view to) {
  const auto place = [&](std::string_view wanted) {
    const auto after = std::upper_bound(run.marks->begin(), run.marks->end(), wanted,
                                        [](std::string_view term, const RunMark& mark) { return term < mark.term; });
    std::string_view rest = run.bytes.substr(after == run.marks->begin() ? 0 : std::prev(after)->offset);
    while (!rest.empty()) {
      std::string_view at = rest;
      RunReader reader(at);
      TermRecord record;
      if (!reader.next(record) || record.term >= wanted) break;
      rest.remove_prefix(static_cast<std::size_t>(record.payload.data() + record.payload.size() - rest.data()));
    }
    return run.bytes.size() - rest.size();
  };
  const std::size_t begin = from.empty() ? 0 : place(from);
  const std::size_t end = to.empty() ? run.bytes.size() : place(to);
  return run.bytes.substr(begin, end - begin);
}

void merge_postings(const std::vector<RunPostings>& runs, const PostingMergeOptions& options, TableWriter& table) {
  const std::vector<std::string> beginnings =
      range_beginnings(runs, std::max(options.range_bytes_min, runs.size() * kRangeBytesARun));
  const auto beginning = [&](std::size_t range) {
    return range == 0 || range > beginnings.size() ? std::string_view() : std::string_view(beginnings[range - 1]);
  };
  for_each_in_order(
      beginnings.size() + 1, options.workers,
      [&](std::size_t range, std::size_t) -> std::unique_ptr<BlockResult> {
        return merge_range(runs, beginning(range), beginning(range + 1));
      },
      [&](BlockResult& made) {
        const auto& merged = static_cast<const MergedRange&>(made);
        add_entries(merged, table);
        if (!options.term) return;
        for (const auto& [text, totals] : merged.terms) options.term(text, totals);
      });
}

}  // namespace kennis::glass
