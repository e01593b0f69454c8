/// @file
/// Files of arrays: how the parts of a generation that are not Xapian's lie on disk and in memory.
///
/// Layout: 8 bytes magic, u32 format version, u32 number of sections, then per section 24 bytes of name, u64 offset, u64 bytes, u64 element
/// size; the sections follow, each at a multiple of 64. Little-endian, as written by the machine: a generation is not carried elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace kennis {

/// A whole file mapped read-only. Throws std::system_error with the path if it cannot be opened or mapped.
/// Threads: any number may read.
class MappedFile {
 public:
  MappedFile() = default;
  explicit MappedFile(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept { swap(other); }
  MappedFile& operator=(MappedFile&& other) noexcept {
    swap(other);
    return *this;
  }
  MappedFile(const MappedFile&) = delete;  // one mapping, one owner
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] std::string_view bytes() const { return {data_, size_}; }

 private:
  void swap(MappedFile& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
  }
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

/// Reads a file of arrays. Throws std::runtime_error with path and reason if it is none, is cut off, or has another format version.
class ArrayFile {
 public:
  ArrayFile() = default;
  explicit ArrayFile(const std::filesystem::path& path);

  /// The section of that name. Throws if there is none or its elements have another size. Cost: none, nothing is copied.
  template <typename T>
  [[nodiscard]] std::span<const T> section(std::string_view name) const {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::string_view bytes = section_bytes(name, sizeof(T));
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }
  [[nodiscard]] std::string_view text_section(std::string_view name) const { return section_bytes(name, 1); }

 private:
  [[nodiscard]] std::string_view section_bytes(std::string_view name, std::size_t element_size) const;
  [[noreturn]] void refuse(const std::string& why) const;

  std::filesystem::path path_;
  MappedFile file_;
};

/// Writes a file of arrays section by section, as they come: nothing is held but a buffer. Bringing it to disk is left to publishing.
/// Needs: as many sections as were announced; what is written of one is a multiple of its element size.
/// Errors: throws std::system_error with the path. A file that was not finished is no file of arrays.
class ArrayFileStream {
 public:
  /// Makes the folder if need be.
  ArrayFileStream(std::filesystem::path path, std::size_t sections);

  /// Ends the section before, if any.
  void begin_section(std::string_view name, std::size_t element_size);
  void write(std::string_view bytes);
  template <typename T>
  void write_elements(std::span<const T> elements) {
    static_assert(std::is_trivially_copyable_v<T>);
    write({reinterpret_cast<const char*>(elements.data()), elements.size_bytes()});
  }
  template <typename T>
  void add_section(std::string_view name, std::span<const T> elements) {
    begin_section(name, sizeof(T));
    write_elements(elements);
  }
  /// Nothing can be written afterwards.
  void finish();

 private:
  struct Section {
    std::string name;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::uint64_t element_size = 1;
  };
  std::filesystem::path path_;
  std::size_t section_count_;
  std::ofstream out_;
  std::uint64_t at_ = 0;
  std::vector<Section> sections_;
};

/// Collects sections and writes them; bringing them to disk is left to publishing. The spans must live until write().
class ArrayFileWriter {
 public:
  template <typename T>
  void add(std::string_view name, std::span<const T> elements) {
    static_assert(std::is_trivially_copyable_v<T>);
    sections_.push_back(
        {std::string(name), {reinterpret_cast<const char*>(elements.data()), elements.size_bytes()}, sizeof(T)});
  }
  template <typename T>
  void add(std::string_view name, const std::vector<T>& elements) {
    add(name, std::span<const T>(elements));
  }
  void add_text(std::string_view name, std::string_view text) { sections_.push_back({std::string(name), text, 1}); }

  /// Makes the folder if need be. Throws std::system_error with the path.
  void write(const std::filesystem::path& path) const;

 private:
  struct Section {
    std::string name;
    std::string_view bytes;
    std::size_t element_size;
  };
  std::vector<Section> sections_;
};

/// Asks the kernel to bring file or folder `path` safely to disk. Throws std::system_error.
void sync_to_disk(const std::filesystem::path& path);

}  // namespace kennis
