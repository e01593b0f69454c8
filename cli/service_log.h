/// @file
/// Lines as the journal of systemd wants them, where they go there: each with its priority, and without a time of its own.
#pragma once

#include <string_view>

namespace kennis {

/// What an error or a warning on standard error begins with: `kennis: ` and so on, after its priority if the journal reads it.
[[nodiscard]] std::string_view error_start();
[[nodiscard]] std::string_view warning_start();

/// Sets spdlog's default logger up likewise.
void set_up_service_log();

}  // namespace kennis
