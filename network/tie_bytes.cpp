/// @file
#include "network/tie_bytes.h"

#include <stdexcept>

namespace kennis {

void put_number(std::uint64_t value, std::string& out) {
  while (value >= 0x80) {
    out += static_cast<char>((value & 0x7FU) | 0x80U);
    value >>= 7U;
  }
  out += static_cast<char>(value);
}

void refuse_tie(const char* what) {
  throw std::runtime_error(std::string("the counts of a tie ") + what +
                           ": the generation is damaged, run `kennis index` again");
}

}  // namespace kennis
