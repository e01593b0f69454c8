/// @file
/// Who said never to be asked, while a generation is in force: from the whole journal, since generations do not have it.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "network/refusals.h"

namespace kennis {

/// Threads: one at a time. Cost: `put` the list of one searcher.
class LiveRefusals {
 public:
  [[nodiscard]] RefusalsOverlay& overlay() { return overlay_; }

  /// `refusing` is asked by `asker` no more (kNoPerson: by nobody), or may be asked again. What is said of everybody is beside what is said
  /// of one: taking back the one leaves the other.
  void put(Node refusing, Node asker, bool refused);
  /// Everything of `gone` becomes that of `into`.
  void absorb(Node gone, Node into);

 private:
  RefusalsOverlay overlay_;
  std::unordered_map<Node, std::vector<Node>> refusing_;  ///< as the overlay has it, sorted
};

}  // namespace kennis
