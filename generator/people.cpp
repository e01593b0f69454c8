/// @file
/// Names and identifiers of invented persons.
#include "generator/people.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace kennis {
namespace {

constexpr std::array<std::string_view, 5> kHosts = {"example.org", "example.com", "example.net", "mail.example",
                                                    "post.example"};

/// The letters with marks that the name lists use.
constexpr std::array<std::pair<std::string_view, std::string_view>, 34> kFolds = {{
    {"à", "a"}, {"â", "a"},  {"ä", "a"}, {"ą", "a"}, {"ç", "c"}, {"Ç", "c"}, {"ć", "c"}, {"è", "e"}, {"é", "e"},
    {"ê", "e"}, {"ë", "e"},  {"É", "e"}, {"ę", "e"}, {"ğ", "g"}, {"ı", "i"}, {"î", "i"}, {"ï", "i"}, {"ł", "l"},
    {"Ł", "l"}, {"ń", "n"},  {"ö", "o"}, {"ó", "o"}, {"ô", "o"}, {"Ö", "o"}, {"ş", "s"}, {"Ş", "s"}, {"Ś", "s"},
    {"ś", "s"}, {"ß", "ss"}, {"ü", "u"}, {"û", "u"}, {"Ü", "u"}, {"ż", "z"}, {"Ż", "z"},
}};

std::string shouted(std::string text) {
  // Only the first letter and those after a dot: `Anna.Jansen.7@example.org`.
  bool start = true;
  for (char& letter : text) {
    if (start && letter >= 'a' && letter <= 'z') {
      letter = static_cast<char>(letter - 'a' + 'A');
    }
    start = letter == '.' || letter == '@';
  }
  return text;
}

}  // namespace

std::string plain_letters(std::string_view name) {
  std::string letters;
  while (!name.empty()) {
    const char first = name.front();
    std::size_t used = 1;
    if (first >= 'a' && first <= 'z') {
      letters += first;
    } else if (first >= 'A' && first <= 'Z') {
      letters += static_cast<char>(first - 'A' + 'a');
    } else {
      const auto* fold = std::find_if(kFolds.begin(), kFolds.end(), [&](const auto& pair) {
        return name.substr(0, pair.first.size()) == pair.first;
      });
      if (fold != kFolds.end()) {
        letters += fold->second;
        used = fold->first.size();
      }
    }
    name.remove_prefix(used);
  }
  return letters;
}

Person People::at(Slot slot) const {
  Person person;
  person.slot = slot;
  person.community = layout_.community_of(slot);
  Random random(seed_, Stream::kPerson, slot);
  const Tongue local = place_of(person).tongue;
  person.tongue = random.percent(12) ? Tongue::kEnglish : local;
  const auto home = static_cast<std::uint32_t>(local);
  const auto cultures = static_cast<std::uint32_t>(vocabulary_.cultures.size());
  const std::uint32_t first_culture = random.percent(78) ? home : random.below(cultures);
  const std::uint32_t last_culture = random.percent(85) ? first_culture : random.below(cultures);
  person.first_name = vocabulary_.cultures[first_culture].first_names.any(random);
  person.last_name = vocabulary_.cultures[last_culture].last_names.any(random);
  if (random.percent(12)) {
    person.second_last_name = vocabulary_.cultures[home].last_names.any(random);
  }
  person.has_alias = random.percent(25);
  person.has_phone = random.percent(20);
  const bool recruiter = community_of(person).field == 0;
  person.has_profile = recruiter || !random.percent(2);
  return person;
}

std::string People::id_of(Slot slot) const {
  return fmt::format("p{:0{}}", layout_.number_of(slot), layout_.number_width());
}

std::string People::name_of(const Person& person) const {
  std::string name(person.first_name);
  name.append(" ").append(person.last_name);
  if (!person.second_last_name.empty()) {
    name.append("-").append(person.second_last_name);
  }
  return name;
}

std::string People::email_of(const Person& person) const {
  const std::uint32_t number = layout_.number_of(person.slot);
  return fmt::format("{}.{}.{}@{}", plain_letters(person.first_name), plain_letters(person.last_name), number,
                     kHosts[number % kHosts.size()]);
}

std::string People::alias_of(const Person& person) const {
  return fmt::format("{}-{}", plain_letters(person.first_name), layout_.number_of(person.slot));
}

std::string People::phone_of(const Person& person) const {
  const std::uint32_t number = 100'000'000 + layout_.number_of(person.slot);
  return fmt::format("+999 {} {:03} {:03}", number / 1'000'000, number / 1000 % 1000, number % 1000);
}

std::string People::reference_to(Slot slot, Random& random) const {
  const std::uint32_t way = random.below(100);
  const Person person = at(slot);
  if (person.has_profile) {
    if (way < 90) {
      return id_of(slot);
    }
    if (way < 93 && person.has_alias) {
      return alias_of(person);
    }
    if (way == 93 && person.has_phone) {
      return phone_of(person);
    }
  }
  return way % 3 == 0 ? shouted(email_of(person)) : email_of(person);
}

std::vector<std::string_view> People::skills_of(const Person& person) const {
  Random random(seed_, Stream::kSkills, person.slot);
  const std::uint32_t wanted = random.between(5, 16);
  std::vector<std::string_view> skills;
  for (std::uint32_t attempt = 0; attempt < 2 * wanted && skills.size() < wanted; ++attempt) {
    const bool foreign = random.percent(12);
    const Field& field = foreign ? vocabulary_.fields[vocabulary_.field_weights.draw(random)] : field_of(person);
    const std::string_view skill = field.skills.usual(random);
    if (std::find(skills.begin(), skills.end(), skill) == skills.end()) {
      skills.push_back(skill);
    }
  }
  return skills;
}

}  // namespace kennis
