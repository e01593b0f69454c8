/// @file
#include "indexer/writer_choice.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include <fmt/format.h>
#include <xapian.h>

#include "indexer/database_difference.h"
#include "indexer/glass/format.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

/// Of 1.4: with these the tests of the bulk writer have passed.
constexpr std::array kTestedRevisions = {22};

constexpr Node kTrialDocuments = 50;
constexpr Node kTrialRun = 17;  // so that the last run is a short one

/// Documents that meet every branch of the format: none and many terms, short and long ones, zero bytes, positions apart and together,
/// records of no, one and several pieces.
void fill_trial_document(Node node, DocumentTerms& terms, std::string& record) {
  terms.clear();
  record.clear();
  std::uint32_t state = node * 2654435761U;
  const auto draw = [&](std::uint32_t below) {
    state = state * 1664525U + 1013904223U;
    return (state >> 8U) % below;
  };
  if (node % 10 != 0) {
    terms.add("", "everyone", 0, 0);
    terms.add("", std::string(1, '\0') + "zero" + std::string(1, '\xff'), node, 300);
    terms.add("", std::string(100 + node % 19, 'l'), 0, node * 100'000);
    for (std::uint32_t i = 0, position = 1; i < 20 * node; ++i) {
      position += i % 50 == 0 ? draw(2U << 20U) : draw(9);
      terms.add("", fmt::format("t{}", draw(400)), position, draw(5));
    }
  }
  const std::uint32_t bytes = node % 7 == 0 ? 0 : draw(300) * node;
  for (std::uint32_t i = 0; i < bytes; ++i) record.push_back(static_cast<char>(node % 2 == 0 ? draw(256) : draw(4)));
}

void write_trial(ProfileWriter& writer) {
  DocumentTerms terms;
  std::string record;
  for (Node first = 1; first <= kTrialDocuments; first += kTrialRun) {
    const std::unique_ptr<DocumentRun> run = writer.begin_run(first);
    for (Node node = first; node < first + kTrialRun && node <= kTrialDocuments; ++node) {
      fill_trial_document(node, terms, record);
      run->add(node, terms, record);
    }
    run->finish();
  }
  writer.finish([](std::uint64_t, std::uint64_t) {});
}

std::string version_magic(const fs::path& database) {
  std::string magic(glass::kVersionMagic.size(), '\0');
  std::ifstream in(database / glass::kVersionFile, std::ios::binary);
  in.read(magic.data(), static_cast<std::streamsize>(magic.size()));
  return magic;
}

std::string try_both(MakeWriter make, const ProfileWriterOptions& options, const fs::path& folder) {
  ProfileWriterOptions wanted = options;
  wanted.folder = folder / "wanted-runs";
  wanted.database = folder / "wanted";
  ProfileWriterOptions reference = options;
  reference.folder = folder / "reference-runs";
  reference.database = folder / "reference";
  try {
    write_trial(*make_xapian_writer(reference));
    write_trial(*make(wanted));
    if (version_magic(wanted.database) != version_magic(reference.database)) return "the format has another version";
    if (Xapian::Database::check(wanted.database.string()) != 0) return "xapian-check finds errors";
    return first_difference(Xapian::Database(reference.database.string()), Xapian::Database(wanted.database.string()));
  } catch (const Xapian::Error& error) {
    return error.get_description();
  }
}

}  // namespace

bool is_tested_release(int major, int minor, int revision) {
  return major == 1 && minor == 4 &&
         std::find(kTestedRevisions.begin(), kTestedRevisions.end(), revision) != kTestedRevisions.end();
}

std::string try_writer(MakeWriter make, const ProfileWriterOptions& options) {
  const fs::path folder = options.folder / "trial";
  std::string against = try_both(make, options, folder);
  fs::remove_all(folder);
  return against;
}

WriterChoice choose_writer(WriterKind wanted, const ProfileWriterOptions& options) {
  std::string against;
  if (wanted == WriterKind::kBulk) {
    if (!is_tested_release(Xapian::major_version(), Xapian::minor_version(), Xapian::revision())) {
      against = fmt::format("it was not tested with Xapian {}", Xapian::version_string());
    } else {
      against = try_writer(make_bulk_writer, options);
    }
    if (against.empty()) return {make_bulk_writer(options), {}};
    against = fmt::format("profiles are written through Xapian's API, not in bulk: {}", against);
  }
  return {make_xapian_writer(options), std::move(against)};
}

}  // namespace kennis
