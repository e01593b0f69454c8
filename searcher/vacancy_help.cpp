/// @file
#include "searcher/vacancy_help.h"

#include <array>
#include <stdexcept>

#include "schema/taxonomy_reader.h"

namespace kennis {
namespace {

Taxonomy built_in() {
  const std::string text = built_in_taxonomy();
  const std::array<TaxonomyText, 1> texts{{{"the built-in taxonomy", text}}};
  auto taxonomy = taxonomy_from(texts);
  if (!taxonomy) throw std::runtime_error(taxonomy.error().message);
  return std::move(taxonomy).value();
}

}  // namespace

struct VacancyHelp::State {
  Taxonomy taxonomy = built_in();
  SkillFinder finder{taxonomy};
  VacancyReader reader{finder};
};

VacancyHelp::VacancyHelp() = default;
VacancyHelp::~VacancyHelp() = default;

Result<Vacancy> VacancyHelp::read(std::string_view text) {
  std::call_once(once_, [&] { state_ = std::make_unique<State>(); });
  return state_->reader.read(text);
}

}  // namespace kennis
