/// @file
/// What is in an index, by name: term prefixes, limits, files of a generation and the format version. Nothing of this stands elsewhere.
///
/// Numbers and letters already on disk never change their meaning: add, do not reuse, and raise `kFormatVersion`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kennis {

/// Raised whenever a generation written before would be read wrongly. A reader refuses every other version.
inline constexpr std::uint32_t kFormatVersion = 13;

/// Term prefixes, after Xapian's conventions (Q unique id, A author, S title, X our own). Words of running text have none.
namespace prefix {
inline constexpr std::string_view kText;         ///< words of headline, titles, skills, summary, descriptions; stemmed
inline constexpr std::string_view kId = "Q";     ///< the person's id, as it is
inline constexpr std::string_view kName = "A";   ///< words of the name; folded, not stemmed
inline constexpr std::string_view kTitle = "S";  ///< words of position titles and headline; stemmed
inline constexpr std::string_view kSkill = "XSKILL";            ///< words of skill names; stemmed
inline constexpr std::string_view kCompany = "XORG";            ///< words of organisations; folded, not stemmed
inline constexpr std::string_view kCurrentTitle = "XNOWTITLE";  ///< words of titles held now; stemmed
inline constexpr std::string_view kCurrentCompany =
    "XNOWORG";                                           ///< words of organisations worked for now; folded, not stemmed
inline constexpr std::string_view kSchool = "XSCHOOL";   ///< words of schools; folded, not stemmed
inline constexpr std::string_view kLocation = "XPLACE";  ///< words of where the person lives; folded, not stemmed
inline constexpr std::string_view kConcept =
    "XIS";  ///< a skill of the taxonomy by its id, whichever of its labels is used
inline constexpr std::string_view kNarrower =
    "XKIND";  ///< the same, where the document has a narrower skill: its evidence of the one it has most of
inline constexpr std::string_view kSearchable = "XHIT";  ///< on every document that may be a hit; no value
}  // namespace prefix

/// What is too long: an identifier is refused, since a cut one would name somebody else; a text is cut at a character for indexing and
/// kept whole in the stored record; a term is cut and its rest hashed (`make_term`).
namespace limit {
inline constexpr std::size_t kIdBytesMax = 200;
inline constexpr std::size_t kLineBytesMax = 4U << 20U;
inline constexpr std::size_t kListMax = 1000;                     ///< elements in a list of a record
inline constexpr std::size_t kRecipientsMax = 10'000;             ///< of one interaction
inline constexpr std::size_t kIndexedTextBytesMax = 256U << 10U;  ///< of one text field
inline constexpr std::size_t kTermBytesMax = 120;                 ///< Xapian refuses 246, and counts zero bytes twice
inline constexpr std::size_t kTokenBytesMax = 64;   ///< a longer run of letters is cut at a character: nobody types it
inline constexpr std::size_t kPositionGap = 100;    ///< between two values of a field, so that no phrase spans them
inline constexpr std::size_t kRunWordsMax = 4;      ///< of a run of words that is a term (schema/word_runs.h)
inline constexpr std::size_t kValueBytesMax = 160;  ///< of a name that is filtered and counted by
inline constexpr std::size_t kNameWordsMax = 24;    ///< of a name, by which it is suggested
inline constexpr std::size_t kSuggestBytesMax = 160;  ///< of what somebody is typing
inline constexpr std::size_t kSuggestionsMax = 100;   ///< of one answer
inline constexpr std::size_t kKnownRunsMax = 16'384;
inline constexpr std::size_t kKnownRunsSample = 32'768;  ///< profiles whose runs are counted, at most
inline constexpr std::size_t kTopicsOfEventMax = 5;      ///< remembered of one interaction
inline constexpr std::size_t kTopicsOfTieMax = 5;        ///< the commonest are asked by
inline constexpr std::size_t kTopicBytesMax = 80;        ///< a longer topic is cut at a character
inline constexpr std::size_t kQueryBytesMax = 8192;
inline constexpr std::size_t kQueryWordsMax = 256;  ///< those inside phrases too
inline constexpr std::size_t kQueryPhraseWordsMax = 32;
inline constexpr std::size_t kQueryPhrasesMax = 64;  ///< each is looked up person by person
inline constexpr std::size_t kQueryDepthMax = 32;
inline constexpr std::size_t kQueryFiltersMax = 64;   ///< in a query, and beside it
inline constexpr std::size_t kPrefixLettersMin = 2;   ///< before the star of `dev*`
inline constexpr std::size_t kPrefixTermsMax = 64;    ///< that it stands for; the commonest
inline constexpr std::uint32_t kNearMax = 50;         ///< words between, of NEAR
inline constexpr double kDistanceKm = 25;             ///< of near: without a distance
inline constexpr double kDistanceKmMax = 20'040;      ///< half around the world
inline constexpr std::size_t kFacetValuesMax = 1000;  ///< of one facet in an answer
inline constexpr std::size_t kFacetsMax = 20;         ///< of one answer
inline constexpr int kSearchTimeoutMs = 2000;         ///< a search's, unless the request says another
inline constexpr int kSearchTimeoutMsMax = 60'000;
inline constexpr std::size_t kHitsMax = 10'000;  ///< of one answer; also how far totals and ranks are counted exactly
inline constexpr std::size_t kJournalLinesMax = 10'000;  ///< of one request
inline constexpr std::size_t kJournalCommitMax =
    1000;  ///< entries, before those who wait longer wait for the next commit
inline constexpr std::size_t kMessageBytesMax = 2000;      ///< what somebody writes to go with a request or an answer
inline constexpr std::size_t kNameBytesMax = 200;          ///< of a saved search or a pool
inline constexpr std::size_t kOpenIntroductionsMax = 200;  ///< requests of one person
inline constexpr int kIntroductionDays = 14;               ///< until a request expires, unless it says another number
inline constexpr int kIntroductionDaysMax = 90;
inline constexpr std::size_t kSavedSearchesMax = 100;  ///< of one person
inline constexpr std::size_t kAlertTop = 50;           ///< how far down a match is looked for, unless the search says
inline constexpr std::size_t kAlertTopMax = 1000;
inline constexpr std::size_t kPoolsMax = 200;  ///< of one person or team
inline constexpr std::size_t kPoolPersonsMax = 10'000;
}  // namespace limit

/// Names inside an index folder and inside a generation.
namespace file {
inline constexpr const char* kCurrent = "CURRENT";
inline constexpr const char* kLock = "LOCK";
inline constexpr const char* kGenerations = "generations";
inline constexpr const char* kRejects = "rejects";
inline constexpr const char* kJournal = "journal.sqlite";
inline constexpr const char* kTombstones = "tombstones";
inline constexpr const char* kAudit = "audit";
inline constexpr const char* kDeliveryLock = "DELIVERY.LOCK";
inline constexpr const char* kManifest = "manifest.json";
inline constexpr const char* kProfiles = "profiles";
inline constexpr const char* kRecords = "records/profiles.ndjson";
inline constexpr const char* kRecordEnds = "records/ends.bin";
inline constexpr const char* kHeldSince = "records/since.bin";
inline constexpr const char* kRecordLines = "records/lines.bin";
inline constexpr const char* kWords = "words/words.bin";
inline constexpr const char* kWordEnds = "words/ends.bin";
inline constexpr const char* kColumns = "columns/values.bin";
inline constexpr const char* kNameLists = "columns/names.bin";
inline constexpr const char* kTaxonomy = "statistics/taxonomy.tsv";
inline constexpr const char* kTerms = "statistics/terms.bin";
inline constexpr const char* kRuns = "statistics/runs.bin";
inline constexpr const char* kConstants = "network/constants.json";
inline constexpr const char* kPeople = "network/people.bin";
inline constexpr const char* kIdentifiers = "network/identifiers.bin";
inline constexpr const char* kGraph = "network/graph.bin";
inline constexpr const char* kTies = "network/ties.bin";
inline constexpr const char* kContexts = "network/contexts.bin";
inline constexpr const char* kEvents = "network/events.bin";
inline constexpr const char* kStatements = "network/statements.bin";
inline constexpr const char* kRosters = "network/rosters.bin";
// Only in a generation that shares the files of another:
inline constexpr const char* kChanges = "since/changes.bin";
inline constexpr const char* kMadeDocuments = "since/documents.bin";
inline constexpr const char* kWholeTerms = "since/whole-terms.bin";  ///< kTerms of the whole build
}  // namespace file

/// Prefix and value as one term of at most kTermBytesMax bytes. A colon is put between where the value begins with a capital or a colon,
/// as Xapian's convention wants; NUL bytes become spaces; what is too long ends in a hash of its whole value, so that it stays itself.
/// Needs: value not empty, unless the prefix is kSearchable.
[[nodiscard]] std::string make_term(std::string_view prefix, std::string_view value);

/// The longest beginning of `text` of at most `bytes_max` bytes that does not cut a UTF-8 character.
[[nodiscard]] std::string_view cut_text(std::string_view text, std::size_t bytes_max);

}  // namespace kennis
