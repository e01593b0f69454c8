/// @file
/// Names of a person as logs and profiles write them, brought to one form: ids, e-mail addresses, phone numbers, profile links.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/records.h"

namespace kennis {

/// `mailto:anna@example.org` from `Anna@Example.ORG`, `mailto:…` or `Anna <anna@example.org>`; empty if it is no address.
[[nodiscard]] std::string normalise_email(std::string_view text);

/// `tel:+3212345678` from `+32 (0)12/34.56.78`, `0032…` or `tel:…`; a national number stays national. Empty if it is no number.
[[nodiscard]] std::string normalise_phone(std::string_view text);

/// `https://host/path?id=…` with the host lower-case and without `www.`, fragment, last slash, and all parameters but those that say whose page it is
/// (`id`, `user`, …); empty if it is no web link.
[[nodiscard]] std::string normalise_link(std::string_view text);

/// The form under which a name that may be of any sort is known: an address with `@`, a link with `http(s)://` or `www.`, a number with
/// `+`, `00` (if it is long enough to be dialled from abroad) or `tel:`; everything else is itself. A normal form is its own normal form.
/// Cost: one copy, short names without allocation.
[[nodiscard]] std::string normalise_identifier(std::string_view text);

/// What people write of a normal form: the address of `mailto:…`, the number of `tel:…`; everything else is itself.
[[nodiscard]] std::string_view without_scheme(std::string_view identifier);

/// The identifiers that a profile claims, in normal form, sorted, each once.
[[nodiscard]] std::vector<std::string> claims_of(const Profile& profile);

}  // namespace kennis
