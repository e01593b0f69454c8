/// @file
/// Who a person is: name, identifiers and skills, computed from the slot whenever asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "generator/layout.h"
#include "generator/vocabulary.h"

namespace kennis {

struct Person {
  Slot slot = 0;
  std::uint32_t community = 0;
  Tongue tongue = Tongue::kEnglish;  ///< the language the person writes
  bool has_profile = true;           ///< false: met in the logs only, under an e-mail address
  bool has_alias = false;
  bool has_phone = false;
  std::string_view first_name;
  std::string_view last_name;
  std::string_view second_last_name;  ///< empty for most
};

/// The people of a world. Owns: nothing; layout and vocabulary must outlive it. Threads: any.
class People {
 public:
  People(const WorldOptions& options, const Layout& layout, const Vocabulary& vocabulary)
      : seed_(options.seed), as_of_(options.as_of), layout_(layout), vocabulary_(vocabulary) {}

  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  [[nodiscard]] Seconds as_of() const { return as_of_; }
  [[nodiscard]] const Layout& layout() const { return layout_; }
  [[nodiscard]] const Vocabulary& vocabulary() const { return vocabulary_; }

  [[nodiscard]] Person at(Slot slot) const;
  [[nodiscard]] const Community& community_of(const Person& person) const {
    return layout_.communities()[person.community];
  }
  [[nodiscard]] const Field& field_of(const Person& person) const {
    return vocabulary_.fields[community_of(person).field];
  }
  [[nodiscard]] const VocabularyPlace& place_of(const Person& person) const {
    return vocabulary_.places[community_of(person).place];
  }

  /// `p000042`.
  [[nodiscard]] std::string id_of(Slot slot) const;
  [[nodiscard]] std::string name_of(const Person& person) const;
  /// Lower case, ASCII, at a domain reserved for examples, different for each person.
  [[nodiscard]] std::string email_of(const Person& person) const;
  [[nodiscard]] std::string alias_of(const Person& person) const;
  /// Under the country code 999, which nobody has.
  [[nodiscard]] std::string phone_of(const Person& person) const;
  /// How a log names the person this time: mostly by id, sometimes by address (in some spelling),
  /// alias or phone.
  [[nodiscard]] std::string reference_to(Slot slot, Random& random) const;
  /// What the person lists as skills, the best first: 5 to 16.
  [[nodiscard]] std::vector<std::string_view> skills_of(const Person& person) const;

 private:
  std::uint64_t seed_;
  Seconds as_of_;
  const Layout& layout_;
  const Vocabulary& vocabulary_;
};

/// Lower-case ASCII letters of a name: accents are dropped, all else too. `Élodie` gives `elodie`.
[[nodiscard]] std::string plain_letters(std::string_view name);

}  // namespace kennis
