/// @file
#include "searcher/posting_window.h"

#include <algorithm>

namespace kennis {
namespace {

/// A skip costs about as much as so many postings read one by one.
constexpr double kSkipCost = 3;

}  // namespace

PostingWindow::PostingWindow(const Xapian::Database& database, const std::string& term, WordForm form,
                             PostingCache* cache)
    : decoded_(cache != nullptr ? cache->find(database, term, form) : nullptr),
      at_(decoded_ ? Xapian::PostingIterator() : database.postlist_begin(term)),
      end_(),
      expected_(static_cast<double>(database.get_termfreq(term)) * kWindow / std::max(1U, database.get_lastdocid())),
      form_(form) {}

void PostingWindow::forget() {
  present_.for_each([&](std::uint32_t place) {
    evidence_[place] = 0;
    return true;
  });
  present_.clear();
}

void PostingWindow::skip_decoded(Node to) {
  const std::vector<Node>& documents = decoded_->documents;
  std::size_t step = 1;
  std::size_t high = place_;
  while (high < documents.size() && documents[high] < to) {
    place_ = high + 1;
    high += step;
    step *= 2;
  }
  const auto last = documents.begin() + static_cast<std::ptrdiff_t>(std::min(high, documents.size()));
  place_ = static_cast<std::size_t>(
      std::lower_bound(documents.begin() + static_cast<std::ptrdiff_t>(place_), last, to) - documents.begin());
}

void PostingWindow::read_decoded(Node begin, const DocumentSet& wanted) {
  const std::vector<Node>& documents = decoded_->documents;
  const std::vector<std::uint32_t>& evidence = decoded_->evidence;
  if (wanted.count() * kSkipCost < expected_) {
    wanted.for_each([&](std::uint32_t place) {
      skip_decoded(begin + place);
      if (place_ == documents.size()) return false;
      if (documents[place_] == begin + place) take(place, evidence[place_]);
      return true;
    });
    return;
  }
  skip_decoded(begin);
  for (; place_ < documents.size() && documents[place_] - begin < kWindow; ++place_)
    take(documents[place_] - begin, evidence[place_]);
}

void PostingWindow::read(Node begin, const DocumentSet& wanted) {
  begin_ = begin;
  if (has_windows()) {
    static const DecodedWindow kNothing{};
    const std::size_t number = (begin - 1) / kWindow;
    window_ = number < decoded_->windows.size() ? &decoded_->windows[number] : &kNothing;
    return;
  }
  forget();
  if (wanted.empty()) return;
  if (decoded_) return read_decoded(begin, wanted);
  if (at_ == end_) return;
  if (wanted.count() * kSkipCost < expected_) {
    wanted.for_each([&](std::uint32_t place) {
      if (*at_ < begin + place) at_.skip_to(begin + place);
      if (at_ == end_) return false;
      if (*at_ == begin + place) take(place, wdf::evidence_for(at_.get_wdf(), form_));
      return true;
    });
    return;
  }
  if (*at_ < begin) at_.skip_to(begin);
  for (; at_ != end_; ++at_) {
    const Node place = *at_ - begin;
    if (place >= kWindow) return;
    take(place, wdf::evidence_for(at_.get_wdf(), form_));
  }
}

}  // namespace kennis
