/// @file
#include "schema/taxonomy_reader.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>
#include <simdjson.h>

#include "schema/embedded_taxonomy.h"

namespace kennis {
namespace {

constexpr std::string_view kHeader = "id\tlabel\ten\tnl\tfr\tde\tbroader\tevidence";
constexpr std::array kLabelColumns = {TextLanguage::kEnglish, TextLanguage::kDutch, TextLanguage::kFrench,
                                      TextLanguage::kGerman};
constexpr std::size_t kColumns = 8;
constexpr std::size_t kBroaderColumn = 6;
constexpr std::size_t kEvidenceColumn = 7;
constexpr char kAmbiguousSign = '?';

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + separator.size());
  }
}

std::vector<std::string_view> values(std::string_view column) {
  return column.empty() ? std::vector<std::string_view>() : split(column, "; ");
}

class Reader {
 public:
  void read(const TaxonomyText& text) {
    std::size_t number = 0;
    for (std::string_view line : split(text.text, "\n")) {
      ++number;
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty() || line == kHeader) continue;
      where_ = fmt::format("{}:{}", text.name, number);
      read_line(line);
    }
  }

  TaxonomyReading finish() {
    resolve_broader();
    drop_circles();
    check_labels();
    return {Taxonomy(std::move(skills_)), std::move(faults_)};
  }

 private:
  template <typename... Arguments>
  void fault(const std::string& where, fmt::format_string<Arguments...> form, Arguments&&... arguments) {
    faults_.push_back(where + ": " + fmt::format(form, std::forward<Arguments>(arguments)...));
  }

  void read_line(std::string_view line) {
    if (!simdjson::validate_utf8(line.data(), line.size())) return fault(where_, "is not UTF-8");
    const std::vector<std::string_view> columns = split(line, "\t");
    if (columns.size() != kColumns) {
      return fault(where_, "has {} columns, {} are wanted: {}", columns.size(), kColumns,
                   "id, label, en, nl, fr, de, broader, evidence");
    }
    TaxonomySkill skill;
    skill.id = columns[0];
    if (skill.id.empty() || skill.id.find(' ') != std::string::npos) {
      return fault(where_, "the id \"{}\" is empty or holds a space", skill.id);
    }
    add_label(skill, columns[1], TextLanguage::kEnglish);
    if (skill.labels.empty()) return;
    for (std::size_t i = 0; i < kLabelColumns.size(); ++i) {
      for (const std::string_view label : values(columns[2 + i])) add_label(skill, label, kLabelColumns[i]);
    }
    for (const std::string_view word : values(columns[kEvidenceColumn])) skill.evidence.push_back(label_key(word));
    const bool is_ambiguous =
        std::any_of(skill.labels.begin(), skill.labels.end(), [](const auto& l) { return l.ambiguous; });
    if (is_ambiguous == skill.evidence.empty()) {
      fault(where_, "{} wants both an ambiguous label and evidence words, or neither", skill.id);
    }
    if (!by_id_.emplace(skill.id, static_cast<SkillIndex>(skills_.size())).second) {
      return fault(where_, "the id {} stands there twice", skill.id);
    }
    const auto broader = values(columns[kBroaderColumn]);
    broader_.emplace_back(broader.begin(), broader.end());
    places_.push_back(where_);
    skills_.push_back(std::move(skill));
  }

  void add_label(TaxonomySkill& skill, std::string_view text, TextLanguage language) {
    const bool is_ambiguous = text.starts_with(kAmbiguousSign);
    if (is_ambiguous) text.remove_prefix(1);
    if (label_key(text).empty()) return fault(where_, "there is no word in the label \"{}\"", text);
    skill.labels.push_back({std::string(text), language, is_ambiguous});
  }

  void resolve_broader() {
    for (SkillIndex i = 0; i < skills_.size(); ++i) {
      for (const std::string& id : broader_[i]) {
        const auto found = by_id_.find(id);
        if (found == by_id_.end()) {
          fault(places_[i], "there is no skill {}, which is to be broader than {}", id, skills_[i].id);
        } else {
          skills_[i].broader.push_back(found->second);
        }
      }
    }
  }

  /// Walks up from every skill; one met again on the way up is broader than itself, and loses the link that led there.
  void drop_circles() {
    enum class Mark : std::uint8_t { kNew, kOpen, kDone };
    std::vector<Mark> marks(skills_.size(), Mark::kNew);
    std::vector<std::pair<SkillIndex, std::size_t>> path;
    for (SkillIndex start = 0; start < skills_.size(); ++start) {
      if (marks[start] == Mark::kNew) path.emplace_back(start, 0);
      while (!path.empty()) {
        auto& [at, link] = path.back();
        marks[at] = Mark::kOpen;
        std::vector<SkillIndex>& broader = skills_[at].broader;
        if (link == broader.size()) {
          marks[at] = Mark::kDone;
          path.pop_back();
        } else if (const SkillIndex next = broader[link]; marks[next] == Mark::kOpen) {
          fault(places_[at], "{} is broader than itself, by way of {}", skills_[next].id, skills_[at].id);
          broader.erase(broader.begin() + static_cast<std::ptrdiff_t>(link));
        } else {
          ++link;
          if (marks[next] == Mark::kNew) path.emplace_back(next, 0);
        }
      }
    }
  }

  /// A label of two skills has to be ambiguous in both; else the later skill loses it.
  void check_labels() {
    std::unordered_map<std::string, std::pair<SkillIndex, bool>> owners;
    for (SkillIndex i = 0; i < skills_.size(); ++i) {
      std::vector<SkillLabel> kept;
      for (SkillLabel& label : skills_[i].labels) {
        const auto [owner, is_new] = owners.try_emplace(label_key(label.text), i, label.ambiguous);
        const bool is_same = owner->second.first == i;
        if (!is_new && !is_same && !(owner->second.second && label.ambiguous)) {
          fault(places_[i], "the label \"{}\" of {} belongs to {} too: take it from one, or mark both as ambiguous",
                label.text, skills_[i].id, skills_[owner->second.first].id);
          if (&label != &skills_[i].labels.front()) continue;
        }
        kept.push_back(std::move(label));
      }
      skills_[i].labels = std::move(kept);
    }
  }

  std::string where_;
  std::vector<std::string> faults_;
  std::vector<TaxonomySkill> skills_;
  std::vector<std::vector<std::string>> broader_;  ///< ids, by skill
  std::vector<std::string> places_;                ///< file and line, by skill
  std::unordered_map<std::string, SkillIndex> by_id_;
};

void append(std::string& cell, std::string_view value, bool ambiguous = false) {
  if (!cell.empty()) cell += "; ";
  if (ambiguous) cell += kAmbiguousSign;
  cell += value;
}

}  // namespace

TaxonomyReading read_taxonomy(std::span<const TaxonomyText> texts) {
  Reader reader;
  for (const TaxonomyText& text : texts) reader.read(text);
  return reader.finish();
}

Result<Taxonomy> taxonomy_from(std::span<const TaxonomyText> texts) {
  TaxonomyReading reading = read_taxonomy(texts);
  if (reading.faults.empty()) return std::move(reading.taxonomy);
  return Error{ErrorCode::kInvalidRequest,
               fmt::format("{} ({} faults in all: `kennis taxonomy check` lists them)", reading.faults.front(),
                           reading.faults.size()),
               {}};
}

std::string built_in_taxonomy() {
  std::string text(kHeader);
  text += '\n';
  for (const EmbeddedFile& file : embedded_taxonomy()) text += file.text.substr(file.text.find('\n') + 1);
  return text;
}

std::string taxonomy_text(const Taxonomy& taxonomy) {
  std::string text(kHeader);
  text += '\n';
  for (const TaxonomySkill& skill : taxonomy.skills()) {
    std::array<std::string, kLabelColumns.size()> cells;
    for (std::size_t i = 1; i < skill.labels.size(); ++i) {
      const SkillLabel& label = skill.labels[i];
      const auto column = std::find(kLabelColumns.begin(), kLabelColumns.end(), label.language) - kLabelColumns.begin();
      append(cells[static_cast<std::size_t>(column)], label.text, label.ambiguous);
    }
    std::string preferred;
    append(preferred, skill.label(), skill.labels.front().ambiguous);
    std::string broader;
    for (const SkillIndex index : skill.broader) append(broader, taxonomy.skills()[index].id);
    std::string evidence;
    for (const std::string& word : skill.evidence) append(evidence, word);
    text += fmt::format("{}\t{}\t{}\t{}\t{}\n", skill.id, preferred, fmt::join(cells, "\t"), broader, evidence);
  }
  return text;
}

}  // namespace kennis
