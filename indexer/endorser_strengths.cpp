/// @file
#include "indexer/endorser_strengths.h"

#include <algorithm>
#include <numeric>

#include "indexer/block_source.h"
#include "indexer/scan.h"
#include "schema/own_words.h"
#include "schema/read_record.h"

namespace kennis {
namespace {

constexpr std::size_t kBlockBytes = 4U << 20U;

}  // namespace

void find_strengths(const std::filesystem::path& sorted, const SkillNames& skills, std::size_t workers,
                    std::vector<Endorsement>& endorsements) {
  std::vector<std::uint32_t> by_endorser;
  for (std::uint32_t i = 0; i < endorsements.size(); ++i) {
    if (endorsements[i].from != endorsements[i].to) by_endorser.push_back(i);
  }
  if (by_endorser.empty()) return;
  std::sort(by_endorser.begin(), by_endorser.end(), [&](std::uint32_t a, std::uint32_t b) {
    return endorsements[a].from != endorsements[b].from ? endorsements[a].from < endorsements[b].from : a < b;
  });
  BlockSource source({sorted}, kBlockBytes);
  std::vector<RecordReader> readers(workers);
  scan(source, workers,
       {[&](const Block& block, std::size_t slot) {
          for_each_line(block, [&](std::string_view line, std::uint64_t number) {
            const auto node = static_cast<Node>(number);
            auto at = std::lower_bound(by_endorser.begin(), by_endorser.end(), node,
                                       [&](std::uint32_t i, Node wanted) { return endorsements[i].from < wanted; });
            if (at == by_endorser.end() || endorsements[*at].from != node) return;
            const OwnWords own(readers[slot].profile(line).value());
            for (; at != by_endorser.end() && endorsements[*at].from == node; ++at) {
              endorsements[*at].strength = own.strength_in(skills.name(endorsements[*at].skill - 1));
            }
          });
          return std::make_unique<BlockResult>();
        },
        [](const Block&, BlockResult&) {}});
}

}  // namespace kennis
