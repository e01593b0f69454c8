/// @file
#include "cli/commands.h"
namespace kennis {
void add_serve(CLI::App&, ExitStatus&) {}
}  // namespace kennis
