/// @file
/// What writes to an index, as a process of its own on a disk that fails (faulty_files.cpp).
/// Usage: faulty_run index INPUT INDEX | append INDEX COUNT | erase INDEX PERSON | backup INDEX TO
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include <xapian.h>

#include "indexer/index_run.h"
#include "indexer/upkeep/backup.h"
#include "indexer/upkeep/erase.h"
#include "journal/draft.h"
#include "journal/journal.h"
#include "schema/time.h"

namespace {

struct Silence : kennis::ProgressListener {
  void stage_begins(std::string_view, std::uint64_t, std::string_view) override {}
  void stage_is_at(std::uint64_t) override {}
  void stage_ends() override {}
};

int refuse(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  return 1;
}

int index(const std::string& input, const std::string& index) {
  kennis::IndexOptions options;
  options.input = input;
  options.index = index;
  options.workers = 1;
  options.memory_bytes = 1U << 16U;
  options.now = kennis::now();
  Silence silence;
  const auto report = kennis::run_index(options, silence);
  return report ? 0 : refuse(report.error().message);
}

/// Says what was acknowledged, a line each.
int append(const std::string& index, int count) {
  const auto journal = kennis::Journal::open(index);
  if (!journal) return refuse(journal.error().message);
  kennis::DraftMaker maker("anna", kennis::now());
  for (int i = 0; i < count; ++i) {
    const std::string id = std::to_string(::getpid()) + "-" + std::to_string(i);
    const auto draft = maker.interaction(
        "{\"id\":\"" + id + "\",\"at\":\"2025-01-10\",\"from\":\"anna\",\"to\":[\"bram\"],\"channel\":\"email\"}");
    if (!draft) return refuse(draft.error().message);
    const auto places = journal.value()->append({draft.value()});
    if (!places) return refuse(places.error().message);
    std::printf("%s\n", id.c_str());
    std::fflush(stdout);
  }
  return 0;
}

int run(const std::string& what, const std::string& first, const std::string& second) {
  if (what == "index") return index(first, second);
  if (what == "append") return append(first, std::atoi(second.c_str()));
  if (what == "erase") {
    const auto report = kennis::erase_persons({first, {second}, false});
    return report ? 0 : refuse(report.error().message);
  }
  kennis::CopyOptions options;
  options.from = first;
  options.to = second;
  const auto report = kennis::copy_generation(options);
  return report ? 0 : refuse(report.error().message);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 64;
  try {
    return run(arguments[1], arguments[2], arguments[3]);
  } catch (const Xapian::Error& error) {
    return refuse(error.get_description());
  } catch (const std::exception& error) {
    return refuse(error.what());
  }
}
