/// @file
/// The constants of ties as a file: what `kennis fit` writes, `kennis index --constants` takes and a generation keeps.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "network/tie_model.h"
#include "schema/result.h"

namespace kennis {

/// `{"one_way": ρ, "attention": σ, "attention_power": …, "fading": φ, "unmoved": δ, "channels": {"email": {"weight": …, "halflife_days": …, "two_way": true}, …}}`, every constant written so
/// that it is read back as it was.
[[nodiscard]] std::string text_of(const TieModel& model);

/// Reads what text_of writes. What is left out keeps its default; `comment` is skipped.
/// Errors: kInvalidRequest with the field for anything else: no JSON, a name that is none of ours, a number out of its range (weights from 0
/// to 1000, half-lives and attention above 0 to 1e6, attention_power from 0 to 4, fading from 0.1 to 100, one_way from 0 to 1, unmoved from 0.01 to 1).
[[nodiscard]] Result<TieModel> tie_model_of(std::string_view text);

/// Reads a file of constants. Errors: as tie_model_of, with the path; kInvalidRequest too if it cannot be read.
[[nodiscard]] Result<TieModel> read_tie_model(const std::filesystem::path& path);
/// Writes it, fsynced. Throws std::system_error with the path.
void write_tie_model(const std::filesystem::path& path, const TieModel& model);

}  // namespace kennis
