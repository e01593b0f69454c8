/// @file
/// A person's own contacts in open formats, to take along: CSV (RFC 4180) and vCard 4.0 (RFC 6350).
#pragma once

#include <string>

#include "searcher/network_answers.h"

namespace kennis {

/// A header and a line for each contact, ends CR LF; every value in quotes, several e-mail addresses, numbers or links apart by `; `. UTF-8.
/// An apostrophe stands in front of a value that a spreadsheet would take for a formula: one that begins with `=`, `@`, a tab or an end of line, or with
/// `+` or `-` and holds more than numbers do.
[[nodiscard]] std::string csv_of(const ContactsAnswer& answer);

/// A card for each contact, ends CR LF, folded at 75 bytes without cutting a character. UTF-8.
[[nodiscard]] std::string vcards_of(const ContactsAnswer& answer);

}  // namespace kennis
