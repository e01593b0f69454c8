/// @file
#include "searcher/order.h"

#include <array>
#include <cmath>

namespace kennis {
namespace {

constexpr std::array<std::string_view, 7> kNames = {"score", "fit", "reach", "help", "name", "updated", "experience"};
constexpr double kHelpUnit = 17592186044416.0;  // 2^44, as closeness

}  // namespace

std::string_view name_of(Order order) { return kNames.at(static_cast<std::size_t>(order)); }

std::optional<Order> order_named(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Order>(i);
  }
  return std::nullopt;
}

double help_of(double reach) {
  const double share = reach / kHelpPeak;
  return std::nearbyint(share * std::exp(1 - share) * kHelpUnit) / kHelpUnit;
}

ReachMap help_map(const ReachMap& reach) {
  ReachMap help = reach;
  for (double& closeness : help.closeness) closeness = help_of(closeness);
  return help;
}

}  // namespace kennis
