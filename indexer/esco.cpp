/// @file
#include "indexer/esco.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "indexer/csv_file.h"
#include "schema/taxonomy_reader.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

struct LanguageFile {
  const char* name;
  TextLanguage language;
};
constexpr std::array kLanguageFiles = {
    LanguageFile{"skills_en.csv", TextLanguage::kEnglish}, LanguageFile{"skills_nl.csv", TextLanguage::kDutch},
    LanguageFile{"skills_fr.csv", TextLanguage::kFrench}, LanguageFile{"skills_de.csv", TextLanguage::kGerman}};
constexpr std::array kBroaderFiles = {"broaderRelationsSkillPillar_en.csv", "broaderRelationsSkillPillar.csv"};

std::string id_of(std::string_view address) { return std::string(address.substr(address.rfind('/') + 1)); }

/// A label as it can stand in our files: one line, no tab, none of our separators.
std::string cleaned(std::string_view label) {
  std::string text;
  for (const char c : label) {
    const bool is_gap = c == '\t' || c == '\n' || c == '\r' || c == ' ' || c == ';';
    if (!is_gap) text += c;
    if (is_gap && !text.empty() && text.back() != ' ') text += ' ';
  }
  const std::size_t begin = std::min(text.find_first_not_of("? "), text.size());
  text.erase(0, begin);
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

class Importer {
 public:
  void add_record(const std::vector<std::string>& cells, TextLanguage language) {
    const std::string id = id_of(cells[0]);
    if (language == TextLanguage::kEnglish && !by_id_.contains(id)) {
      if (label_key(cells[1]).empty()) return;
      by_id_.emplace(id, static_cast<SkillIndex>(skills_.size()));
      skills_.emplace_back().id = id;
    }
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return;
    add_label(found->second, cells[1], language);
    std::string_view rest = cells[2];
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      add_label(found->second, rest.substr(0, end), language);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  void add_link(const std::string& narrower, const std::string& broader) {
    const auto from = by_id_.find(id_of(narrower));
    const auto to = by_id_.find(id_of(broader));
    if (from == by_id_.end() || to == by_id_.end()) {
      ++links_dropped_;
    } else if (links_.insert({from->second, to->second}).second) {
      skills_[from->second].broader.push_back(to->second);
    }
  }

  /// What the checks of a taxonomy would refuse is left out: a label that several skills have, and a link that closes a circle.
  EscoImport finish() {
    std::unordered_map<std::string, std::set<SkillIndex>> owners;
    for (SkillIndex i = 0; i < skills_.size(); ++i) {
      for (const SkillLabel& label : skills_[i].labels) owners[label_key(label.text)].insert(i);
    }
    std::set<std::string> preferred;
    for (TaxonomySkill& skill : skills_) {
      // A preferred label is kept by the first who has it; the others are told apart by their id.
      if (!preferred.insert(label_key(skill.label())).second) skill.labels.front().text += " " + skill.id;
    }
    for (TaxonomySkill& skill : skills_) {
      const auto is_dropped = [&](const SkillLabel& label) {
        const std::string key = label_key(label.text);
        return &label != &skill.labels.front() &&
               (owners[key].size() > 1 || (preferred.contains(key) && key != label_key(skill.label())));
      };
      std::vector<SkillLabel> kept;
      for (const SkillLabel& label : skill.labels) {
        if (!is_dropped(label)) kept.push_back(label);
      }
      labels_dropped_ += skill.labels.size() - kept.size();
      skill.labels = std::move(kept);
    }
    const std::string text = taxonomy_text(Taxonomy(skills_));
    const TaxonomyText one{"ESCO", text};
    TaxonomyReading reading = read_taxonomy(std::span(&one, 1));
    return {std::move(reading.taxonomy), labels_dropped_, links_dropped_ + reading.faults.size()};
  }

 private:
  void add_label(SkillIndex index, std::string_view raw, TextLanguage language) {
    const std::string text = cleaned(raw);
    const std::string key = label_key(text);
    if (!key.empty() && keys_.insert({index, key}).second) skills_[index].labels.push_back({text, language, false});
  }

  std::vector<TaxonomySkill> skills_;
  std::unordered_map<std::string, SkillIndex> by_id_;
  std::set<std::pair<SkillIndex, std::string>> keys_;  ///< the labels a skill has
  std::set<std::pair<SkillIndex, SkillIndex>> links_;
  std::uint64_t labels_dropped_ = 0;
  std::uint64_t links_dropped_ = 0;
};

}  // namespace

Result<EscoImport> import_esco(const fs::path& folder) {
  Importer importer;
  for (const LanguageFile& file : kLanguageFiles) {
    if (file.language != TextLanguage::kEnglish && !fs::exists(folder / file.name)) continue;
    const auto read = read_csv(folder / file.name, {"conceptUri", "preferredLabel", "altLabels"},
                               [&](const auto& cells) { importer.add_record(cells, file.language); });
    if (!read) return read.error();
  }
  for (const char* name : kBroaderFiles) {
    if (!fs::exists(folder / name)) continue;
    const auto read = read_csv(folder / name, {"conceptUri", "broaderUri"},
                               [&](const auto& cells) { importer.add_link(cells[0], cells[1]); });
    if (!read) return read.error();
    break;
  }
  return importer.finish();
}

}  // namespace kennis
