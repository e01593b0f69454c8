/// @file
#include "searcher/facets.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "schema/fields.h"

namespace kennis {
namespace {

using Field = ConditionField;

void keep_commonest(Facet& facet, std::size_t limit) {
  std::erase_if(facet.values, [](const FacetValue& value) { return value.count == 0; });
  facet.value_count = facet.values.size();
  const auto commoner = [](const FacetValue& a, const FacetValue& b) {
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  };
  const auto kept = std::min(limit, facet.values.size());
  std::partial_sort(facet.values.begin(), facet.values.begin() + static_cast<std::ptrdiff_t>(kept), facet.values.end(),
                    commoner);
  facet.values.resize(kept);
}

/// Names of a column.
class NamedCounter : public FacetCounter {
 public:
  NamedCounter(Field field, ValueColumn column, const Columns& columns)
      : field_(field), column_(column), columns_(columns), counts_(columns.value_count(column.field), 0) {}

  void count(Node begin, const DocumentSet& matches) override {
    const std::span<const ValueEntry> all = columns_.all_values(column_.field);
    const bool is_several = all.size() > 2 * columns_.count();
    is_several ? count_by<4>(begin, matches, all) : count_by<2>(begin, matches, all);
  }
  void count(Node, const OwnValues& own) override {
    for (const OwnValues::Value& value : own.values) {
      if (value.field != column_.field || (value.when & column_.when) == 0) continue;
      if (const auto number = value.number ? value.number : columns_.find(value.field, value.key)) {
        ++counts_[*number];
      } else {
        auto& added = new_[value.key];
        if (added.second++ == 0 || value.name < added.first) added.first = value.name;
      }
    }
  }
  [[nodiscard]] Facet finish(std::size_t limit) const override {
    Facet facet;
    facet.field = name_of(field_);
    // Names are read of those alone that may be shown.
    std::vector<std::uint32_t> sorted;
    for (const std::uint32_t count : counts_) {
      if (count > 0) sorted.push_back(count);
    }
    std::uint32_t least = 1;
    if (limit < sorted.size()) {
      std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(limit), sorted.end(),
                       std::greater<>());
      least = sorted[limit];
    }
    for (std::uint32_t number = 0; number < counts_.size(); ++number) {
      if (counts_[number] >= least)
        facet.values.push_back({std::string(columns_.value_name(column_.field, number)), counts_[number]});
    }
    for (const auto& [key, named] : new_) facet.values.push_back({named.first, named.second});
    keep_commonest(facet, limit);
    facet.value_count = sorted.size() + new_.size();
    return facet;
  }

 private:
  /// Half a million matches come by here, and how many values the next one has cannot be foretold: so many are taken at once, of which those behind the last
  /// add nothing, nor does a value at another time.
  template <std::size_t kAtOnce>
  void count_by(Node begin, const DocumentSet& matches, std::span<const ValueEntry> all) {
    std::uint32_t* const counts = counts_.data();  // a copy, which the counts cannot change
    const std::uint32_t when = column_.when;
    const ValueEntry* const safe_end = all.data() + (all.size() < kAtOnce ? 0 : all.size() - kAtOnce + 1);
    matches.for_each([&](std::uint32_t place) {
      const std::span<const ValueEntry> values = columns_.values(column_.field, begin + place);
      const ValueEntry* at = values.data();
      const ValueEntry* const end = at + values.size();
      for (; at < end && at < safe_end; at += kAtOnce) {
        for (std::size_t i = 0; i < kAtOnce; ++i) {
          const bool adds = (at + i < end) & ((when_of(at[i]) & when) != 0);
          counts[number_of_value(at[i])] += adds ? 1U : 0U;
        }
      }
      for (; at < end; ++at) counts[number_of_value(*at)] += (when_of(*at) & when) != 0 ? 1U : 0U;
      return true;
    });
  }

  Field field_;
  ValueColumn column_;
  const Columns& columns_;
  std::vector<std::uint32_t> counts_;                                 ///< by number of a value
  std::map<std::string, std::pair<std::string, std::uint64_t>> new_;  ///< by key: what only profiles changed since have
};

/// Values that are conditions: ranges, degrees, standings, groups.
class ConditionCounter : public FacetCounter {
 public:
  explicit ConditionCounter(Field field) : field_(field) {}
  void add(std::string value, std::unique_ptr<DocumentFilter> filter) {
    values_.push_back({std::move(value), std::move(filter), 0});
  }
  void count(Node begin, const DocumentSet& matches) override {
    for (Value& value : values_) {
      DocumentSet its = matches;
      value.filter->keep(begin, its);
      value.count += its.count();
    }
  }
  void count(Node node, const OwnValues& own) override {
    for (Value& value : values_) value.count += value.filter->has(node, own) ? 1U : 0U;
  }
  [[nodiscard]] Facet finish(std::size_t limit) const override {
    Facet facet;
    facet.field = name_of(field_);
    for (const Value& value : values_) facet.values.push_back({value.name, value.count});
    keep_commonest(facet, limit);
    return facet;
  }

 private:
  struct Value {
    std::string name;
    std::unique_ptr<DocumentFilter> filter;
    std::uint64_t count;
  };
  Field field_;
  std::vector<Value> values_;
};

/// Ranges of months of experience: how many have each number of months, and in the end which ranges that number is in.
class ExperienceCounter : public FacetCounter {
 public:
  ExperienceCounter(Field field, const Columns& columns)
      : field_(field), columns_(columns), by_months_(kNoMonths + 1, 0) {}
  void add(std::string value, std::vector<NumberRange> ranges) {
    values_.push_back({std::move(value), std::move(ranges)});
  }
  void count(Node begin, const DocumentSet& matches) override {
    const std::span<const std::uint16_t> experience = columns_.experience();
    std::uint32_t* const by_months = by_months_.data();
    matches.for_each([&](std::uint32_t place) {
      ++by_months[experience[begin + place - 1]];
      return true;
    });
  }
  void count(Node, const OwnValues& own) override { ++by_months_[own.numbers.experience]; }
  [[nodiscard]] Facet finish(std::size_t limit) const override {
    Facet facet;
    facet.field = name_of(field_);
    for (const Value& value : values_) {
      const auto is_meant = [&](std::int64_t months) {
        return std::any_of(value.ranges.begin(), value.ranges.end(),
                           [&](const NumberRange& range) { return range.has(months); });
      };
      std::uint64_t count = 0;
      for (std::uint32_t months = 0; months < kNoMonths; ++months) {
        if (by_months_[months] > 0 && is_meant(months)) count += by_months_[months];
      }
      facet.values.push_back({value.name, count});
    }
    keep_commonest(facet, limit);
    return facet;
  }

 private:
  struct Value {
    std::string name;
    std::vector<NumberRange> ranges;
  };
  Field field_;
  const Columns& columns_;
  std::vector<std::uint32_t> by_months_;
  std::vector<Value> values_;
};

/// The years from that of as_of back, and what is older.
std::vector<std::string> update_years(const FilterContext& context) {
  constexpr int kYears = 10;
  const int last = std::stoi(format_date(day_of(context.viewer.network().as_of())).substr(0, 4)) + 1;
  std::vector<std::string> years;
  for (int year = last; year > last - kYears; --year) years.push_back(std::to_string(year));
  years.push_back(".." + std::to_string(last - kYears));
  return years;
}

Result<std::unique_ptr<FacetCounter>> condition_counter(Field field, const std::vector<std::string>& values,
                                                        const FilterContext& context) {
  auto counter = std::make_unique<ConditionCounter>(field);
  for (const std::string& value : values) {
    const auto condition = read_condition(field, value, 0);
    if (!condition) return condition.error();
    auto filter = bind_condition(condition.value(), context);
    if (!filter) return filter.error();
    counter->add(value, std::move(filter).value());
  }
  return std::unique_ptr<FacetCounter>(std::move(counter));
}

Result<std::unique_ptr<FacetCounter>> experience_counter(const std::vector<std::string>& values,
                                                         const FilterContext& context) {
  auto counter = std::make_unique<ExperienceCounter>(Field::kYears, context.columns);
  for (const std::string& value : values) {
    auto condition = read_condition(Field::kYears, value, 0);
    if (!condition) return condition.error();
    counter->add(value, std::move(condition.value().ranges));
  }
  return std::unique_ptr<FacetCounter>(std::move(counter));
}

std::unique_ptr<FacetCounter> group_counter(const FilterContext& context) {
  auto counter = std::make_unique<ConditionCounter>(Field::kGroup);
  const auto ids = context.viewer.group_ids();
  std::vector<std::vector<Node>> members(ids.size());
  context.viewer.for_each_visible_member([&](Node person, std::uint32_t group) { members[group].push_back(person); });
  for (std::size_t group = 0; group < ids.size(); ++group) {
    if (!members[group].empty())
      counter->add(std::string(ids[group]), filter_by_nodes(context.columns, std::move(members[group])));
  }
  return counter;
}

std::vector<std::string> trimmed_list(const std::vector<std::string>& texts) {
  std::vector<std::string> out;
  for (const std::string& text : texts) {
    std::size_t at = 0;
    while (at <= text.size()) {
      const std::size_t end = std::min(text.find(',', at), text.size());
      std::string one = value_key(std::string_view(text).substr(at, end - at));
      if (!one.empty() && std::find(out.begin(), out.end(), one) == out.end()) out.push_back(std::move(one));
      at = end + 1;
    }
  }
  return out;
}

}  // namespace

std::string facet_names() {
  std::string names;
  for (std::size_t i = 0; i < kConditionFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    if (field == Field::kNear || field == Field::kTopic || field == Field::kName) continue;
    names += (names.empty() ? "" : ", ") + std::string(name_of(field));
  }
  return names;
}

Result<std::unique_ptr<FacetCounter>> make_facet_counter(ConditionField field, const FilterContext& context) {
  if (const auto column = column_of(field)) {
    return std::unique_ptr<FacetCounter>(std::make_unique<NamedCounter>(field, *column, context.columns));
  }
  switch (field) {
    case Field::kYears:
      return experience_counter({"0..1", "2..4", "5..9", "10..19", "20.."}, context);
    case Field::kUpdated:
      return condition_counter(field, update_years(context), context);
    case Field::kDegree:
      return condition_counter(field, {"1", "2", "3", "none"}, context);
    case Field::kIs:
      return condition_counter(field, {"open_to_work", "ask_first", "known", "address_only", "member", "alumnus"},
                               context);
    case Field::kGroup:
      return group_counter(context);
    default:
      return Error{
          ErrorCode::kInvalidRequest, fmt::format("{} is no facet: take one of {}", name_of(field), facet_names()), {}};
  }
}

Result<std::unique_ptr<Refinement>> Refinement::make(const std::vector<std::string>& filters,
                                                     const std::vector<std::string>& facets,
                                                     const FilterContext& context) {
  const auto invalid = [](std::string message) { return Error{ErrorCode::kInvalidRequest, std::move(message), {}}; };
  auto refinement = std::make_unique<Refinement>();
  if (filters.size() > limit::kQueryFiltersMax)
    return invalid(fmt::format("at most {} filters are allowed", limit::kQueryFiltersMax));
  std::vector<Condition> conditions;
  for (const std::string& text : filters) {
    auto condition = read_filter(text);
    if (!condition) return condition.error();
    conditions.push_back(std::move(condition).value());
  }
  for (const Condition& condition : joined_filters(std::move(conditions))) {
    auto filter = bind_condition(condition, context);
    if (!filter) return invalid(filter.error().message);
    refinement->filters_.push_back({condition.field, std::move(filter).value()});
  }
  const auto names = trimmed_list(facets);
  if (names.size() > limit::kFacetsMax) return invalid(fmt::format("at most {} facets are allowed", limit::kFacetsMax));
  for (const std::string& name : names) {
    const auto field = condition_field(name);
    if (!field)
      return invalid(fmt::format("there is no facet \"{}\": take one of {}", cut_text(name, 40), facet_names()));
    auto counter = make_facet_counter(*field, context);
    if (!counter) return counter.error();
    refinement->facets_.push_back({*field, std::move(counter).value()});
  }
  return refinement;
}

Refinement::Refined Refinement::refine(Node begin, const DocumentSet& matches) const {
  Refined refined{matches, matches, {}};
  if (filters_.empty()) return refined;
  if (!has_facets()) {
    for (const Filter& filter : filters_) filter.filter->keep(begin, refined.hits);
    refined.wanted = refined.hits;
    return refined;
  }
  for (const Filter& filter : filters_) {
    refined.passing.push_back(matches);
    filter.filter->keep(begin, refined.passing.back());
    refined.hits &= refined.passing.back();
  }
  refined.wanted = refined.hits;
  for (const Counted& facet : facets_) {
    DocumentSet counted = matches;
    for (std::size_t i = 0; i < filters_.size(); ++i) {
      if (filters_[i].field != facet.field) counted &= refined.passing[i];
    }
    refined.wanted |= counted;
  }
  return refined;
}

void Refinement::count(Node begin, const Refined& refined, const DocumentSet& sure) {
  for (const Counted& facet : facets_) {
    DocumentSet counted = sure;
    counted &= refined.wanted;
    for (std::size_t i = 0; i < refined.passing.size(); ++i) {
      if (filters_[i].field != facet.field) counted &= refined.passing[i];
    }
    if (!counted.empty()) facet.counter->count(begin, counted);
  }
}

bool Refinement::take(Node node, const OwnValues& values) {
  std::vector<bool> passes;
  for (const Filter& filter : filters_) passes.push_back(filter.filter->has(node, values));
  for (const Counted& facet : facets_) {
    bool counts = true;
    for (std::size_t i = 0; i < filters_.size(); ++i)
      counts = counts && (passes[i] || filters_[i].field == facet.field);
    if (counts) facet.counter->count(node, values);
  }
  return std::find(passes.begin(), passes.end(), false) == passes.end();
}

std::vector<Facet> Refinement::facets(std::size_t limit) const {
  std::vector<Facet> facets;
  for (const Counted& counted : facets_) {
    facets.push_back(counted.counter->finish(limit));
    facets.back().exact = exact_;
  }
  return facets;
}

}  // namespace kennis
