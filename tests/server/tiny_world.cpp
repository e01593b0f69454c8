/// @file
#include "tests/server/tiny_world.h"

#include <fstream>
#include <stdexcept>
#include <string_view>
#include <unistd.h>

#include <gtest/gtest.h>

#include "indexer/index_run.h"

namespace kennis::tests {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kProfiles =
    R"({"id": "anna", "name": "Anna", "headline": "Recruiter", "sharing": "everyone"}
{"id": "bram", "name": "Bram", "headline": "Recruiter", "sharing": "everyone"}
{"id": "carla", "name": "Carla", "headline": "Go developer", "skills": [{"name": "Go", "years": 5}], "own_field": [1, 2.50], "sharing": "everyone"}
{"id": "https://example.org/~dana/x", "name": "Dana", "headline": "Go and Rust developer", "skills": [{"name": "Rust"}], "contact_policy": "ask_first"}
{"id": "erik", "name": "Erik", "headline": "Go developer", "contact_policy": "do_not_contact"}
)";

constexpr std::string_view kInteractions =
    R"({"at": "2025-01-02T10:00:00Z", "from": "anna", "to": ["bram"], "channel": "email"}
{"at": "2025-01-03T10:00:00Z", "from": "bram", "to": ["anna"], "channel": "email"}
{"at": "2025-01-04T10:00:00Z", "from": "bram", "to": ["carla"], "channel": "meeting"}
{"at": "2025-01-05T10:00:00Z", "from": "carla", "to": ["bram"], "channel": "meeting"}
{"at": "2025-01-06T10:00:00Z", "from": "zoe@example.org", "to": ["anna"], "channel": "email"}
)";

class Silent : public ProgressListener {
 public:
  void stage_begins(std::string_view, std::uint64_t, std::string_view) override {}
  void stage_is_at(std::uint64_t) override {}
  void stage_ends() override {}
};

}  // namespace

TinyWorld::TinyWorld() {
  std::string name = (fs::temp_directory_path() / "kennis_server_XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
  fs::create_directories(folder_ / "input");
  std::ofstream(folder_ / "input/profiles.ndjson") << kProfiles;
  std::ofstream(folder_ / "input/interactions.ndjson") << kInteractions;
  publish();
}

std::string TinyWorld::publish(std::string_view more_profiles) const {
  std::ofstream(folder_ / "input/profiles_more.ndjson") << more_profiles;
  IndexOptions options;
  options.input = folder_ / "input";
  options.index = index();
  options.workers = 1;
  options.now = parse_instant("2025-02-01").value_or(0);
  Silent silent;
  const auto report = run_index(options, silent);
  EXPECT_TRUE(report.ok() && report.value().published) << (report ? "not published" : report.error().message);
  return report ? report.value().generation : "";
}

TinyWorld::~TinyWorld() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::shared_ptr<const Searcher> TinyWorld::open() const {
  auto searcher = Searcher::open(index(), {});
  if (!searcher) {
    ADD_FAILURE() << searcher.error().message;
    return nullptr;
  }
  return std::move(searcher).value();
}

}  // namespace kennis::tests
