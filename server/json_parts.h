/// @file
/// Parts of answers as JSON, which several kinds of answers have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "searcher/answer.h"
#include "server/json_writer.h"

namespace kennis {

/// `key` with a list of texts.
void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts);
/// `id` and `name`, the fields of a person within an object.
void write_person_fields(JsonWriter& json, const ShownPerson& person);
/// `degree` is null and `address_only` true where nobody in reach knows the person; oneself has no degree either.
void write_degree(JsonWriter& json, std::uint8_t degree, bool self);
/// `generation`, `as_of` and `rights_date`.
void write_provenance(JsonWriter& json, const Provenance& provenance);
/// One tie as an object.
void write_tie(JsonWriter& json, const ShownTie& tie);

}  // namespace kennis
