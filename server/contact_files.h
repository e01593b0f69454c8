/// @file
/// A person's own contacts in open formats, to take along: CSV (RFC 4180) and vCard 4.0 (RFC 6350).
#pragma once

#include <string>

#include "searcher/network_answers.h"

namespace kennis {

/// A header and a line for each contact, ends CR LF; every value in quotes, several of a kind apart by spaces. UTF-8.
[[nodiscard]] std::string csv_of(const ContactsAnswer& answer);

/// A card for each contact, ends CR LF, folded at 75 bytes without cutting a character. UTF-8.
[[nodiscard]] std::string vcards_of(const ContactsAnswer& answer);

}  // namespace kennis
