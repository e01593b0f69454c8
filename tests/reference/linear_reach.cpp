/// @file
#include "tests/reference/linear_reach.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace kennis::reference {
namespace {

/// Those an event went to: nobody twice, and not oneself.
std::set<std::size_t> recipients_of(const Event& event) {
  std::set<std::size_t> recipients(event.to.begin(), event.to.end());
  recipients.erase(event.from);
  return recipients;
}

double rounded(double value, double unit) { return std::nearbyint(value / unit) * unit; }

}  // namespace

LinearReach::LinearReach(const World& world, std::size_t searcher, Days today)
    : world_(world), searcher_(searcher), today_(today) {
  const std::size_t size = world_.persons.size();
  strengths_.assign(size, std::vector<double>(size, 0));
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      if (a != b) strengths_[a][b] = strength_from_events(a, b);
    }
  }
}

bool LinearReach::is_in(const std::vector<Stay>& stays, std::size_t person, std::size_t place) const {
  return std::any_of(stays.begin(), stays.end(), [&](const Stay& stay) {
    return stay.person == person && stay.place == place && stay.from <= today_ && (!stay.to || today_ < *stay.to);
  });
}

/// Spec section 6: what happened inside a members-only or closed group is evidence only for viewers who are members.
bool LinearReach::may_know_of(const Event& event) const {
  if (!event.group || world_.groups[*event.group].kind == GroupKind::kOpen) return true;
  return is_in(world_.memberships, searcher_, *event.group);
}

double LinearReach::strength_from_events(std::size_t a, std::size_t b) const {
  double evidence = 0;
  for (std::size_t c = 0; c < kChannelCount; ++c) {
    const ChannelModel& constants = world_.model.channels[c];
    double from_a = 0;
    double from_b = 0;
    std::optional<Seconds> last;
    for (const Event& event : world_.events) {
      if (static_cast<std::size_t>(event.channel) != c || (event.from != a && event.from != b)) continue;
      if (!may_know_of(event)) continue;
      const std::set<std::size_t> recipients = recipients_of(event);
      const bool a_to_b = event.from == a && recipients.contains(b);
      const bool b_to_a = event.from == b && recipients.contains(a);
      if (!a_to_b && !b_to_a) continue;
      const double share = rounded(1 / std::log2(1 + static_cast<double>(recipients.size())), 1.0 / 65536);
      (a_to_b ? from_a : from_b) += share;
      last = std::max(last.value_or(event.at), event.at);
    }
    if (!last) continue;
    const double n = from_a + from_b;
    const double silence_days = std::max(0.0, static_cast<double>(world_.as_of - *last) / 86400.0);
    const double rho = constants.two_way ? world_.model.one_way : 1;
    const double amount = rho * std::log(1 + n) + (1 - rho) * std::log(1 + 2 * std::min(from_a, from_b));
    evidence += constants.weight * amount * constants.halflife_days / (constants.halflife_days + silence_days);
  }
  const double unit = std::pow(2, -30);
  return std::min(rounded(1 - std::exp(-evidence), unit), 1 - unit);
}

double LinearReach::attention(std::size_t a) const {
  double sum = 0;
  for (const double strength : strengths_[a]) sum += strength;
  return world_.model.attention / (world_.model.attention + sum);
}

bool LinearReach::is_direct(std::size_t a) const { return a != searcher_ && strengths_[searcher_][a] >= 0.001; }

bool LinearReach::has_acted_towards_searcher(std::size_t a) const {
  return std::any_of(world_.events.begin(), world_.events.end(), [&](const Event& event) {
    return may_know_of(event) && event.from == a && recipients_of(event).contains(searcher_);
  });
}

/// Spec section 6: on the `to` date of a roster of which the searcher is a member, until `sharing` is set again after that date.
bool LinearReach::has_left_without_sharing_again(std::size_t a) const {
  for (std::size_t team = 0; team < world_.team_count; ++team) {
    if (!is_in(world_.roster, searcher_, team) || is_in(world_.roster, a, team)) continue;
    for (const Stay& stay : world_.roster) {
      if (stay.person != a || stay.place != team || !stay.to || *stay.to > today_) continue;
      const std::optional<Days> set = world_.persons[a].sharing_set;
      if (!set || *set <= *stay.to) return true;
    }
  }
  return false;
}

bool LinearReach::may_carry(std::size_t a) const {
  const Person& person = world_.persons[a];
  if (a == searcher_) return true;
  if (person.contact_policy == ContactPolicy::kDoNotContact) return false;
  if (person.sharing == Sharing::kEveryone) return true;
  if (person.sharing == Sharing::kNobody) return false;
  if (has_left_without_sharing_again(a)) return false;
  if (is_direct(a) && has_acted_towards_searcher(a)) return true;
  if (person.sharing != Sharing::kTeam) return false;
  for (std::size_t team = 0; team < world_.team_count; ++team) {
    if (is_in(world_.roster, searcher_, team) && is_in(world_.roster, a, team)) return true;
  }
  return false;
}

Answer LinearReach::reach(std::size_t candidate) const {
  Answer answer;
  if (candidate == searcher_) return answer;
  const std::size_t s = searcher_;
  const std::size_t c = candidate;
  const auto t = [&](std::size_t a, std::size_t b) { return strengths_[a][b]; };
  if (t(s, c) >= 0.001) answer.ways.push_back({{s, c}, t(s, c)});
  for (std::size_t a = 0; a < world_.persons.size(); ++a) {
    if (a == s || a == c || !is_direct(a) || !may_carry(a)) continue;
    const double p = t(s, a) * t(a, c) * attention(a);
    if (p >= 0.0001) answer.ways.push_back({{s, a, c}, p});
  }
  if (!answer.ways.empty()) {
    answer.degree = t(s, c) >= 0.001 ? 1 : 2;
    double fails = 1;
    for (const Way& way : answer.ways) fails *= 1 - way.chance;
    answer.closeness = 1 - fails;
    return answer;
  }
  for (std::size_t a = 0; a < world_.persons.size(); ++a) {
    if (a == s || a == c || !is_direct(a) || !may_carry(a)) continue;
    for (std::size_t b = 0; b < world_.persons.size(); ++b) {
      if (b == s || b == c || b == a || !may_carry(b)) continue;
      const double p = t(s, a) * attention(a) * t(a, b) * attention(b) * t(b, c);
      if (p >= 0.0001) answer.ways.push_back({{s, a, b, c}, p});
    }
  }
  std::stable_sort(answer.ways.begin(), answer.ways.end(),
                   [](const Way& x, const Way& y) { return x.chance > y.chance; });
  if (answer.ways.empty()) return answer;
  answer.degree = 3;
  answer.closeness = answer.ways.front().chance;
  return answer;
}

}  // namespace kennis::reference
