/// @file
#include "indexer/endorser_strengths.h"

#include <algorithm>

#include "indexer/block_source.h"
#include "indexer/scan.h"
#include "schema/own_words.h"
#include "schema/read_record.h"

namespace kennis {
namespace {

constexpr std::size_t kBlockBytes = 4U << 20U;

}  // namespace

void find_strengths(const std::filesystem::path& sorted, const SkillNames& skills, std::size_t workers,
                    std::initializer_list<std::span<Endorsement>> endorsements) {
  std::vector<Endorsement*> by_endorser;
  for (const std::span<Endorsement> some : endorsements) {
    for (Endorsement& one : some) {
      if (one.from != one.to) by_endorser.push_back(&one);
    }
  }
  if (by_endorser.empty()) return;
  std::sort(by_endorser.begin(), by_endorser.end(),
            [](const Endorsement* a, const Endorsement* b) { return a->from < b->from; });
  BlockSource source({sorted}, kBlockBytes);
  std::vector<RecordReader> readers(workers);
  scan(source, workers,
       {[&](const Block& block, std::size_t slot) {
          for_each_line(block, [&](std::string_view line, std::uint64_t number) {
            const auto node = static_cast<Node>(number);
            auto at = std::lower_bound(by_endorser.begin(), by_endorser.end(), node,
                                       [](const Endorsement* one, Node wanted) { return one->from < wanted; });
            if (at == by_endorser.end() || (*at)->from != node) return;
            const OwnWords own(readers[slot].profile(line).value());
            for (; at != by_endorser.end() && (*at)->from == node; ++at) {
              (*at)->strength = own.strength_in(skills.name((*at)->skill - 1));
            }
          });
          return std::make_unique<BlockResult>();
        },
        [](const Block&, BlockResult&) {}});
}

}  // namespace kennis
