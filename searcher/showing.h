/// @file
/// From nodes and paths to what is shown: names, ties with their counts, and the parts of an explanation.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

#include "network/introductions.h"
#include "schema/profile_records.h"
#include "schema/profile_words.h"
#include "searcher/answer.h"
#include "searcher/live_documents.h"
#include "searcher/match_plan.h"
#include "searcher/record_view.h"
#include "searcher/unit_match.h"

namespace kennis {

/// Where the documents of a request are: in the generation, and those that changed since.
class Documents {
 public:
  Documents(const Xapian::Database& database, const ProfileWords& words, const ProfileRecords& records,
            const LiveTable& live, const SkillFinder& skills)
      : database_(database), words_(words), records_(records), live_(live), skills_(skills) {}

  /// The record of a person with a profile.
  [[nodiscard]] std::string record(Node node) const;
  [[nodiscard]] std::unique_ptr<Evidence> evidence(Node node) const;
  /// What skills they were searched for by.
  [[nodiscard]] const SkillFinder& skills() const { return skills_; }

 private:
  const Xapian::Database& database_;
  const ProfileWords& words_;
  const ProfileRecords& records_;
  const LiveTable& live_;
  const SkillFinder& skills_;
};

/// Shows things to one viewer.
/// Threads: one request.
class Showing {
 public:
  Showing(const Documents& documents, const Viewer& viewer) : documents_(documents), viewer_(viewer) {}

  [[nodiscard]] ShownPerson person(Node node);
  /// The record of a person with a profile, parsed until the next call.
  const Profile& profile(Node node) { return record_.read(raw_record(node)); }
  [[nodiscard]] std::string raw_record(Node node) const { return documents_.record(node); }
  [[nodiscard]] std::unique_ptr<Evidence> evidence(Node node) const { return documents_.evidence(node); }
  [[nodiscard]] ShownTie tie(Node from, Node to, double strength) const;
  [[nodiscard]] ShownContext context(const SharedContext& shared) const;

  /// The paths as introductions; `reach` is shared among those that count, and what is left over comes back in `remainder`.
  [[nodiscard]] std::vector<Introduction> introductions(const Introductions& found, double reach, double& remainder);

  /// What a document has of each unit. Needs: its profile was the last one read, for `found_in`.
  [[nodiscard]] std::vector<AskedPart> asked(const MatchPlan& plan, const Evidence& document, bool with_fields,
                                             Stemmer& stemmer);

 private:
  void show_match(const UnitMatch& match, bool with_fields, Stemmer& stemmer, AskedPart& part);
  /// The last step of a path over a context.
  [[nodiscard]] ShownTie step(Node from, Node to, const SharedContext& shared) const;

  Documents documents_;
  const Viewer& viewer_;
  RecordView record_;
  RecordView names_;
};

}  // namespace kennis
