/// @file
/// A vacancy reader with the taxonomy that comes with the program.
#pragma once

#include <memory>
#include <mutex>
#include <string_view>

#include "searcher/vacancy.h"

namespace kennis {

/// Reads the taxonomy when it is first asked. Threads: any number.
class VacancyHelp {
 public:
  VacancyHelp();
  ~VacancyHelp();
  VacancyHelp(const VacancyHelp&) = delete;  // one taxonomy, one owner
  VacancyHelp& operator=(const VacancyHelp&) = delete;

  /// As VacancyReader::read.
  [[nodiscard]] Result<Vacancy> read(std::string_view text);

 private:
  struct State;
  std::once_flag once_;
  std::unique_ptr<State> state_;
};

}  // namespace kennis
