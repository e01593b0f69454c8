/// @file
#include "cli/desk.h"

namespace kennis {

void DeskArguments::add_to(CLI::App& command) {
  command.add_option("--index", index, "index folder")->required();
  command.add_option("--as", as, "who you are: id, e-mail address, phone number or profile link")->required();
  command.add_flag("--json", json, "print the answer as JSON");
}

}  // namespace kennis
