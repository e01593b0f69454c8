/// @file
#include "cli/question.h"

#include "cli/printable.h"

namespace kennis {

void Question::add_to(CLI::App& command) {
  command.add_option("--index", index, "index folder")->required();
  command.add_option("--as", as, "who asks: id, e-mail address, phone number or profile link")->required();
  command.add_option("--rights-date", rights_date,
                     "teams, groups and sharing of this day instead of today's, with what was revoked since");
  command.add_flag("--json", json, "print the answer as JSON");
}

std::optional<Days> Question::rights_day() const {
  if (rights_date.empty()) return std::nullopt;
  const auto day = parse_date(rights_date);
  if (!day) throw CLI::ValidationError("--rights-date", "wants a date such as 2026-01-31");
  return day;
}

std::string shown_person(const ShownPerson& person) {
  if (person.name.empty()) return printable(person.id);
  return fmt::format("{} [{}]", printable(person.name), printable(person.id));
}

}  // namespace kennis
