/// @file
/// Fit against judgments: topics asked as free text, and where those stand whom somebody judged to be right.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "evaluation/metrics.h"
#include "schema/result.h"

namespace kennis {

/// One topic with the persons judged for it, by any name that the index knows them by.
struct JudgedTopic {
  std::string topic;
  std::map<std::string, int> grades;
};

/// Reads lines of topic, person and grade, separated by tabs; the topics in the order of their first line.
/// Errors: kInvalidRequest with file and line, if it cannot be read, a line is not of that form, or there is none.
[[nodiscard]] Result<std::vector<JudgedTopic>> read_judgments(const std::filesystem::path& file);

struct JudgedFit {
  std::size_t queries = 0;
  std::size_t unknown_persons = 0;                 ///< judged, but not in the index: they count as not found
  std::map<std::string, RankingMeasures> methods;  ///< `fit`, and `bm25` over the same text
};

/// Asks every topic of the generation in force, by fit alone, as one who may see everything that is public. The first 10,000 count.
/// Errors: kNoGeneration. Cost: one look at every profile, and a search a topic.
[[nodiscard]] Result<JudgedFit> evaluate_fit(const std::filesystem::path& index,
                                             const std::vector<JudgedTopic>& topics);

}  // namespace kennis
