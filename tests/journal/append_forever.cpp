/// @file
/// A writer that may be killed: appends from several threads and says what was acknowledged, one line `id position` each.
///
/// Usage: journal_append_forever INDEX THREADS
#include <cstdlib>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include "journal/journal.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  auto opened = kennis::Journal::open(argv[1]);
  if (!opened) return 1;
  kennis::Journal& journal = *opened.value();
  std::vector<std::jthread> threads;
  for (int t = 0; t < std::atoi(argv[2]); ++t) {
    threads.emplace_back([&journal, t] {
      for (int n = 0;; ++n) {
        const std::string id = std::to_string(::getpid()) + "-" + std::to_string(t) + "-" + std::to_string(n);
        const auto range = journal.append({{kennis::RecordKind::kInteraction, "anna", id, id}});
        if (!range) std::_Exit(1);
        const std::string line = id + " " + std::to_string(range.value().front()) + "\n";
        if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) std::_Exit(1);  // whole: shorter than PIPE_BUF
      }
    });
  }
}
