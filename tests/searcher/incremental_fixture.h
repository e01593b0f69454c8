/// @file
/// An index that grows from night to night.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "indexer/index_run.h"
#include "tests/fixtures/silent_listener.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/searcher/random_users.h"

namespace kennis {

namespace fs = std::filesystem;

class IncrementalTest : public testing::Test {
 protected:
  IndexReport index(const fs::path& index, IndexMode mode, std::optional<Seconds> as_of = std::nullopt) {
    IndexOptions options;
    options.input = folder_ / "input";
    options.index = index;
    options.workers = 2;
    options.mode = mode;
    options.as_of = as_of;
    options.now = kAsOf + 10 * kSecondsPerDay;
    SilentListener silence;
    auto report = run_index(options, silence);
    EXPECT_TRUE(report) << report.error().message;
    return report ? std::move(report).value() : IndexReport{};
  }
  void write_input(const std::string& name, const std::string& text) { write_file(folder_ / "input" / name, text); }
  /// A world that is there before each of the single tests.
  void write_small() {
    write_input("profiles.ndjson",
                "{\"id\":\"anna\",\"name\":\"Anna\",\"skills\":[\"java\"],\"emails\":[\"anna@example.org\"]}\n"
                "{\"id\":\"bram\",\"name\":\"Bram\",\"skills\":[\"java\"],\"emails\":[\"bram@example.org\"]}\n"
                "{\"id\":\"cleo\",\"name\":\"Cleo\",\"skills\":[\"java\"],\"emails\":[\"cleo@example.org\"]}\n");
    write_input(
        "interactions.ndjson",
        "{\"id\":\"e1\",\"at\":\"2023-11-01T10:00:00Z\",\"from\":\"anna\",\"to\":[\"bram\"],\"channel\":\"call\"}\n"
        "{\"id\":\"e2\",\"at\":\"2023-11-02T10:00:00Z\",\"from\":\"bram@example.org\",\"to\":[\"stray@example.org\"],"
        "\"channel\":\"email\"}\n");
  }

  TemporaryFolder folder_;
};

}  // namespace kennis
