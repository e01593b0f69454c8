/// @file
#include "evaluation/contact_graph.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace kennis {
namespace {

void join_same(std::vector<LoggedContact>& contacts) {
  std::stable_sort(contacts.begin(), contacts.end(),
                   [](const LoggedContact& a, const LoggedContact& b) { return a.to < b.to; });
  std::vector<LoggedContact> joined;
  for (const LoggedContact& contact : contacts) {
    if (joined.empty() || joined.back().to != contact.to) {
      joined.push_back(contact);
      continue;
    }
    joined.back().events += contact.events;
    joined.back().last = std::max(joined.back().last, contact.last);
    joined.back().decayed += contact.decayed;
  }
  contacts = std::move(joined);
}

}  // namespace

ContactGraph::ContactGraph(std::span<const LoggedEvent> events, Node node_max)
    : contacts_(std::size_t{node_max} + 1), events_(std::size_t{node_max} + 1, 0) {
  assert(!events.empty());
  as_of_ = events.back().at;
  for (const LoggedEvent& event : events) {
    const double days = static_cast<double>(as_of_ - event.at) / static_cast<double>(kSecondsPerDay);
    const double decayed = std::exp2(-days / kDecayDays);
    for (const Node to : event.to) {
      contacts_[event.from].push_back({to, 1, event.at, decayed});
      contacts_[to].push_back({event.from, 1, event.at, decayed});
      ++events_[event.from];
      ++events_[to];
    }
  }
  for (std::vector<LoggedContact>& contacts : contacts_) join_same(contacts);
}

bool ContactGraph::has(Node a, Node b) const {
  const std::vector<LoggedContact>& contacts = contacts_[a];
  const auto found = std::lower_bound(contacts.begin(), contacts.end(), b,
                                      [](const LoggedContact& contact, Node node) { return contact.to < node; });
  return found != contacts.end() && found->to == b;
}

}  // namespace kennis
