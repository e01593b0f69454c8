/// @file
/// A random network of any size as the files of a generation: what reach, introductions and referrers are measured on.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "network/network.h"
#include "tests/reference/indexed_world.h"

namespace kennis::benchmarks {

inline constexpr Seconds kNetworkAsOf = 1767225600;  // 2026-01-01
inline constexpr Days kNetworkToday = 20454;         // the same day

/// What is varied.
struct NetworkShape {
  Node persons = 0;
  bool everyone = false;  ///< everybody lets everybody use the ties, the most work there can be; otherwise contacts may
  bool strong = false;    ///< three times the evidence of a generated world
  bool contexts = true;   ///< everybody was at two organisations
  bool counts = false;    ///< counts by channel and topics lie behind the ties
  friend bool operator==(const NetworkShape&, const NetworkShape&) = default;
};

/// 44 ties a person by a power law (exponent 2.5), and a hub of 100,000 contacts (of half the persons, where they are fewer) to every 300,000 persons.
/// With contexts, one person in twenty is in the same firm, 50,000 of a million; the others are in places of 20 to 400.
/// Strengths are those of a generated world: median 0.24, a tenth above 0.62, one in a hundred above 0.94; strong ones 0.56 and 0.95.
class NetworkWorld {
 public:
  explicit NetworkWorld(const NetworkShape& shape);

  [[nodiscard]] const Network& network() const { return *network_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  [[nodiscard]] const std::vector<Node>& hubs() const { return hubs_; }

 private:
  reference::TemporaryFolder folder_;
  std::vector<Node> hubs_;
  std::unique_ptr<Network> network_;
};

/// One world at a time, made when it is first asked for: a million persons take up to 1.7 GB on disk.
[[nodiscard]] const NetworkWorld& network_world(const NetworkShape& shape);

/// The sizes that figures are given for; two small ones where `is_small`.
[[nodiscard]] std::vector<std::int64_t> network_sizes();

/// That many persons of 1…node_max in no order, the same ones each time.
[[nodiscard]] std::vector<Node> random_persons(Node node_max, std::size_t count);

}  // namespace kennis::benchmarks
