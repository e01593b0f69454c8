/// @file
#include "schema/made_documents.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include <xxhash.h>

namespace kennis {
namespace {

using Ends = MadeDocuments::Ends;

void append_number(std::uint32_t number, std::string& out) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

bool rises(const Ends& before, const Ends& after) {
  return before.texts <= after.texts && before.terms <= after.terms && before.words <= after.words &&
         before.values <= after.values && before.value_texts <= after.value_texts;
}

}  // namespace

SourceHash hash_of(const DocumentSource& source) {
  std::string all = source.record;
  all += source.is_barred ? '\1' : '\0';
  for (const SkillStatement& statement : source.statements) {
    append_number(static_cast<std::uint32_t>(statement.skill.size()), all);
    all += statement.skill;
    append_number(statement.said, all);
    append_number(statement.endorsing, all);
  }
  const XXH128_hash_t hash = XXH3_128bits(all.data(), all.size());
  return {hash.high64, hash.low64};
}

void write_made_documents(const std::filesystem::path& path,
                          std::vector<std::pair<SourceHash, MadeDocument>> documents) {
  std::sort(documents.begin(), documents.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<SourceHash> hashes;
  std::vector<Ends> ends;
  std::vector<MadeDocuments::Numbers> numbers;
  std::vector<MadeDocuments::Value> values;
  std::string value_texts;
  Ends end;
  for (const auto& [hash, made] : documents) {
    const ProfileNumbers& own = made.values.numbers;
    hashes.push_back(hash);
    numbers.push_back({own.updated, own.lat, own.lon, static_cast<std::uint32_t>(made.values.name_key.size()),
                       own.experience, own.flags});
    value_texts += made.values.name_key;
    for (const OwnValues::Value& value : made.values.values) {
      values.push_back({value.number ? *value.number + 1 : 0, static_cast<std::uint16_t>(value.key.size()),
                        static_cast<std::uint16_t>(value.name.size()), static_cast<std::uint8_t>(value.field),
                        value.when, 0});
      value_texts += value.key;
      value_texts += value.name;
    }
    end = {end.texts + made.texts.size(), end.terms + made.terms.size(), end.words + made.words.size(), values.size(),
           value_texts.size()};
    ends.push_back(end);
  }
  ArrayFileStream file(path, 9);
  file.add_section("hashes", std::span<const SourceHash>(hashes));
  file.add_section("ends", std::span<const Ends>(ends));
  file.add_section("numbers", std::span<const MadeDocuments::Numbers>(numbers));
  file.add_section("values", std::span<const MadeDocuments::Value>(values));
  file.begin_section("value_texts", 1);
  file.write(value_texts);
  file.begin_section("texts", 1);
  for (const auto& [hash, made] : documents) file.write(made.texts);
  file.begin_section("terms", sizeof(DocumentTerm));
  for (const auto& [hash, made] : documents) file.write_elements(std::span<const DocumentTerm>(made.terms));
  file.begin_section("places", sizeof(TermPlace));
  for (const auto& [hash, made] : documents) file.write_elements(std::span<const TermPlace>(made.places));
  file.begin_section("words", sizeof(std::uint32_t));
  for (const auto& [hash, made] : documents) file.write_elements(std::span<const std::uint32_t>(made.words));
  file.finish();
}

MadeDocuments::MadeDocuments(const std::filesystem::path& path)
    : file_(path),
      hashes_(file_.section<SourceHash>("hashes")),
      ends_(file_.section<Ends>("ends")),
      numbers_(file_.section<Numbers>("numbers")),
      texts_(file_.text_section("texts")),
      terms_(file_.section<DocumentTerm>("terms")),
      places_(file_.section<TermPlace>("places")),
      words_(file_.section<std::uint32_t>("words")),
      values_(file_.section<Value>("values")),
      value_texts_(file_.text_section("value_texts")) {
  const Ends last = ends_.empty() ? Ends() : ends_.back();
  bool fits = ends_.size() == hashes_.size() && numbers_.size() == hashes_.size() && places_.size() == terms_.size() &&
              last.texts == texts_.size() && last.terms == terms_.size() && last.words == words_.size() &&
              last.values == values_.size() && last.value_texts == value_texts_.size();
  for (std::size_t i = 1; fits && i < ends_.size(); ++i) fits = rises(ends_[i - 1], ends_[i]);
  if (!fits) throw std::runtime_error(path.string() + ": its parts do not belong together");
}

std::optional<MadeDocuments::Found> MadeDocuments::find(const SourceHash& hash) const {
  const auto place = std::lower_bound(hashes_.begin(), hashes_.end(), hash);
  if (place == hashes_.end() || *place != hash) return std::nullopt;
  const auto i = static_cast<std::size_t>(place - hashes_.begin());
  const Ends begin = i == 0 ? Ends() : ends_[i - 1];
  const Ends end = ends_[i];
  Found found;
  found.view = {
      texts_.substr(begin.texts, end.texts - begin.texts), terms_.subspan(begin.terms, end.terms - begin.terms),
      places_.subspan(begin.terms, end.terms - begin.terms), words_.subspan(begin.words, end.words - begin.words)};
  std::string_view texts = value_texts_.substr(begin.value_texts, end.value_texts - begin.value_texts);
  const auto take = [&](std::size_t bytes) {
    std::string text(texts.substr(0, bytes));
    texts.remove_prefix(text.size());
    return text;
  };
  const Numbers& own = numbers_[i];
  found.values.numbers = {own.lat, own.lon, own.updated, own.experience, static_cast<std::uint8_t>(own.flags)};
  found.values.name_key = take(own.name_key_bytes);
  found.values.values.reserve(end.values - begin.values);
  for (const Value& value : values_.subspan(begin.values, end.values - begin.values)) {
    OwnValues::Value& one = found.values.values.emplace_back();
    if (value.field >= kValueFieldCount) throw std::runtime_error("a document has a value of no known field");
    one.field = static_cast<ValueField>(value.field);
    one.when = value.when;
    one.key = take(value.key_bytes);
    one.name = take(value.name_bytes);
    if (value.number != 0) one.number = value.number - 1;
  }
  return found;
}

}  // namespace kennis
