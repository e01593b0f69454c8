/// @file
/// Lines into records: what a core reads a second.
#include <benchmark/benchmark.h>
#include <simdjson.h>

#include "benchmarks/measure.h"
#include "generator/world.h"
#include "schema/read_record.h"
#include "tests/reference/indexed_world.h"

namespace kennis::benchmarks {
namespace {

/// The lines of a generated world.
struct Lines {
  Lines() {
    WorldOptions options;
    options.people = people(10'000, 300);
    const auto made = generate_world(options, folder.path() / "world");
    if (!made) throw std::runtime_error(made.error().message);
    profiles = padded_lines(folder.path() / "world" / "profiles.ndjson");
    interactions = padded_lines(folder.path() / "world" / "interactions.ndjson");
  }
  reference::TemporaryFolder folder;
  std::vector<std::string> profiles;
  std::vector<std::string> interactions;
};

const Lines& lines() {
  static const Lines kLines;
  return kLines;
}

std::size_t bytes_in(const std::vector<std::string>& texts) {
  std::size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size() + 1;
  return bytes;
}

using Element = simdjson::dom::element;

std::string_view text_at(Element record, const char* pointer) {
  std::string_view text;
  if (record.at_pointer(pointer).get(text) != simdjson::SUCCESS) return {};
  return text;
}

std::size_t count_at(Element record, const char* key) {
  simdjson::dom::array items;
  return record[key].get(items) == simdjson::SUCCESS ? items.size() : 0;
}

/// Looks the same fields up one by one, by name.
bool is_same(const Profile& profile, Element record) {
  bool same = profile.id == text_at(record, "/id") && profile.name == text_at(record, "/name") &&
              profile.headline == text_at(record, "/headline") && profile.summary == text_at(record, "/summary") &&
              profile.location.name == text_at(record, "/location/name") &&
              profile.positions.size() == count_at(record, "positions") &&
              profile.education.size() == count_at(record, "education") &&
              profile.skills.size() == count_at(record, "skills") &&
              profile.emails.size() == count_at(record, "emails");
  for (std::size_t i = 0; i < profile.positions.size(); ++i) {
    const std::string path = "/positions/" + std::to_string(i);
    same = same && profile.positions[i].title == text_at(record, (path + "/title").c_str()) &&
           profile.positions[i].description == text_at(record, (path + "/description").c_str());
  }
  for (std::size_t i = 0; i < profile.skills.size(); ++i) {
    const std::string path = "/skills/" + std::to_string(i);  // a name alone, or an object
    same = same && (profile.skills[i].name == text_at(record, path.c_str()) ||
                    profile.skills[i].name == text_at(record, (path + "/name").c_str()));
  }
  return same;
}

bool is_same(const Interaction& event, Element record) {
  bool same = event.id == text_at(record, "/id") && event.from == text_at(record, "/from") &&
              event.to.size() == count_at(record, "to") && event.text == text_at(record, "/text") &&
              event.skill == text_at(record, "/skill") && event.group == text_at(record, "/group") &&
              name_of(event.channel) == text_at(record, "/channel") &&
              format_instant(event.at) == text_at(record, "/at");
  for (std::size_t i = 0; i < event.to.size(); ++i) {
    same = same && event.to[i] == text_at(record, ("/to/" + std::to_string(i)).c_str());
  }
  return same;
}

void BM_ReadProfile(benchmark::State& state) {
  const auto& texts = lines().profiles;
  RecordReader reader;
  simdjson::dom::parser parser;
  for (const std::string& text : texts) {
    const auto profile = reader.profile(text);
    if (!profile || !is_same(profile.value(), parser.parse(text))) {
      return state.SkipWithError("a profile was read wrongly");
    }
  }
  for (auto _ : state) {
    for (const std::string& text : texts) benchmark::DoNotOptimize(reader.profile(text));
  }
  const auto runs = static_cast<std::int64_t>(state.iterations());
  state.SetItemsProcessed(runs * static_cast<std::int64_t>(texts.size()));
  state.SetBytesProcessed(runs * static_cast<std::int64_t>(bytes_in(texts)));
}
BENCHMARK(BM_ReadProfile)->Unit(benchmark::kMillisecond);

void BM_ReadInteraction(benchmark::State& state) {
  const auto& texts = lines().interactions;
  RecordReader reader;
  Interaction event;
  simdjson::dom::parser parser;
  for (const std::string& text : texts) {
    if (!reader.interaction(text, event) || !is_same(event, parser.parse(text))) {
      return state.SkipWithError("an interaction was read wrongly");
    }
  }
  for (auto _ : state) {
    for (const std::string& text : texts) benchmark::DoNotOptimize(reader.interaction(text, event));
  }
  const auto runs = static_cast<std::int64_t>(state.iterations());
  state.SetItemsProcessed(runs * static_cast<std::int64_t>(texts.size()));
  state.SetBytesProcessed(runs * static_cast<std::int64_t>(bytes_in(texts)));
}
BENCHMARK(BM_ReadInteraction)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kennis::benchmarks
