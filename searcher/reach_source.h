/// @file
/// The reached persons as a posting list: what lets Xapian look for the best among them first.
#pragma once

#include <memory>
#include <vector>

#include <xapian.h>

#include "network/reach.h"

namespace kennis {

/// The documents of a reach map with λ · closeness, by rising document. Persons without a profile are left out.
struct ReachPostings {
  std::vector<Xapian::docid> documents;
  std::vector<double> weights;
  double weight_max = 0;

  ReachPostings(const ReachMap& map, Node profile_count, double lambda);
};

/// Threads: one match. Cost: gallops; entries that cannot make the page any more are passed over.
class ReachSource : public Xapian::PostingSource {
 public:
  explicit ReachSource(std::shared_ptr<const ReachPostings> postings) : postings_(std::move(postings)) {}

  [[nodiscard]] Xapian::doccount get_termfreq_min() const override { return count(); }
  [[nodiscard]] Xapian::doccount get_termfreq_est() const override { return count(); }
  [[nodiscard]] Xapian::doccount get_termfreq_max() const override { return count(); }
  [[nodiscard]] double get_weight() const override { return postings_->weights[at_]; }
  [[nodiscard]] Xapian::docid get_docid() const override { return postings_->documents[at_]; }
  [[nodiscard]] bool at_end() const override { return at_ >= postings_->documents.size(); }
  void next(double weight_min) override;
  void skip_to(Xapian::docid document, double weight_min) override;
  [[nodiscard]] ReachSource* clone() const override { return new ReachSource(postings_); }
  void init(const Xapian::Database& database) override;
  [[nodiscard]] std::string get_description() const override { return "kennis::ReachSource"; }

 private:
  [[nodiscard]] Xapian::doccount count() const { return static_cast<Xapian::doccount>(postings_->documents.size()); }
  void pass_weak(double weight_min);

  std::shared_ptr<const ReachPostings> postings_;
  std::size_t at_ = 0;
  bool started_ = false;
};

}  // namespace kennis
