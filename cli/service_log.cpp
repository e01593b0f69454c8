/// @file
#include "cli/service_log.h"

#include <cstdlib>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/spdlog.h>

namespace kennis {
namespace {

/// systemd names device and inode of the stream it reads, so that a redirected one is told apart. Source: systemd.exec(5).
bool is_journal(int file) {
  const char* named = std::getenv("JOURNAL_STREAM");
  struct stat status {};
  return named != nullptr && ::fstat(file, &status) == 0 && named == fmt::format("{}:{}", status.st_dev, status.st_ino);
}

/// `<4>` and the like. Source: sd-daemon(3).
class PriorityFlag : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    const char digit = message.level >= spdlog::level::err    ? '3'
                       : message.level == spdlog::level::warn ? '4'
                       : message.level == spdlog::level::info ? '6'
                                                              : '7';
    out.push_back('<');
    out.push_back(digit);
    out.push_back('>');
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<PriorityFlag>();
  }
};

}  // namespace

std::string_view error_start() { return is_journal(STDERR_FILENO) ? "<3>kennis: " : "kennis: "; }
std::string_view warning_start() { return is_journal(STDERR_FILENO) ? "<4>kennis: warning: " : "kennis: warning: "; }

void set_up_service_log() {
  if (!is_journal(STDOUT_FILENO)) return;
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<PriorityFlag>('*').set_pattern("%*%v");
  spdlog::set_formatter(std::move(formatter));
}

}  // namespace kennis
