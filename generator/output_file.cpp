/// @file
/// Buffered writing beside the final name.
#include "generator/output_file.h"

#include <cassert>
#include <cerrno>
#include <system_error>

namespace kennis {
namespace {

constexpr std::size_t kBufferSize = std::size_t{1} << 20U;

[[noreturn]] void fail(const std::filesystem::path& path, int error) {
  throw std::system_error(error, std::generic_category(), "cannot write " + path.string());
}

}  // namespace

OutputFile::OutputFile(std::filesystem::path path) : path_(std::move(path)), partial_(path_.string() + ".partial") {
  file_.reset(std::fopen(partial_.c_str(), "wb"));
  if (!file_) {
    fail(partial_, errno);
  }
  std::setvbuf(file_.get(), nullptr, _IONBF, 0);
  buffer_.reserve(kBufferSize);
}

OutputFile::~OutputFile() {
  if (!published_) {
    file_.reset();
    std::error_code ignored;
    std::filesystem::remove(partial_, ignored);
  }
}

void OutputFile::write_line(std::string_view line) {
  if (buffer_.size() + line.size() + 1 > kBufferSize) {
    flush();
  }
  buffer_.append(line).push_back('\n');
  ++lines_;
  bytes_ += line.size() + 1;
}

void OutputFile::flush() {
  assert(file_);
  if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size()) {
    fail(partial_, errno);
  }
  buffer_.clear();
}

void OutputFile::finish() {
  flush();
  if (std::fclose(file_.release()) != 0) {
    fail(partial_, errno);
  }
}

void OutputFile::publish() {
  assert(!file_);
  std::filesystem::rename(partial_, path_);
  published_ = true;
}

}  // namespace kennis
