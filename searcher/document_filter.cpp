/// @file
#include "searcher/document_filter.h"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "schema/fields.h"
#include "schema/places.h"

namespace kennis {
namespace {

using Field = ConditionField;

/// Whatever says of one document whether it is in.
template <typename Indexed, typename Live>
class TestFilter : public DocumentFilter {
 public:
  TestFilter(Indexed indexed, Live live) : indexed_(std::move(indexed)), live_(std::move(live)) {}
  void keep(Node begin, DocumentSet& within) const override {
    DocumentSet kept;
    within.for_each([&](std::uint32_t place) {
      if (indexed_(begin + place)) kept.add(place);
      return true;
    });
    within = kept;
  }
  [[nodiscard]] bool has(Node node) const override { return indexed_(node); }
  [[nodiscard]] bool has(Node node, const OwnValues& values) const override { return live_(node, values); }

 private:
  Indexed indexed_;
  Live live_;
};

/// `columns` holds that many documents; a window may reach beyond.
template <typename Indexed, typename Live>
std::unique_ptr<DocumentFilter> filter_of(std::size_t count, Indexed indexed, Live live) {
  const auto within = [count, indexed = std::move(indexed)](Node node) { return node <= count && indexed(node); };
  return std::make_unique<TestFilter<decltype(within), Live>>(within, std::move(live));
}

/// Names of a column: some of their numbers, and what a name must be to be one.
class NamedFilter : public DocumentFilter {
 public:
  using Test = std::function<bool(std::string_view key, std::string_view name)>;
  NamedFilter(const Columns& columns, ValueColumn column, std::vector<bool> numbers, Test test)
      : columns_(columns), column_(column), numbers_(std::move(numbers)), test_(std::move(test)) {
    has_any_ = std::find(numbers_.begin(), numbers_.end(), true) != numbers_.end();
  }
  void keep(Node begin, DocumentSet& within) const override {
    DocumentSet kept;
    if (has_any_) {
      within.for_each([&](std::uint32_t place) {
        if (has(begin + place)) kept.add(place);
        return true;
      });
    }
    within = kept;
  }
  [[nodiscard]] bool has(Node node) const override {
    if (node > columns_.count()) return false;
    for (const ValueEntry entry : columns_.values(column_.field, node)) {
      if ((when_of(entry) & column_.when) != 0 && numbers_[number_of_value(entry)]) return true;
    }
    return false;
  }
  [[nodiscard]] bool has(Node, const OwnValues& own) const override {
    return std::any_of(own.values.begin(), own.values.end(), [&](const OwnValues::Value& value) {
      return value.field == column_.field && (value.when & column_.when) != 0 && test_(value.key, value.name);
    });
  }

 private:
  const Columns& columns_;
  ValueColumn column_;
  std::vector<bool> numbers_;  ///< by number of a value
  Test test_;
  bool has_any_ = false;
};

/// Persons by node, rising; or everybody but them. Whoever must not be contacted is in neither.
class NodeFilter : public DocumentFilter {
 public:
  NodeFilter(const Columns& columns, std::vector<Node> nodes, bool others)
      : columns_(columns), nodes_(std::move(nodes)), others_(others) {}
  void keep(Node begin, DocumentSet& within) const override {
    DocumentSet listed;
    for (auto at = std::lower_bound(nodes_.begin(), nodes_.end(), begin); at != nodes_.end() && *at - begin < kWindow;
         ++at) {
      listed.add(*at - begin);
    }
    if (others_) {
      within -= listed;
    } else {
      within &= listed;
    }
    DocumentSet kept;
    within.for_each([&](std::uint32_t place) {
      if (may_be_hit(begin + place)) kept.add(place);
      return true;
    });
    within = kept;
  }
  [[nodiscard]] bool has(Node node) const override { return is_meant(node) && may_be_hit(node); }
  [[nodiscard]] bool has(Node node, const OwnValues&) const override { return is_meant(node); }

 private:
  [[nodiscard]] bool is_meant(Node node) const {
    return std::binary_search(nodes_.begin(), nodes_.end(), node) != others_;
  }
  [[nodiscard]] bool may_be_hit(Node node) const {
    return node <= columns_.count() && (columns_.flags()[node - 1] & kFlagMayBeHit) != 0;
  }
  const Columns& columns_;
  std::vector<Node> nodes_;
  bool others_;
};

/// Whoever one of several filters has.
class AnyFilter : public DocumentFilter {
 public:
  void add(std::unique_ptr<DocumentFilter> filter) { filters_.push_back(std::move(filter)); }
  void keep(Node begin, DocumentSet& within) const override {
    DocumentSet kept;
    for (const auto& filter : filters_) {
      DocumentSet its = within;
      filter->keep(begin, its);
      kept |= its;
    }
    within = kept;
  }
  [[nodiscard]] bool has(Node node) const override {
    return std::any_of(filters_.begin(), filters_.end(), [&](const auto& filter) { return filter->has(node); });
  }
  [[nodiscard]] bool has(Node node, const OwnValues& values) const override {
    return std::any_of(filters_.begin(), filters_.end(), [&](const auto& filter) { return filter->has(node, values); });
  }

 private:
  std::vector<std::unique_ptr<DocumentFilter>> filters_;
};

bool in_any(const std::vector<NumberRange>& ranges, std::int64_t number) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const NumberRange& range) { return range.has(number); });
}

std::unique_ptr<DocumentFilter> years_filter(const Condition& condition, const Columns& columns) {
  const auto test = [ranges = condition.ranges](std::uint16_t months) {
    return months != kNoMonths && in_any(ranges, months);
  };
  return filter_of(
      columns.count(), [test, &columns](Node node) { return test(columns.experience()[node - 1]); },
      [test](Node, const OwnValues& own) { return test(own.numbers.experience); });
}

std::unique_ptr<DocumentFilter> updated_filter(const Condition& condition, const Columns& columns) {
  const auto test = [ranges = condition.ranges](Seconds at) { return at != kNeverUpdated && in_any(ranges, at); };
  return filter_of(
      columns.count(), [test, &columns](Node node) { return test(columns.updated()[node - 1]); },
      [test](Node, const OwnValues& own) { return test(own.numbers.updated); });
}

/// Circles, with the band of latitudes outside of which nobody has to be measured.
std::unique_ptr<DocumentFilter> near_filter(const Condition& condition, const Columns& columns) {
  constexpr double kKmADegree = 111.0;  // a little less than a degree of latitude has
  const auto test = [circles = condition.circles](std::int32_t lat, std::int32_t lon) {
    if (lat == kNoDegrees) return false;
    const double its_lat = lat * 1e-6;
    const double its_lon = lon * 1e-6;
    return std::any_of(circles.begin(), circles.end(), [&](const Circle& circle) {
      return std::abs(its_lat - circle.lat) * kKmADegree <= circle.km &&
             distance_km(circle.lat, circle.lon, its_lat, its_lon) <= circle.km;
    });
  };
  return filter_of(
      columns.count(), [test, &columns](Node node) { return test(columns.lat()[node - 1], columns.lon()[node - 1]); },
      [test](Node, const OwnValues& own) { return test(own.numbers.lat, own.numbers.lon); });
}

/// A name of a place as a column has it: `Gent, BE`.
std::pair<std::string, std::string_view> name_and_country(std::string_view name) {
  const std::size_t comma = name.rfind(", ");
  const bool has_country = comma != std::string_view::npos && name.size() - comma == 4;
  if (!has_country) return {place_key(name), {}};
  return {place_key(name.substr(0, comma)), name.substr(comma + 2)};
}

/// Whose location has the words, or is the same place by another name.
NamedFilter::Test location_test(const Condition& condition) {
  struct Wanted {
    std::vector<std::string> words;                             ///< with a space at either end
    std::set<std::pair<std::string, std::string_view>> places;  ///< names of the places meant, with their countries
  };
  Wanted wanted;
  for (const std::string& value : condition.values) {
    wanted.words.push_back(" " + place_key(value) + " ");
    const std::optional<Place> best = Places::built_in().find(value);
    if (!best) continue;
    for (const std::string_view name : best->names()) wanted.places.emplace(place_key(name), best->country);
  }
  return [wanted](std::string_view, std::string_view name) {
    const std::string whole = " " + place_key(name) + " ";
    const bool says_so = std::any_of(wanted.words.begin(), wanted.words.end(),
                                     [&](const std::string& words) { return whole.find(words) != std::string::npos; });
    if (says_so || wanted.places.empty()) return says_so;
    const auto [key, country] = name_and_country(name);
    if (!country.empty()) return wanted.places.contains({key, country});
    return std::any_of(wanted.places.begin(), wanted.places.end(),
                       [&its_key = key](const auto& place) { return place.first == its_key; });
  };
}

std::unique_ptr<DocumentFilter> named_filter(const Condition& condition, ValueColumn column, const Columns& columns) {
  std::vector<bool> numbers(columns.value_count(column.field), false);
  if (condition.field == Field::kLocation && condition.by_words) {
    auto test = location_test(condition);
    for (std::uint32_t number = 0; number < numbers.size(); ++number) {
      const std::string_view name = columns.value_name(column.field, number);
      numbers[number] = test({}, name);
    }
    return std::make_unique<NamedFilter>(columns, column, std::move(numbers), std::move(test));
  }
  std::set<std::string, std::less<>> keys;
  for (const std::string& value : condition.values) keys.insert(value_key(value));
  for (const std::string& key : keys) {
    if (const auto number = columns.find(column.field, key)) numbers[*number] = true;
  }
  return std::make_unique<NamedFilter>(columns, column, std::move(numbers),
                                       [keys](std::string_view key, std::string_view) { return keys.contains(key); });
}

/// Who has one of the names, as a whole.
std::unique_ptr<DocumentFilter> person_filter(const Condition& condition, const Columns& columns) {
  std::set<std::string, std::less<>> keys;
  std::set<std::uint32_t> ranks;
  for (const std::string& name : condition.values) keys.insert(value_key(name));
  keys.erase("");  // that is whoever must not be contacted
  for (const std::string& key : keys) {
    const std::uint32_t rank = columns.rank_of_name(key);
    if (columns.has_name_at(rank, key)) ranks.insert(rank);
  }
  return filter_of(
      columns.count(), [ranks, &columns](Node node) { return ranks.contains(columns.name_ranks()[node - 1]); },
      [keys](Node, const OwnValues& own) { return keys.contains(own.name_key); });
}

std::vector<Node> reached_with(const ReachMap& reach, const std::vector<NumberRange>& degrees) {
  std::vector<Node> nodes;
  for (std::size_t i = 0; i < reach.nodes.size(); ++i) {
    if (reach.degrees[i] != 0 && in_any(degrees, reach.degrees[i])) nodes.push_back(reach.nodes[i]);
  }
  return nodes;
}

/// Whom nobody in reach knows, and who is not the searcher: neither of the listed.
std::unique_ptr<DocumentFilter> unreached_filter(const FilterContext& context) {
  std::vector<Node> nodes = reached_with(context.reach, {NumberRange{1, 3}});
  nodes.insert(std::upper_bound(nodes.begin(), nodes.end(), context.viewer.searcher()), context.viewer.searcher());
  return std::make_unique<NodeFilter>(context.columns, std::move(nodes), true);
}

std::unique_ptr<DocumentFilter> degree_filter(const Condition& condition, const FilterContext& context) {
  auto reached = std::make_unique<NodeFilter>(context.columns, reached_with(context.reach, condition.ranges), false);
  if (!condition.unreached) return reached;
  auto any = std::make_unique<AnyFilter>();
  any->add(std::move(reached));
  any->add(unreached_filter(context));
  return any;
}

std::unique_ptr<DocumentFilter> flag_filter(std::uint8_t flag, const Columns& columns) {
  return filter_of(
      columns.count(), [flag, &columns](Node node) { return (columns.flags()[node - 1] & flag) != 0; },
      [flag](Node, const OwnValues& own) { return (own.numbers.flags & flag) != 0; });
}

std::unique_ptr<DocumentFilter> colleague_filter(const FilterContext& context, bool members) {
  std::vector<Node> nodes;
  for (const Node node : context.viewer.colleagues()) {
    if (members ? context.viewer.is_member(node) : context.viewer.is_alumnus(node)) nodes.push_back(node);
  }
  return std::make_unique<NodeFilter>(context.columns, std::move(nodes), false);
}

std::unique_ptr<DocumentFilter> standing_filter(Standing standing, const FilterContext& context) {
  switch (standing) {
    case Standing::kOpenToWork:
      return flag_filter(kFlagOpenToWork, context.columns);
    case Standing::kAskFirst:
      return flag_filter(kFlagAskFirst, context.columns);
    case Standing::kKnown:
      return std::make_unique<NodeFilter>(context.columns, reached_with(context.reach, {NumberRange{1, 3}}), false);
    case Standing::kAddressOnly:
      return unreached_filter(context);
    case Standing::kMember:
      return colleague_filter(context, true);
    default:
      return colleague_filter(context, false);
  }
}

std::unique_ptr<DocumentFilter> standings_filter(const Condition& condition, const FilterContext& context) {
  auto any = std::make_unique<AnyFilter>();
  for (const Standing standing : condition.standings) any->add(standing_filter(standing, context));
  return any;
}

/// With whom the searcher was in touch about one of the topics.
std::unique_ptr<DocumentFilter> topic_filter(const Condition& condition, const FilterContext& context) {
  const Viewer& viewer = context.viewer;
  std::set<std::string, std::less<>> wanted;
  for (const std::string& topic : condition.values) wanted.insert(value_key(topic));
  std::vector<Node> nodes;
  for (const Arc& arc : viewer.arcs(viewer.searcher())) {
    const auto topics = viewer.topics(viewer.searcher(), arc.to, limit::kTopicsOfTieMax);
    if (std::any_of(topics.begin(), topics.end(),
                    [&](std::string_view topic) { return wanted.contains(value_key(topic)); })) {
      nodes.push_back(arc.to);
    }
  }
  std::sort(nodes.begin(), nodes.end());
  return std::make_unique<NodeFilter>(context.columns, std::move(nodes), false);
}

Result<std::unique_ptr<DocumentFilter>> group_filter(const Condition& condition, const FilterContext& context) {
  const Viewer& viewer = context.viewer;
  std::vector<std::uint32_t> groups;
  for (const std::string& name : condition.values) {
    const auto group = viewer.visible_group(name);
    if (!group) {
      return Error{ErrorCode::kInvalidQuery,
                   fmt::format("at byte {}: you can see the members of no group \"{}\": give the id of an open group, "
                               "or of one you are in",
                               condition.position, cut_text(name, 60)),
                   condition.position};
    }
    groups.push_back(*group);
  }
  std::vector<Node> members;
  viewer.for_each_visible_member([&](Node person, std::uint32_t group) {
    if (std::find(groups.begin(), groups.end(), group) != groups.end()) members.push_back(person);
  });
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  return std::unique_ptr<DocumentFilter>(std::make_unique<NodeFilter>(context.columns, std::move(members), false));
}

std::optional<Error> bind(QueryNode& node, const FilterContext& context) {
  if (node.kind == QueryNode::Kind::kFilter) {
    auto bound = bind_condition(*node.condition, context);
    if (!bound) return bound.error();
    node.filter = std::move(bound).value();
  }
  for (QueryNode& child : node.children) {
    if (auto error = bind(child, context)) return error;
  }
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<DocumentFilter>> bind_condition(const Condition& condition, const FilterContext& context) {
  if (const auto column = column_of(condition.field)) return named_filter(condition, *column, context.columns);
  switch (condition.field) {
    case Field::kYears:
      return years_filter(condition, context.columns);
    case Field::kUpdated:
      return updated_filter(condition, context.columns);
    case Field::kNear:
      return near_filter(condition, context.columns);
    case Field::kDegree:
      return degree_filter(condition, context);
    case Field::kIs:
      return standings_filter(condition, context);
    case Field::kName:
      return person_filter(condition, context.columns);
    case Field::kGroup:
      return group_filter(condition, context);
    default:
      return topic_filter(condition, context);
  }
}

std::unique_ptr<DocumentFilter> filter_by_nodes(const Columns& columns, std::vector<Node> nodes) {
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return std::make_unique<NodeFilter>(columns, std::move(nodes), false);
}

std::optional<Error> bind_conditions(QueryNode& root, const FilterContext& context) { return bind(root, context); }

}  // namespace kennis
