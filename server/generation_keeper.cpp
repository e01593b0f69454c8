/// @file
#include "server/generation_keeper.h"

#include <algorithm>
#include <sys/resource.h>
#include <utility>

#include <spdlog/spdlog.h>

#include "schema/fields.h"
#include "schema/manifest.h"

namespace kennis {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// How often it is looked whether a generation that was replaced is still in use.
constexpr milliseconds kReleaseEvery{50};

/// Comparing checksums is in no hurry, and requests are. On Linux this is of the calling thread alone.
void lower_priority() { (void)::setpriority(PRIO_PROCESS, 0, 10); }

const std::string& name_of(const Searcher& searcher) { return searcher.manifest().generation; }

}  // namespace

Result<std::unique_ptr<GenerationKeeper>> GenerationKeeper::open(const KeeperOptions& options) {
  std::unique_ptr<GenerationKeeper> keeper(new GenerationKeeper(options));
  keeper->seen_ = current_generation(options.index);
  auto opened = keeper->open_current();
  if (!opened) return opened.error();
  keeper->in_force_ = std::move(opened).value();
  keeper->thread_ = std::jthread([raw = keeper.get()](const std::stop_token& stop) { raw->watch(stop); });
  return keeper;
}

GenerationKeeper::~GenerationKeeper() = default;

std::shared_ptr<const Searcher> GenerationKeeper::in_force() const {
  const std::lock_guard lock(mutex_);
  return in_force_;
}

void GenerationKeeper::look_again() {
  const std::lock_guard lock(mutex_);
  look_again_ = true;
  asked_.notify_all();
}

void GenerationKeeper::suspect() {
  const std::lock_guard lock(mutex_);
  look_again_ = look_again_ || steady_clock::now() - checked_ >= options_.suspect_every;
  if (look_again_) asked_.notify_all();
}

Result<std::shared_ptr<const Searcher>> GenerationKeeper::open_current() {
  SearcherOptions options;
  options.distrusted = distrusted_;
  options.warn = [this](const std::string& warning) { complain_once(warning); };
  auto opened = Searcher::open(options_.index, options);
  if (!opened) return opened.error();
  return std::shared_ptr<const Searcher>(std::move(opened).value());
}

void GenerationKeeper::watch(const std::stop_token& stop) {
  lower_priority();
  check_in_force(stop);
  while (wait(stop)) {
    release_unused();
    bool anew = false;
    {
      const std::lock_guard lock(mutex_);
      anew = std::exchange(look_again_, false);
    }
    if (anew) {
      distrusted_.clear();
      complaints_.clear();
      seen_.clear();
      check_in_force(stop);
    }
    const std::string current = current_generation(options_.index);
    // While CURRENT cannot be read, what is in force goes on; it is replaced by a rename, so this is damage.
    if (current.empty() && in_force()) {
      complain_once((options_.index / file::kCurrent).string() + " names no generation; the one in force goes on");
    } else if ((current != seen_ || !in_force()) && take_up(stop)) {
      seen_ = current;
    }
  }
}

bool GenerationKeeper::wait(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const milliseconds pause = retired_.empty() ? options_.look_every : std::min(options_.look_every, kReleaseEvery);
  asked_.wait_for(lock, stop, pause, [this] { return look_again_; });
  return !stop.stop_requested();
}

bool GenerationKeeper::is_whole(const Searcher& searcher, const std::stop_token& stop) {
  try {
    const auto damage = damage_of(searcher.generation_path(), searcher.manifest(), Check::kContents, stop);
    if (!damage) return true;
    spdlog::error("generation {} is damaged and no longer answered from: {}", name_of(searcher), *damage);
  } catch (const std::exception& error) {
    spdlog::error("generation {} cannot be read and is no longer answered from: {}", name_of(searcher), error.what());
  }
  distrusted_.insert(name_of(searcher));
  return false;
}

void GenerationKeeper::check_in_force(const std::stop_token& stop) {
  for (auto searcher = in_force(); searcher && !stop.stop_requested(); searcher = in_force()) {
    if (is_whole(*searcher, stop)) {
      {
        const std::lock_guard lock(mutex_);
        checked_ = steady_clock::now();
      }
      if (!stop.stop_requested()) spdlog::info("every file of generation {} has its checksum", name_of(*searcher));
      return;
    }
    auto opened = open_current();
    if (!opened) complain_once(opened.error().message + "; no request is answered until there is one");
    exchange(opened ? std::move(opened).value() : nullptr);
  }
}

bool GenerationKeeper::take_up(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    auto opened = open_current();
    if (!opened) {
      complain_once(opened.error().message);
      return false;
    }
    const auto next = std::move(opened).value();
    const auto before = in_force();
    if (before && name_of(*before) == name_of(*next)) return true;
    if (before && !is_whole(*next, stop)) continue;
    if (stop.stop_requested()) return false;
    if (before) next->expect_searchers_of(*before);
    exchange(next);
    complaints_.clear();
    if (!before) check_in_force(stop);
    return true;
  }
  return false;
}

void GenerationKeeper::exchange(std::shared_ptr<const Searcher> next) {
  const std::string name = next ? name_of(*next) : "none";
  {
    const std::lock_guard lock(mutex_);
    if (in_force_) retired_.push_back(in_force_);
    in_force_ = std::move(next);
  }
  spdlog::info("generation in force: {}", name);
}

/// Here and not where the last request ends: to unmap a large generation takes longer than a request should.
void GenerationKeeper::release_unused() {
  std::erase_if(retired_, [](const auto& searcher) { return searcher.use_count() == 1; });
}

void GenerationKeeper::complain_once(const std::string& complaint) {
  if (complaints_.insert(complaint).second) spdlog::warn("{}", complaint);
}

}  // namespace kennis
