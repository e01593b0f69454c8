/// @file
/// The checksum of the files of a generation, of bytes as they come.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace kennis {

/// XXH3-128 of all bytes that were added: against damage, not against forgery.
class Checksum {
 public:
  Checksum();
  Checksum(Checksum&&) noexcept;
  Checksum& operator=(Checksum&&) noexcept;
  ~Checksum();

  void add(std::string_view bytes);
  /// 32 hex digits.
  [[nodiscard]] std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kennis
