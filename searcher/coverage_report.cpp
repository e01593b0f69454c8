/// @file
#include "searcher/coverage_report.h"

#include <algorithm>
#include <chrono>
#include <map>

#include <fmt/format.h>

#include "network/coverage.h"
#include "network/id_order.h"
#include "searcher/matches_among.h"
#include "searcher/open_view.h"
#include "searcher/query_meaning.h"
#include "searcher/unheard_words.h"

namespace kennis {
namespace {

constexpr std::size_t kSkillsShown = 10;       // where none are asked for
constexpr std::size_t kRecordsSampled = 2000;  // to find the commonest

Error invalid(std::string message) { return {ErrorCode::kInvalidRequest, std::move(message), {}}; }

Error unknown_team(const std::string& team) {
  return {ErrorCode::kUnknownPerson,
          fmt::format("no team is known to you as \"{}\": give one in which you are today", cut_text(team, 80)),
          {}};
}

std::optional<std::uint32_t> own_team(const Viewer& viewer, const std::string& id) {
  const auto teams = viewer.teams();
  const auto found = std::find_if(teams.begin(), teams.end(), [&](auto team) { return viewer.team_id(team) == id; });
  return found == teams.end() ? std::nullopt : std::optional(*found);
}

/// The last day of each of the past `count` quarters before `today`, then `today`.
std::vector<Days> quarter_ends(Days today, std::size_t count) {
  using namespace std::chrono;
  const year_month_day day{sys_days{days{today}}};
  year_month quarter = day.year() / month{(static_cast<unsigned>(day.month()) - 1) / 3 * 3 + 1};
  std::vector<Days> ends = {today};
  for (std::size_t i = 0; i < count; ++i) {
    ends.push_back(static_cast<Days>(sys_days{quarter / 1}.time_since_epoch().count()) - 1);
    quarter -= months{3};
  }
  std::reverse(ends.begin(), ends.end());
  return ends;
}

/// Some of those who have a profile, evenly spread in the order of their ids.
std::vector<Node> sample_of(const People& people) {
  std::vector<Node> newer;
  for (Node node = people.profile_count() + 1; node <= people.node_max(); ++node) {
    if (people.has_profile(node)) newer.push_back(node);
  }
  std::sort(newer.begin(), newer.end(), [&](Node a, Node b) { return people.id(a) < people.id(b); });
  std::vector<Node> all;
  auto next = newer.begin();
  for (Node node = 1; node <= people.profile_count(); ++node) {
    for (; next != newer.end() && people.id(*next) < people.file_id(node); ++next) all.push_back(*next);
    if (people.has_profile(node)) all.push_back(node);
  }
  all.insert(all.end(), next, newer.end());
  const std::size_t step = std::max<std::size_t>(1, all.size() / kRecordsSampled);
  std::vector<Node> sample;
  for (std::size_t i = 0; i < all.size(); i += step) sample.push_back(all[i]);
  return sample;
}

/// The skills that most of some records, evenly spread, list: as queries.
std::vector<std::string> commonest_skills(const OpenView& open) {
  const People& people = open.viewer().people();
  Showing showing = open.showing();
  std::map<std::string, std::size_t> counts;
  for (const Node node : sample_of(people)) {
    if (people.rights(node).contact_policy == ContactPolicy::kDoNotContact) continue;
    for (const Skill& skill : showing.profile(node).skills) {
      if (skill.name.find('"') == std::string::npos) ++counts[fold_case(skill.name)];
    }
  }
  std::vector<std::pair<std::string, std::size_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> skills;
  for (const auto& [name, count] : sorted) {
    if (skills.size() < kSkillsShown) skills.push_back("skill:\"" + name + "\"");
  }
  return skills;
}

/// Reckons the coverage of one team for one searcher.
class Coverage {
 public:
  Coverage(const OpenView& open, std::uint32_t team)
      : open_(open),
        viewer_(open.viewer()),
        team_(team),
        members_(viewer_.members_on(team, viewer_.today())),
        knowers_(find_knowers(viewer_, members_)) {}

  void add_over_time(std::size_t quarters, CoverageAnswer& answer) const {
    for (const Days day : quarter_ends(viewer_.today(), quarters)) {
      const std::vector<Node> then = viewer_.members_on(team_, day);
      const Knowers knowers = find_knowers(viewer_, then);
      CoverageCounts counts;
      for (Node node = 1; node <= viewer_.people().node_max(); ++node) {
        if (!is_covered(viewer_, members_, node)) continue;
        ++counts.total;
        if (knowers.count[node] > 0) ++counts.known;
        if (knowers.count[node] == 1) ++counts.by_one;
      }
      answer.over_time.push_back({day, then.size(), counts});
    }
  }

  void add_by_member(CoverageAnswer& answer) const {
    Showing showing = open_.showing();
    const auto only_known = count_only_known(viewer_, members_);
    std::vector<Node> members = members_;
    std::sort(members.begin(), members.end(), [&](Node a, Node b) { return is_told_before(viewer_.people(), a, b); });
    for (const Node member : members) {
      if (!viewer_.may_see(member)) continue;
      CoverageAnswer::By by{showing.person(member), viewer_.may_carry(member), 0, only_known.at(member)};
      for (const Arc& arc : viewer_.arcs(member)) {
        if (!by.shares || arc.strength() < kTieMin) break;
        if (is_covered(viewer_, members_, arc.to)) ++by.known;
      }
      answer.by_member.push_back(std::move(by));
    }
  }

  [[nodiscard]] Result<CoverageCounts> of_skill(const std::string& text, Stemmer& stemmer) const {
    auto query = parse_query(text, stemmer);
    if (!query) return query.error();
    if (auto error = open_.bind(query.value())) return *error;
    find_meaning(query.value(), open_.skills, open_.statistics, stemmer);
    ask_for_parts_of_unheard(query.value().root, open_.statistics);
    const auto plan = plan_match(std::move(query).value(), open_.statistics, open_.known_runs);
    std::vector<Node> known;
    std::vector<Node> own;
    for (Node node = 1; node <= viewer_.people().node_max(); ++node) {
      if (knowers_.count[node] > 0 && is_covered(viewer_, members_, node)) known.push_back(node);
    }
    for (const Node member : members_) {
      if (viewer_.people().has_profile(member)) own.push_back(member);
    }
    CoverageCounts counts;
    counts.total = count_matches(open_.documents(), *plan) - find_matches_among(open_.documents(), *plan, own).size();
    for (const FittingPerson& match : find_matches_among(open_.documents(), *plan, known)) {
      ++counts.known;
      if (knowers_.count[match.node] == 1) ++counts.by_one;
    }
    return counts;
  }

 private:
  const OpenView& open_;
  const Viewer& viewer_;
  std::uint32_t team_;
  std::vector<Node> members_;  ///< of today
  Knowers knowers_;
};

}  // namespace

Result<CoverageAnswer> find_coverage(const Searcher& searcher, const CoverageRequest& request) {
  if (request.quarters > kQuartersMax) {
    return invalid(fmt::format("quarters is {}, at most {} can be asked for", request.quarters, kQuartersMax));
  }
  if (request.skills.size() > kCoverageSkillsMax) {
    return invalid(
        fmt::format("{} skills are asked for, at most {} can be", request.skills.size(), kCoverageSkillsMax));
  }
  const auto open = searcher.open_view_to_match(request.as, request.rights_date);
  if (!open) return open.error();
  const auto team = own_team(open.value().viewer(), request.team);
  if (!team) return unknown_team(request.team);
  CoverageAnswer answer;
  answer.team = request.team;
  answer.provenance = open.value().provenance;
  const Coverage coverage(open.value(), *team);
  coverage.add_over_time(request.quarters, answer);
  coverage.add_by_member(answer);
  thread_local Stemmer stemmer;
  const std::vector<std::string> skills = request.skills.empty() ? commonest_skills(open.value()) : request.skills;
  for (const std::string& skill : skills) {
    auto counts = coverage.of_skill(skill, stemmer);
    if (!counts) return counts.error();
    answer.by_skill.push_back({skill, counts.value()});
  }
  return answer;
}

}  // namespace kennis
