/// @file
/// Any bytes as lines of input: all five readers, and text analysis and identifiers on the lines as they are and on what was read.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

#include "schema/document.h"
#include "schema/fields.h"
#include "schema/identifier.h"
#include "schema/read_record.h"
#include "schema/text.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

void try_text(std::string_view text) {
  using namespace kennis;
  const std::string folded = fold_case(text);
  require(is_utf8(folded));
  std::vector<Token> tokens;
  tokenise(folded, tokens);
  static Stemmer stemmer;
  std::uint32_t position = 0;
  for (const Token& token : tokens) {
    require(!token.text.empty() && token.text.size() <= limit::kTokenBytesMax);
    require(token.text.data() >= folded.data() &&
            token.text.data() + token.text.size() <= folded.data() + folded.size());
    require(token.position >= position && token.parts >= 1);
    position = token.position;
    const std::string_view term = stemmer.term(token.text, TextLanguage::kDutch);
    require(!term.empty() && is_utf8(term));
    require(make_term(prefix::kSkill, term).size() <= limit::kTermBytesMax);
  }
  require(is_utf8(strip_accents(folded)));
  tokenise(text, tokens);  // not folded, perhaps not UTF-8: still inside
  for (const Token& token : tokens) {
    require(token.text.data() >= text.data() && token.text.data() + token.text.size() <= text.data() + text.size());
  }
  (void)detect_language(folded);
}

void try_identifier(std::string_view text) {
  const std::string normal = kennis::normalise_identifier(text);
  require(kennis::normalise_identifier(normal) == normal);
  require(normal.size() <= text.size() + 8);
}

void require_sound(const kennis::Profile& profile) {
  using namespace kennis;
  require(is_valid_id(profile.id));
  require(profile.positions.size() <= limit::kListMax && profile.skills.size() <= limit::kListMax);
  for (const Skill& skill : profile.skills) require(!skill.name.empty());
  static DocumentBuilder builder;
  DocumentTerms terms;
  builder.build(profile, {}, terms);
  for (const Mention& mention : terms.mentions()) {
    require(!mention.term.empty() && mention.term.size() <= limit::kTermBytesMax);
    require(mention.term.find('\0') == std::string_view::npos);
  }
}

template <typename T>
void require_reason(const kennis::Result<T>& result) {
  require(result.ok() || (!result.error().message.empty() && is_utf8(result.error().message)));
}

void try_line(std::string_view line) {
  using namespace kennis;
  static RecordReader reader;
  static Interaction interaction;
  const simdjson::padded_string padded(line);
  const std::string_view view(padded.data(), padded.size());
  const auto profile = reader.profile(view);
  require_reason(profile);
  if (profile) require_sound(profile.value());
  const auto event = reader.interaction(view, interaction);
  require_reason(event);
  if (event) {
    require(interaction.deleted ? is_valid_id(interaction.id) : is_valid_id(interaction.from));
    require(interaction.to.size() <= limit::kRecipientsMax);
    for (const std::string& to : interaction.to) require(is_valid_id(to));
  }
  require_reason(reader.group(view));
  require_reason(reader.membership(view));
  require_reason(reader.team_member(view));
  require_reason(reader.do_not_contact(view));
  require_reason(reader.informed(view));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  try_text(rest);
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    try_line(line);
    try_identifier(line);
  }
  return 0;
}
