/// @file
#include "cli/say.h"

#include <fcntl.h>
#include <unistd.h>

namespace kennis {

void keep_standard_streams() {
  for (const int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(file, F_GETFD) >= 0) continue;
    // The lowest number that is free, which is this one: whoever writes there is told that it cannot be.
    if (::open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0) return;
  }
}

}  // namespace kennis
