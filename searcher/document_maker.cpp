/// @file
#include "searcher/document_maker.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "schema/statistics.h"

namespace kennis {

std::shared_ptr<const LiveDocument> DocumentMaker::make(std::string record, bool is_barred,
                                                        std::span<const SkillStatement> statements) {
  std::string text = record;
  text.append(simdjson::SIMDJSON_PADDING, '\0');
  auto profile = reader_.profile(std::string_view(text).substr(0, record.size()));
  if (!profile) throw std::runtime_error("a stored record cannot be read: " + profile.error().message);
  if (is_barred) profile.value().contact_policy = ContactPolicy::kDoNotContact;
  values_.read(profile.value());
  builder_.build(profile.value(), statements, terms_);
  OwnValues own = own_values(values_);
  for (OwnValues::Value& value : own.values) {
    if (columns_ == nullptr) break;
    Numbers& numbers = numbers_[static_cast<std::size_t>(value.field)];
    const auto [known, is_new] = numbers.try_emplace(value.key, std::nullopt);
    if (is_new) known->second = columns_->find(value.field, value.key);
    value.number = known->second;
  }
  return std::make_shared<const LiveDocument>(std::move(record), terms_, std::move(own));
}

std::vector<std::uint64_t> DocumentMaker::terms_of_statement(std::string_view skill) {
  std::vector<std::uint64_t> hashes;
  for (std::size_t language = 0; language < kTextLanguageCount; ++language) {
    builder_.build_statement(skill, static_cast<TextLanguage>(language), terms_);
    for (const Mention& mention : terms_.mentions()) hashes.push_back(hash_of_term(mention.term));
  }
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

}  // namespace kennis
