/// @file
/// Which generation is answered from: watches CURRENT, takes up what is published beside what is in use, and lets go of the old one when
/// nobody uses it any more.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "schema/result.h"
#include "searcher/searcher.h"

namespace kennis {

struct KeeperOptions {
  std::filesystem::path index;
  std::chrono::milliseconds look_every{1000};
  std::chrono::milliseconds suspect_every{60'000};  ///< what is suspected more often is not looked at again
};

/// Holds one open generation for all requests, and exchanges it as a whole.
///
/// Shape:   a request that asks once and keeps what it gets is answered by one generation, whatever is published meanwhile.
/// Errors:  what CURRENT names is opened beside the old one, every checksum compared, and warmed, and only then answered from. The first
///          one is answered from at once, and its contents are compared meanwhile. Damage is logged as an error; the newest whole generation
///          before takes over, and if there is none, nothing is in force until one is published.
/// Threads: in_force() and look_again() by any number; the rest happens in a thread of its own, of low priority.
class GenerationKeeper {
 public:
  /// Errors: kNoGeneration.
  [[nodiscard]] static Result<std::unique_ptr<GenerationKeeper>> open(const KeeperOptions& options);
  ~GenerationKeeper();
  GenerationKeeper(const GenerationKeeper&) = delete;  // one thread, one owner
  GenerationKeeper& operator=(const GenerationKeeper&) = delete;

  /// The generation to answer from; nothing if none is whole.
  [[nodiscard]] std::shared_ptr<const Searcher> in_force() const;

  /// Looks at CURRENT now and compares all contents anew, those found damaged before too: they may have been mended.
  void look_again();

  /// To be told when a request met damaged files: looks again, unless all contents were compared a moment ago.
  void suspect();

 private:
  explicit GenerationKeeper(const KeeperOptions& options) : options_(options) {}

  [[nodiscard]] Result<std::shared_ptr<const Searcher>> open_current();
  void watch(const std::stop_token& stop);
  /// False if asked to stop.
  [[nodiscard]] bool wait(const std::stop_token& stop);
  /// Compares the contents of what is in force; as long as they are damaged, the one before takes over.
  void check_in_force(const std::stop_token& stop);
  /// False if nothing could be opened.
  bool take_up(const std::stop_token& stop);
  [[nodiscard]] bool is_whole(const Searcher& searcher, const std::stop_token& stop);
  void exchange(std::shared_ptr<const Searcher> next);
  void release_unused();
  void complain_once(const std::string& complaint);

  const KeeperOptions options_;
  mutable std::mutex mutex_;  ///< of what follows
  std::condition_variable_any asked_;
  bool look_again_ = false;
  std::chrono::steady_clock::time_point checked_;  ///< when all contents were last compared
  std::shared_ptr<const Searcher> in_force_;

  // Of the watching thread alone, once it runs.
  std::string seen_;  ///< what CURRENT named when it was last followed
  std::set<std::string> distrusted_;
  std::set<std::string> complaints_;
  std::vector<std::shared_ptr<const Searcher>> retired_;
  std::jthread thread_;  ///< last: it ends before what it uses
};

}  // namespace kennis
