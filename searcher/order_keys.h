/// @file
/// Orders that have nothing to do with merit: by name, by last update, by experience.
#pragma once

#include <functional>
#include <vector>

#include "schema/columns.h"
#include "searcher/order.h"
#include "searcher/ranking.h"

namespace kennis {

/// Numbers of which the larger comes first; equals follow in the order of ids.
/// Threads: any number may read one.
class OrderKeys {
 public:
  /// Needs: an order that is_by_column.
  OrderKeys(Order order, const Columns& columns) : order_(order), columns_(columns) {}

  [[nodiscard]] Nano of(Node node) const;
  /// Gives those who changed since the generation was built their numbers, as scores. Cost: a sort of names.
  void place(std::vector<Candidate>& live, const std::function<const OwnValues&(Node)>& values) const;

 private:
  void place_by_name(std::vector<Candidate>& live, const std::function<const OwnValues&(Node)>& values) const;
  [[nodiscard]] Nano of(const ProfileNumbers& numbers) const;

  Order order_;
  const Columns& columns_;
};

}  // namespace kennis
