/// @file
#include "cli/progress_bar.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/say.h"

namespace kennis {

std::string readable_bytes(std::uint64_t bytes) {
  constexpr std::array kUnits = {"B", "kB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 1000 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, kUnits[unit]);
}

std::uint64_t bytes_from(const std::string& text) {
  std::uint64_t value = 0;
  std::size_t at = 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9' && value < (std::uint64_t{1} << 50U)) {
    value = value * 10 + static_cast<std::uint64_t>(text[at++] - '0');
  }
  const std::string_view unit = std::string_view(text).substr(at);
  const bool whole = at > 0 && (unit.empty() || unit == "K" || unit == "M" || unit == "G");
  if (!whole) throw CLI::ValidationError("--memory", "\"" + text + "\" is no size such as 512M or 2G");
  if (unit == "K") return value << 10U;
  if (unit == "M") return value << 20U;
  if (unit == "G") return value << 30U;
  return value;
}

ProgressBar::ProgressBar() : is_terminal_(::isatty(STDERR_FILENO) == 1) {}

void ProgressBar::stage_begins(std::string_view stage, std::uint64_t total, std::string_view unit) {
  stage_ = stage;
  unit_ = unit;
  total_ = total;
  done_ = 0;
  began_ = shown_ = Clock::now();
  if (is_terminal_) show(0);
}

void ProgressBar::stage_is_at(std::uint64_t done) {
  done_ = done;
  const auto now = Clock::now();
  const auto pause = is_terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10'000);
  if (now - shown_ < pause) return;
  shown_ = now;
  show(std::chrono::duration<double>(now - began_).count());
}

void ProgressBar::show(double seconds) {
  const double share = total_ == 0 ? 0 : std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
  std::string rate;
  if (unit_ == "bytes" && seconds > 0) {
    rate = fmt::format(", {}/s", readable_bytes(static_cast<std::uint64_t>(static_cast<double>(done_) / seconds)));
  }
  const std::string left = share > 0.01 ? fmt::format(", {:.0f} s left", seconds / share - seconds) : "";
  if (!is_terminal_) {
    say("kennis: {}: {:.0f} %{}{}\n", stage_, share * 100, rate, left);
    return;
  }
  constexpr std::size_t kWidth = 30;
  const auto filled = static_cast<std::size_t>(share * kWidth);
  const std::string bar =
      total_ == 0 ? std::string(kWidth, '.') : std::string(filled, '#') + std::string(kWidth - filled, '-');
  say("\r\x1b[K{:<13}[{}] {:3.0f} %{}{}", stage_, bar, share * 100, rate, left);
  std::fflush(stderr);
}

void ProgressBar::stage_ends() {
  const double seconds = std::chrono::duration<double>(Clock::now() - began_).count();
  say("{}{:<13}{:7.1f} s\n", is_terminal_ ? "\r\x1b[K" : "kennis: ", stage_, seconds);
}

}  // namespace kennis
