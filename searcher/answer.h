/// @file
/// What a searcher asks and what comes back, as plain values: the command line and the server write them as the same JSON.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/fields.h"
#include "schema/records.h"
#include "searcher/order.h"
#include "searcher/snippets.h"

namespace kennis {

/// Where an answer comes from; with these it can be given again.
struct Provenance {
  std::string generation;
  Seconds as_of = 0;                   ///< silence is measured from here
  std::uint64_t journal_position = 0;  ///< what happened up to here counts
  Days rights_date = 0;                ///< teams, groups and sharing are those of this day
};

inline constexpr std::size_t kSnippetsMax = 10;  ///< of one hit
inline constexpr std::size_t kWithoutMax = 1000;

struct SearchRequest {
  std::string query;       ///< at most kQueryBytesMax
  std::string as;          ///< who searches: id, address, number or link
  double closeness = 0.3;  ///< λ in [0, 1]: 0 is skill alone, 1 is reach alone
  Order order = Order::kScore;
  std::size_t limit = 20;    ///< hits wanted, 0 to kHitsMax
  std::string cursor{};      ///< next_cursor of the page before; empty: the first page
  std::size_t paths = 3;     ///< introductions shown for each hit, 0 to 20
  std::size_t snippets = 3;  ///< fragments shown for each hit, 0 to kSnippetsMax
  bool explain = false;
  std::vector<std::string> filters;  ///< `field:value`; of one field any, of several all
  std::vector<std::string> without;  ///< persons who are left out: ids, addresses, numbers or links
  std::vector<std::string> facets;   ///< fields to count by
  std::size_t facet_values = 20;     ///< of each facet, 0 to kFacetValuesMax
  bool exact = false;                ///< count totals and ranks to the end, however many match
  std::optional<Days> rights_date;   ///< none: today
  std::chrono::milliseconds timeout{limit::kSearchTimeoutMs};  ///< by the clock; then the search is given up
};

/// Where two persons were at the same time: months, both included.
struct ShownContext {
  std::string kind;  ///< organisation, cohort, group
  std::string name;
  std::string from;  ///< `2019-03`
  std::string to;    ///< empty: both are still there
  double strength = 0;
};

/// A tie as one of its persons may tell of it; or what two persons share besides the log.
struct ShownTie {
  std::string from;  ///< ids
  std::string to;
  double strength = 0;
  Seconds last_contact = 0;  ///< only where there is a channel
  struct ChannelCount {
    Channel channel = Channel::kMessage;
    std::uint32_t out = 0;    ///< events from `from` to `to`
    std::uint32_t in = 0;     ///< events the other way
    double weighted_out = 0;  ///< the same, each event 1 / log2(1 + recipients): what the strength is reckoned from
    double weighted_in = 0;
    Seconds last = 0;
  };
  std::vector<ChannelCount> channels;
  std::vector<ShownContext>
      contexts;  ///< of a step over a context that one, of a referral every one: they count beside the channels
  std::vector<std::string>
      topics;  ///< what the contacts were about, the commonest first; none where the searcher may not know
};

struct ShownPerson {
  std::string id;
  std::string name;  ///< empty for a person without a profile
};

/// One way to the candidate. `part` is its share of the reach; parts of all counted paths and the remainder add up to it.
struct Introduction {
  double chance = 0;
  double part = 0;
  bool counts = true;            ///< false: another way, which adds nothing to the reach
  std::vector<ShownPerson> via;  ///< the introducers in order; none: you know each other
  std::vector<ShownTie> ties;    ///< from the searcher to the candidate
  // The chance is the product of these and of the strengths.
  std::vector<double> attention;  ///< κ of each introducer
  std::vector<double> share;      ///< of each tie: how much of its strength the step counts for, by who acted
};

/// One thing that was asked for, and what the hit has of it.
struct AskedPart {
  std::string text;       ///< as parsed: `skill:"spring boot"`
  double importance = 0;  ///< all add up to 1
  double level = 0;       ///< in [0, 1]
  double fit = 0;         ///< importance · level; all add up to the hit's fit
  double evidence = 0;    ///< points, of the best of its terms
  std::string matched;    ///< that term, or the skill; empty if it is missing
  std::string
      why{};  ///< where it is not what was asked for by name: `k8s, a name of Kubernetes`; `Spring Boot, a kind of Java`; another form of a word
  std::vector<std::string> found_in;  ///< headline, title, skill, summary, description, name, organisation,
                                      ///< current_title, current_organisation, school, endorsement
};

struct Explanation {
  std::vector<AskedPart> asked;
  double fit_part = 0;         ///< (1 − λ) · fit
  double reach_part = 0;       ///< λ · reach
  double reach_remainder = 0;  ///< of the reach: by paths that are not shown
  std::size_t paths_total = 0;
};

struct Hit {
  std::string id;
  std::string name;
  std::string headline;
  double score = 0;
  double fit = 0;
  double reach = 0;
  double help = 0;          ///< help_of(reach); only where the order is by it
  std::uint8_t degree = 0;  ///< 1, 2, 3; 0: nobody in reach knows the person (address only), or it is the searcher
  bool self = false;
  bool ask_first = false;            ///< contact policy
  std::uint64_t fit_rank = 0;        ///< what skill alone would give
  bool fit_rank_exact = true;        ///< false: at least fit_rank
  std::vector<std::string> matched;  ///< what was asked for and is there
  std::vector<std::string> missing;  ///< and what is not
  std::vector<Snippet> snippets;     ///< where in the profile what was asked for stands
  std::vector<Introduction> introductions;
  std::optional<Explanation> explanation;
};

/// The parsed query as a tree.
struct ParsedNode {
  std::string op;      ///< word, filter, and, or, not, list, everyone
  std::string text;    ///< of a word or filter
  std::string occurs;  ///< of a clause in a list: required, optional; empty for what only leaves people out
  std::vector<ParsedNode> of;
};

/// One leaf of the parsed query.
struct AskedLeaf {
  std::string text;
  double importance = 0;
  std::uint32_t persons = 0;  ///< at most this many have it
};

struct FacetValue {
  std::string value;  ///< as a filter of the field takes it
  std::uint64_t count = 0;
};

/// How many of the matches have which value; not narrowed by the field's own filter.
struct Facet {
  std::string field;
  std::vector<FacetValue> values;  ///< the commonest first
  std::size_t value_count = 0;     ///< how many values there are in all
  bool exact = true;               ///< false: at least so many each
};

/// A word that nobody has whom the searcher may find, and one that somebody has. Proposed only, never applied.
struct SpellingProposal {
  std::string word;  ///< as it is compared: small letters, without accents
  std::string instead;
  std::string query;  ///< the query with it instead
};

struct SearchAnswer {
  std::string query;               ///< as asked
  std::string parsed;              ///< as understood, in the query language
  std::string words;               ///< and in English
  ParsedNode tree;                 ///< and as a tree
  std::vector<std::string> notes;  ///< what was passed over, or stands for only some of what it could
  std::vector<SpellingProposal> did_you_mean;
  std::vector<AskedLeaf> leaves;
  double closeness = 0;
  Order order = Order::kScore;
  std::uint64_t total = 0;
  bool total_exact = true;    ///< false: at least total
  std::vector<Facet> facets;  ///< as asked
  double took_ms = 0;
  Provenance provenance;
  std::uint64_t seen = 0;   ///< hits of the pages before
  std::string next_cursor;  ///< for the next page; empty: this is the last
  std::vector<Hit> hits;
};

struct IntroductionsAnswer {
  ShownPerson candidate;
  bool self = false;  ///< it is the one who asks
  double reach = 0;
  std::uint8_t degree = 0;
  double reach_remainder = 0;  ///< of the reach: by paths that are not shown
  std::size_t paths_total = 0;
  double took_ms = 0;
  Provenance provenance;
  std::vector<Introduction> introductions;
};

struct PersonAnswer {
  ShownPerson person;
  std::string profile;  ///< the record as it was given, JSON; empty for a person without a profile
  double reach = 0;
  std::uint8_t degree = 0;
  bool self = false;
  Provenance provenance;
};

}  // namespace kennis
