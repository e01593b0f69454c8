/// @file
#include "searcher/posting_window.h"

#include <algorithm>

namespace kennis {
namespace {

/// A skip costs about as much as so many postings read one by one.
constexpr double kSkipCost = 3;

}  // namespace

PostingWindow::PostingWindow(const Xapian::Database& database, const std::string& term)
    : at_(database.postlist_begin(term)),
      end_(database.postlist_end(term)),
      expected_(static_cast<double>(database.get_termfreq(term)) * kWindow / std::max(1U, database.get_lastdocid())) {}

void PostingWindow::forget() {
  present_.for_each([&](std::uint32_t place) {
    evidence_[place] = 0;
    return true;
  });
  present_.clear();
}

void PostingWindow::take(Node begin) {
  const std::uint32_t place = *at_ - begin;
  present_.add(place);
  evidence_[place] = at_.get_wdf();
}

void PostingWindow::read(Node begin, const DocumentSet& wanted) {
  forget();
  begin_ = begin;
  const std::uint32_t count = wanted.count();
  if (count == 0 || at_ == end_) return;
  if (count * kSkipCost < expected_) {
    wanted.for_each([&](std::uint32_t place) {
      if (*at_ < begin + place) at_.skip_to(begin + place);
      if (at_ == end_) return false;
      if (*at_ == begin + place) take(begin);
      return true;
    });
    return;
  }
  if (*at_ < begin) at_.skip_to(begin);
  for (; at_ != end_ && *at_ - begin < kWindow; ++at_) take(begin);
}

}  // namespace kennis
