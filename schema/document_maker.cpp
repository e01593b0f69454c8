/// @file
#include "schema/document_maker.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "schema/padded.h"
#include "schema/statistics.h"

namespace kennis {

const DocumentTerms& DocumentMaker::terms_of(const DocumentSource& source) {
  const auto read = reader_.profile(Padded(source.record).line(), profile_);
  if (!read) throw std::runtime_error("a stored record cannot be read: " + read.error().message);
  if (source.is_barred) profile_.contact_policy = ContactPolicy::kDoNotContact;
  builder_.build(profile_, source.statements, terms_);
  return terms_;
}

MadeDocument DocumentMaker::make(const DocumentSource& source) {
  (void)terms_of(source);
  values_.read(profile_);
  OwnValues own = own_values(values_);
  for (OwnValues::Value& value : own.values) {
    if (columns_ == nullptr) break;
    Numbers& numbers = numbers_[static_cast<std::size_t>(value.field)];
    const auto [known, is_new] = numbers.try_emplace(value.key, std::nullopt);
    if (is_new) known->second = columns_->find(value.field, value.key);
    value.number = known->second;
  }
  return made_document(terms_, std::move(own));
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
