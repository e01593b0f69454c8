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

constexpr int kForEver = 1'000'000;

/// Months since January 1900, from the date as people write it.
int month_of_date(Days day) {
  const std::string date = format_date(day);
  return (std::stoi(date.substr(0, 4)) - 1900) * 12 + std::stoi(date.substr(5, 2)) - 1;
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
    const double phi = world_.model.fading;
    const double fade = std::pow(1 + (std::pow(2, 1 / phi) - 1) * silence_days / constants.halflife_days, -phi);
    evidence += constants.weight * amount * fade;
  }
  const double unit = std::pow(2, -29);
  return std::min(rounded(1 - std::exp(-evidence), unit), 1 - unit);
}

double LinearReach::attention(std::size_t a) const {
  double sum = 0;
  for (const double strength : strengths_[a]) sum += strength;
  return std::pow(world_.model.attention / (world_.model.attention + sum), world_.model.attention_power);
}

bool LinearReach::is_direct(std::size_t a) const { return a != searcher_ && strengths_[searcher_][a] >= 0.001; }

bool LinearReach::has_acted(std::size_t a, std::size_t b) const {
  return std::any_of(world_.events.begin(), world_.events.end(), [&](const Event& event) {
    return may_know_of(event) && event.from == a && recipients_of(event).contains(b);
  });
}

double LinearReach::step(std::size_t a, std::size_t b) const {
  const bool together = std::any_of(world_.events.begin(), world_.events.end(), [&](const Event& event) {
    static const std::set<Channel> kOfBoth = {Channel::kCall, Channel::kMeeting, Channel::kConnection, Channel::kEvent};
    return kOfBoth.contains(event.channel) && may_know_of(event) && event.from == b && recipients_of(event).contains(a);
  });
  return strengths_[a][b] * (together || has_acted(a, b) ? 1 : world_.model.unmoved);
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
  if (is_direct(a) && has_acted(a, searcher_)) return true;
  if (person.sharing != Sharing::kTeam) return false;
  for (std::size_t team = 0; team < world_.team_count; ++team) {
    if (is_in(world_.roster, searcher_, team) && is_in(world_.roster, a, team)) return true;
  }
  return false;
}

std::string name_of_organisation(std::size_t organisation) { return "Org " + std::to_string(organisation); }

/// Of memberships `to` is the first day on which it is over, of employments the last day.
std::optional<Shared> LinearReach::shared_in(const std::vector<Stay>& stays, std::size_t place, std::size_t a,
                                             std::size_t b, ContextKind kind) const {
  const auto last_month = [&](const Stay& stay) {
    if (!stay.to) return kForEver;
    return month_of_date(kind == ContextKind::kGroup ? *stay.to - 1 : *stay.to);
  };
  std::set<std::size_t> members;
  std::optional<int> last;
  for (const Stay& one : stays) {
    if (one.place != place || world_.persons[one.person].contact_policy == ContactPolicy::kDoNotContact) continue;
    if (one.to && (kind == ContextKind::kGroup ? *one.to <= one.from : *one.to < one.from)) continue;
    members.insert(one.person);
    for (const Stay& other : stays) {
      if (one.person != a || other.person != b || other.place != place) continue;
      if (world_.persons[b].contact_policy == ContactPolicy::kDoNotContact) continue;
      if (other.to && (kind == ContextKind::kGroup ? *other.to <= other.from : *other.to < other.from)) continue;
      const int from = std::max(month_of_date(one.from), month_of_date(other.from));
      const int to = std::min(last_month(one), last_month(other));
      if (from <= to) last = std::max(last.value_or(to), to);
    }
  }
  if (!last) return std::nullopt;
  const ContextModel& constants = world_.model.contexts[static_cast<std::size_t>(kind)];
  const int silence = std::max(0, month_of_date(static_cast<Days>(world_.as_of / 86400)) - *last);
  const double evidence = constants.weight / std::log2(1 + static_cast<double>(members.size())) *
                          constants.halflife_days / (constants.halflife_days + silence * 365.0 / 12);
  const std::string name = kind == ContextKind::kGroup ? world_.groups[place].id : name_of_organisation(place);
  return Shared{name, rounded(1 - std::exp(-evidence), std::pow(2, -29)),
                members.size() <= world_.model.context_size_max};
}

std::vector<Shared> LinearReach::shared(std::size_t a, std::size_t b) const {
  std::vector<Shared> all;
  for (std::size_t place = 0; place < world_.organisation_count; ++place) {
    if (auto one = shared_in(world_.employments, place, a, b, ContextKind::kOrganisation)) all.push_back(*one);
  }
  for (std::size_t group = 0; group < world_.groups.size(); ++group) {
    const bool is_open = world_.groups[group].kind == GroupKind::kOpen;
    if (!is_open && !is_in(world_.memberships, searcher_, group)) continue;
    if (auto one = shared_in(world_.memberships, group, a, b, ContextKind::kGroup)) all.push_back(*one);
  }
  return all;
}

/// Adds the ways whose last step is a context: from the searcher, or from whoever the searcher has a direct tie with.
void LinearReach::add_contexts(std::size_t candidate, Answer& answer) const {
  std::vector<Way> ways;
  for (const Shared& shared : shared(searcher_, candidate)) {
    if (shared.strength >= 0.0005) ways.push_back({{searcher_, candidate}, shared.strength, shared.name});
  }
  for (std::size_t a = 0; a < world_.persons.size(); ++a) {
    if (a == searcher_ || a == candidate || !is_direct(a) || !may_carry(a)) continue;
    for (const Shared& shared : shared(a, candidate)) {
      const double p = strengths_[searcher_][a] * attention(a) * shared.strength;
      if (shared.introduces && p >= 0.0005) ways.push_back({{searcher_, a, candidate}, p, shared.name});
    }
  }
  if (ways.empty()) return;
  double fails = 1 - answer.closeness;
  for (const Way& way : ways) fails *= 1 - way.chance;
  answer.closeness = 1 - fails;
  answer.degree = answer.degree == 1 ? 1 : 2;
  answer.ways.insert(answer.ways.end(), ways.begin(), ways.end());
}

Answer LinearReach::reach(std::size_t candidate) const {
  if (candidate == searcher_) return {};
  Answer answer = reach_over_ties(candidate);
  add_contexts(candidate, answer);
  return answer;
}

std::vector<Way> LinearReach::ways_over_two(std::size_t candidate) const {
  const std::size_t s = searcher_;
  const std::size_t c = candidate;
  std::vector<Way> ways;
  for (std::size_t b = 0; b < world_.persons.size(); ++b) {
    if (b == s || b == c || !may_carry(b)) continue;
    std::vector<Way> over_b;
    for (std::size_t a = 0; a < world_.persons.size(); ++a) {
      if (a == s || a == c || a == b || !is_direct(a) || !may_carry(a)) continue;
      const double start = strengths_[s][a] * attention(a) * step(a, b);
      const double p = start * attention(b) * step(b, c);
      if (start >= 0.0005 && p >= 0.0005) over_b.push_back({{s, a, b, c}, p, {}, false});
    }
    std::stable_sort(over_b.begin(), over_b.end(), [](const Way& x, const Way& y) { return x.chance > y.chance; });
    if (!over_b.empty()) over_b.front().counts = true;
    ways.insert(ways.end(), over_b.begin(), over_b.end());
  }
  return ways;
}

Answer LinearReach::reach_over_ties(std::size_t candidate) const {
  Answer answer;
  const std::size_t s = searcher_;
  const std::size_t c = candidate;
  const auto join = [](const std::vector<Way>& ways) {
    double fails = 1;
    for (const Way& way : ways) fails *= way.counts ? 1 - way.chance : 1;
    return 1 - fails;
  };
  if (is_direct(c)) answer.ways.push_back({{s, c}, step(s, c)});
  for (std::size_t a = 0; a < world_.persons.size(); ++a) {
    if (a == s || a == c || !is_direct(a) || !may_carry(a)) continue;
    const double p = strengths_[s][a] * step(a, c) * attention(a);
    if (p >= 0.0005) answer.ways.push_back({{s, a, c}, p});
  }
  answer.closeness = join(answer.ways);
  answer.degree = is_direct(c) ? 1 : answer.ways.empty() ? 0 : 2;
  const std::vector<Way> over_two = ways_over_two(c);
  if (join(over_two) <= answer.closeness) return answer;
  answer.closeness = join(over_two);
  if (answer.degree == 0) answer.degree = 3;
  for (Way& way : answer.ways) way.counts = false;
  answer.ways.insert(answer.ways.end(), over_two.begin(), over_two.end());
  return answer;
}

}  // namespace kennis::reference
