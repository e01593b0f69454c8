/// @file
#include "schema/mapped_file.h"

#include <cassert>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "schema/fields.h"

namespace kennis {
namespace {

constexpr std::string_view kMagic = "KENNIS\r\n";
constexpr std::size_t kNameBytes = 24;
constexpr std::size_t kAlignment = 64;

struct Header {
  char magic[8];
  std::uint32_t format_version;
  std::uint32_t section_count;
};

struct Entry {
  char name[kNameBytes];
  std::uint64_t offset;
  std::uint64_t bytes;
  std::uint64_t element_size;
};

std::size_t aligned(std::size_t offset) { return (offset + kAlignment - 1) / kAlignment * kAlignment; }

[[noreturn]] void fail(const std::filesystem::path& path, const char* what) {
  throw std::system_error(errno, std::generic_category(), fmt::format("{}: {}", path.string(), what));
}

/// Closes a descriptor at the end of a scope.
struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number < 0) fail(path, "cannot be opened");
  struct stat status {};
  if (::fstat(file.number, &status) != 0) fail(path, "cannot be examined");
  size_ = static_cast<std::size_t>(status.st_size);
  if (size_ == 0) return;
  void* mapped = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file.number, 0);
  if (mapped == MAP_FAILED) {
    size_ = 0;
    fail(path, "cannot be mapped");
  }
  data_ = static_cast<const char*>(mapped);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

ArrayFile::ArrayFile(const std::filesystem::path& path) : path_(path), file_(path) {
  const std::string_view bytes = file_.bytes();
  Header header{};
  if (bytes.size() < sizeof(header)) refuse("is cut off");
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (std::string_view(header.magic, sizeof(header.magic)) != kMagic) refuse("is no Kennis file");
  if (header.format_version != kFormatVersion) {
    refuse(fmt::format("has format version {}, this program reads {}: run `kennis index` again", header.format_version,
                       kFormatVersion));
  }
  if ((bytes.size() - sizeof(header)) / sizeof(Entry) < header.section_count) refuse("is cut off");
  for (std::size_t i = 0; i < header.section_count; ++i) {
    Entry entry{};
    std::memcpy(&entry, bytes.data() + sizeof(header) + i * sizeof(entry), sizeof(entry));
    if (entry.offset > bytes.size() || entry.bytes > bytes.size() - entry.offset) refuse("is cut off");
    const bool fits = entry.offset % kAlignment == 0 && entry.element_size > 0 && entry.bytes % entry.element_size == 0;
    if (!fits) refuse("is damaged: a section is not laid out as its elements are");
  }
}

std::string_view ArrayFile::section_bytes(std::string_view name, std::size_t element_size) const {
  const std::string_view bytes = file_.bytes();
  Header header{};
  if (bytes.size() >= sizeof(header)) std::memcpy(&header, bytes.data(), sizeof(header));
  for (std::size_t i = 0; i < header.section_count; ++i) {
    Entry entry{};
    std::memcpy(&entry, bytes.data() + sizeof(header) + i * sizeof(entry), sizeof(entry));
    if (std::string_view(entry.name, ::strnlen(entry.name, kNameBytes)) != name) continue;
    if (entry.element_size != element_size) refuse(fmt::format("section {} has another layout", name));
    return bytes.substr(entry.offset, entry.bytes);
  }
  refuse(fmt::format("lacks the section {}", name));
}

void ArrayFile::refuse(const std::string& why) const {
  throw std::runtime_error(fmt::format("{}: {}", path_.string(), why));
}

ArrayFileStream::ArrayFileStream(std::filesystem::path path, std::size_t sections)
    : path_(std::move(path)), section_count_(sections) {
  std::filesystem::create_directories(path_.parent_path());
  out_.open(path_, std::ios::binary | std::ios::trunc);
  const std::string room(sizeof(Header) + section_count_ * sizeof(Entry), '\0');
  out_.write(room.data(), static_cast<std::streamsize>(room.size()));
  at_ = room.size();
}

void ArrayFileStream::begin_section(std::string_view name, std::size_t element_size) {
  const std::string padding(aligned(at_) - at_, '\0');
  out_.write(padding.data(), static_cast<std::streamsize>(padding.size()));
  at_ += padding.size();
  sections_.push_back({std::string(name), at_, 0, element_size});
}

void ArrayFileStream::write(std::string_view bytes) {
  out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out_) fail(path_, "cannot be written");
  at_ += bytes.size();
  sections_.back().bytes += bytes.size();
}

void ArrayFileStream::finish() {
  assert(sections_.size() == section_count_);
  out_.seekp(0);
  Header header{};
  std::memcpy(header.magic, kMagic.data(), kMagic.size());
  header.format_version = kFormatVersion;
  header.section_count = static_cast<std::uint32_t>(sections_.size());
  out_.write(reinterpret_cast<const char*>(&header), sizeof(header));
  for (const Section& section : sections_) {
    Entry entry{};
    std::memcpy(entry.name, section.name.data(), std::min(section.name.size(), kNameBytes));
    entry.offset = section.offset;
    entry.bytes = section.bytes;
    entry.element_size = section.element_size;
    out_.write(reinterpret_cast<const char*>(&entry), sizeof(entry));
  }
  out_.close();
  if (!out_) fail(path_, "cannot be written");
}

void ArrayFileWriter::write(const std::filesystem::path& path) const {
  ArrayFileStream stream(path, sections_.size());
  for (const Section& section : sections_) {
    stream.begin_section(section.name, section.element_size);
    stream.write(section.bytes);
  }
  stream.finish();
}

void sync_to_disk(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number < 0) fail(path, "cannot be opened to sync it");
  if (::fsync(file.number) != 0) fail(path, "cannot be brought to disk");
}

}  // namespace kennis
