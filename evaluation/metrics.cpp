/// @file
#include "evaluation/metrics.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace kennis {
namespace {

constexpr std::size_t kRecallDepth = 5;
constexpr std::size_t kGainDepth = 10;

double gain(int grade, std::size_t rank) {
  return grade > 0 ? (std::exp2(grade) - 1) / std::log2(1 + static_cast<double>(rank)) : 0;
}

double best_gain(const Grades& grades) {
  std::vector<int> sorted;
  for (const auto& [name, grade] : grades) sorted.push_back(grade);
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  double sum = 0;
  for (std::size_t i = 0; i < sorted.size() && i < kGainDepth; ++i) sum += gain(sorted[i], i + 1);
  return sum;
}

}  // namespace

RankingMeasures measures_of(std::span<const std::uint64_t> ranked, const Grades& grades) {
  RankingMeasures measures;
  const auto relevant = static_cast<double>(
      std::count_if(grades.begin(), grades.end(), [](const auto& judged) { return judged.second > 0; }));
  if (relevant == 0) return measures;
  double found = 0;
  for (std::size_t rank = 1; rank <= ranked.size(); ++rank) {
    const auto judged = grades.find(ranked[rank - 1]);
    if (judged == grades.end() || judged->second <= 0) continue;
    ++found;
    if (found == 1) measures.mrr = 1 / static_cast<double>(rank);
    measures.map += found / static_cast<double>(rank) / relevant;
    if (rank <= kRecallDepth) measures.r5 += 1 / relevant;
    if (rank <= kGainDepth) measures.ndcg10 += gain(judged->second, rank);
  }
  measures.ndcg10 /= best_gain(grades);
  return measures;
}

RankingMeasures mean_of(std::span<const RankingMeasures> all) {
  RankingMeasures mean;
  const double share = all.empty() ? 0 : 1 / static_cast<double>(all.size());
  for (const RankingMeasures& one : all) {
    mean.mrr += one.mrr * share;
    mean.map += one.map * share;
    mean.r5 += one.r5 * share;
    mean.ndcg10 += one.ndcg10 * share;
  }
  return mean;
}

}  // namespace kennis
