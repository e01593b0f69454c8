/// @file
#include "benchmarks/rival.h"

namespace kennis::benchmarks {

std::vector<std::string_view> texts_of(const GivenProfile& given) {
  const Profile& profile = given.profile;
  if (profile.contact_policy == ContactPolicy::kDoNotContact) return {};
  std::vector<std::string_view> texts = {profile.headline, profile.summary};
  for (const Position& position : profile.positions) {
    texts.emplace_back(position.title);
    texts.emplace_back(position.description);
  }
  for (const Skill& skill : profile.skills) texts.emplace_back(skill.name);
  return texts;
}

std::string text_of(const GivenProfile& given) {
  std::string all;
  for (const std::string_view text : texts_of(given)) all.append(all.empty() ? "" : " . ").append(text);
  return all;
}

std::string reach_in_sql(const std::string& searcher) {
  const std::string own = " FROM ties WHERE from_node = " + searcher + " AND strength >= 0.001";
  return "WITH RECURSIVE contacts(node) AS (SELECT to_node" + own +
         " AND to_acted = 1),"
         " path(node, chance, steps) AS (SELECT to_node, strength, 1" +
         own +
         " UNION ALL SELECT tie.to_node, path.chance * carrier.attention * tie.strength * tie.share, path.steps + 1"
         " FROM path JOIN persons carrier ON carrier.node = path.node"
         " JOIN ties tie ON tie.from_node = path.node AND tie.strength >= 0.001 / (path.chance * carrier.attention)"
         " AND tie.strength * tie.share >= 0.001 / (path.chance * carrier.attention)"
         " WHERE path.steps < 3 AND tie.to_node <> " +
         searcher +
         " AND (carrier.shares = 2 OR (carrier.shares = 1 AND carrier.node IN (SELECT node FROM contacts)))),"
         " reach(node, closeness) AS (SELECT node, CASE WHEN min(steps) = 3 THEN max(chance)"
         " ELSE 1 - exp(sum(CASE WHEN steps < 3 THEN ln(1 - chance) ELSE 0 END)) END FROM path GROUP BY node)";
}

}  // namespace kennis::benchmarks
