/// @file
#include "searcher/duties.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

#include "journal/store.h"
#include "schema/identifier.h"
#include "schema/read_record.h"

namespace kennis {
namespace {

constexpr int kMonthsMax = 1200;

std::string padded(std::string_view text) {
  std::string copy(text);
  copy.append(simdjson::SIMDJSON_PADDING, '\0');
  return copy;
}

/// Who was informed, by a name in normal form.
std::set<std::string> informed_names(const Searcher& searcher) {
  std::set<std::string> names;
  const auto index = searcher.generation_path().parent_path().parent_path();
  if (!has_journal(index)) return names;
  const auto store = JournalStore::open(index, JournalStore::Access::kRead);
  if (!store) throw std::runtime_error(store.error().message);
  RecordReader reader;
  store.value()->read_others(0, store.value()->last(), [&](const JournalEntry& entry) {
    if (entry.draft.kind != RecordKind::kInformed) return;
    const std::string text = padded(entry.draft.record);
    const auto read = reader.informed(std::string_view(text).substr(0, entry.draft.record.size()));
    if (read) names.insert(normalise_identifier(read.value().person));
  });
  return names;
}

Profile profile_of(RecordReader& reader, const std::string& record) {
  const std::string text = padded(record);
  auto read = reader.profile(std::string_view(text).substr(0, record.size()));
  if (!read) throw std::runtime_error("a stored record cannot be read: " + read.error().message);
  return std::move(read).value();
}

DueProfile due(const Profile& profile, Days since) {
  return {profile.id, profile.source, profile.location.country, since, 0};
}

/// The same day so many months later; of a shorter month its last.
Days months_later(Days day, int months) {
  using namespace std::chrono;
  const year_month_day date{sys_days{days{day}}};
  const year_month_day later = date + std::chrono::months{months};
  const sys_days settled = later.ok() ? sys_days{later} : sys_days{later.year() / later.month() / last};
  return static_cast<Days>(settled.time_since_epoch().count());
}

Error invalid(std::string message) { return {ErrorCode::kInvalidRequest, std::move(message), {}}; }

Result<RetentionRule> rule_of(simdjson::dom::element element, std::size_t number) {
  simdjson::dom::object object;
  if (element.get(object) != simdjson::SUCCESS) return invalid(fmt::format("rules[{}]: must be an object", number));
  RetentionRule rule;
  for (const auto [key, value] : object) {
    std::string_view text;
    std::int64_t months = 0;
    if (key == "months" && value.get(months) == simdjson::SUCCESS && months >= 1 && months <= kMonthsMax) {
      rule.months = static_cast<int>(months);
    } else if (key == "months") {
      return invalid(fmt::format("rules[{}].months: must be a whole number from 1 to {}", number, kMonthsMax));
    } else if (key != "source" && key != "country") {
      return invalid(fmt::format("rules[{}].{}: is none of source, country, months", number, key));
    } else if (value.get(text) != simdjson::SUCCESS) {
      return invalid(fmt::format("rules[{}].{}: must be a text", number, key));
    } else {
      (key == "source" ? rule.source : rule.country) = text;
    }
  }
  if (rule.months == 0) return invalid(fmt::format("rules[{}].months: is missing", number));
  return rule;
}

}  // namespace

std::vector<DueProfile> not_informed(const Searcher& searcher, Days held_before) {
  const std::set<std::string> informed = informed_names(searcher);
  std::vector<DueProfile> found;
  RecordReader reader;
  searcher.for_each_profile([&](const Searcher::HeldProfile& held) {
    if (held.since >= held_before || informed.contains(normalise_identifier(held.id))) return;
    const Profile profile = profile_of(reader, held.record);
    const std::vector<std::string> claims = claims_of(profile);
    const bool was =
        std::any_of(claims.begin(), claims.end(), [&](const auto& claim) { return informed.contains(claim); });
    if (!was) found.push_back(due(profile, held.since));
  });
  std::sort(found.begin(), found.end(),
            [](const DueProfile& a, const DueProfile& b) { return std::tie(a.since, a.id) < std::tie(b.since, b.id); });
  return found;
}

Result<std::vector<RetentionRule>> retention_rules_of(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  simdjson::dom::array array;
  if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) return invalid("is no JSON");
  if (root["rules"].get(array) != simdjson::SUCCESS) return invalid("rules: must be a list");
  std::vector<RetentionRule> rules;
  for (const simdjson::dom::element element : array) {
    auto rule = rule_of(element, rules.size());
    if (!rule) return rule.error();
    rules.push_back(std::move(rule).value());
  }
  if (rules.empty()) return invalid("rules: is empty: nothing would ever be past");
  return rules;
}

std::vector<DueProfile> past_retention(const Searcher& searcher, const std::vector<RetentionRule>& rules, Days today) {
  std::vector<DueProfile> found;
  RecordReader reader;
  searcher.for_each_profile([&](const Searcher::HeldProfile& held) {
    const Profile profile = profile_of(reader, held.record);
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const RetentionRule& one) {
      return (one.source.empty() || one.source == profile.source) &&
             (one.country.empty() || one.country == profile.location.country);
    });
    if (rule == rules.end()) return;
    DueProfile past = due(profile, profile.updated_at ? day_of(*profile.updated_at) : held.since);
    past.months = rule->months;
    if (months_later(past.since, rule->months) <= today) found.push_back(std::move(past));
  });
  std::sort(found.begin(), found.end(), [](const DueProfile& a, const DueProfile& b) { return a.id < b.id; });
  return found;
}

}  // namespace kennis
