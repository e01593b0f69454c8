/// @file
#include "searcher/document_maker.h"

#include <stdexcept>
#include <utility>

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
  return std::make_shared<const LiveDocument>(std::move(record), terms_, own_values(values_));
}

}  // namespace kennis
