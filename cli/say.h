/// @file
/// Words to whoever runs the program, on standard error.
#pragma once

#include <cstdio>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace kennis {

/// Says it, or nothing where standard error cannot be written: no work fails for want of somebody who listens.
template <typename... Arguments>
void say(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  const std::string text = fmt::format(format, std::forward<Arguments>(arguments)...);
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

/// Opens standard streams that are closed, so that no file of the index takes their place. Before any other file is opened.
void keep_standard_streams();

}  // namespace kennis
