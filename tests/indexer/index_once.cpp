/// @file
/// One run of the indexer as a process of its own, for the tests that kill it, trace it or take its disk away.
/// Usage: index_once input index workers memory_bytes keep [largest_file_bytes]; with KENNIS_INCREMENTAL set, incrementally
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <sys/resource.h>

#include <xapian.h>

#include "indexer/index_run.h"
#include "schema/time.h"

namespace {

struct Silence : kennis::ProgressListener {
  void stage_begins(std::string_view, std::uint64_t, std::string_view) override {}
  void stage_is_at(std::uint64_t) override {}
  void stage_ends() override {}
};

void limit_files(const char* bytes) {
  std::signal(SIGXFSZ, SIG_IGN);  // a write beyond the limit then fails as on a full disk
  const rlimit limit{std::strtoull(bytes, nullptr, 10), RLIM_INFINITY};
  setrlimit(RLIMIT_FSIZE, &limit);
}

int run(char** arguments) {
  kennis::IndexOptions options;
  options.input = arguments[1];
  options.index = arguments[2];
  options.workers = std::strtoull(arguments[3], nullptr, 10);
  options.memory_bytes = std::strtoull(arguments[4], nullptr, 10);
  options.keep = std::strtoull(arguments[5], nullptr, 10);
  options.now = kennis::now();
  if (std::getenv("KENNIS_INCREMENTAL") != nullptr) options.mode = kennis::IndexMode::kIncremental;
  Silence silence;
  const auto report = kennis::run_index(options, silence);
  if (!report) {
    std::fprintf(stderr, "%s\n", report.error().message.c_str());
    return 2;
  }
  std::printf("%s\n", report.value().generation.c_str());
  return report.value().published ? 0 : 3;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 6) return 64;
  if (count > 6) limit_files(arguments[6]);
  try {
    return run(arguments);
  } catch (const Xapian::Error& error) {
    std::fprintf(stderr, "%s\n", error.get_description().c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
  }
  return 1;
}
