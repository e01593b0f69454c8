/// @file
#include "journal/journal.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/json_line.h"
#include "cli/say.h"
#include "journal/draft.h"
#include "schema/fields.h"
#include "schema/manifest.h"

namespace kennis {
namespace {

struct JournalArguments {
  std::string index;
  std::string kind = "interaction";
  std::string file = "-";
  std::string as;
  JournalPosition after = 0;
  bool json = false;
};

constexpr std::array kKinds = {RecordKind::kProfile,    RecordKind::kInteraction, RecordKind::kGroup,
                               RecordKind::kMembership, RecordKind::kTeam,        RecordKind::kDoNotContact,
                               RecordKind::kInformed};

RecordKind kind_of(const std::string& name) {
  return *std::find_if(kKinds.begin(), kKinds.end(), [&](RecordKind kind) { return name_of(kind) == name; });
}

/// Appends the lines of a stream; says which are refused, and takes the others.
void add_lines(std::istream& in, const JournalArguments& arguments, Journal& journal, ExitStatus& status) {
  DraftMaker maker(arguments.as, now());
  std::vector<EntryDraft> drafts;
  JournalPosition last = 0;
  std::size_t taken = 0;
  const auto append = [&] {
    if (drafts.empty()) return true;
    const auto positions = journal.append(drafts);
    if (!positions) {
      status = report_error(positions.error());
      return false;
    }
    taken += drafts.size();
    last = std::max(last, *std::max_element(positions.value().begin(), positions.value().end()));
    drafts.clear();
    return true;
  };
  std::size_t number = 0;
  std::size_t refused = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    auto draft = maker.record(kind_of(arguments.kind), line);
    if (!draft) {
      say("kennis: line {}: {}\n", number, draft.error().message);
      status = ExitStatus::kUsage;
      ++refused;
      continue;
    }
    drafts.push_back(std::move(draft).value());
    if (drafts.size() == limit::kJournalCommitMax && !append()) return;
  }
  if (!append()) return;
  if (arguments.json) return JsonLine().count("taken", taken).count("refused", refused).count("last", last).print();
  fmt::print("{} taken in, the journal ends at {}\n", taken, last);
}

void add(const JournalArguments& arguments, ExitStatus& status) {
  const auto journal = Journal::open(arguments.index);
  if (!journal) {
    status = report_error(journal.error());
  } else if (arguments.file == "-") {
    add_lines(std::cin, arguments, *journal.value(), status);
  } else {
    std::ifstream in(arguments.file);
    if (!in) throw CLI::ValidationError("--file", arguments.file + " cannot be read");
    add_lines(in, arguments, *journal.value(), status);
  }
}

std::unique_ptr<JournalStore> open_store(const JournalArguments& arguments, ExitStatus& status) {
  if (!has_journal(arguments.index)) return nullptr;
  auto store = JournalStore::open(arguments.index, JournalStore::Access::kRead);
  if (store) return std::move(store).value();
  status = report_error(store.error());
  return nullptr;
}

void list(const JournalArguments& arguments, ExitStatus& status) {
  const auto store = open_store(arguments, status);
  if (!store) return;
  store->read(arguments.after, store->last(), [&](const JournalEntry& entry) {
    if (name_of(entry.draft.kind) == arguments.kind) fmt::print("{}\n", entry.draft.record);
  });
}

/// How far the journal and each generation are, as JSON.
void print_status(const JournalArguments& arguments, JournalPosition last, const std::string& fault) {
  std::string generations;
  for (const std::string& name : generations_of(arguments.index)) {
    const auto manifest = read_manifest(std::filesystem::path(arguments.index) / file::kGenerations / name);
    if (!manifest) continue;
    generations +=
        (generations.empty() ? "" : ",") + JsonLine()
                                               .text("generation", name)
                                               .truth("in_force", name == current_generation(arguments.index))
                                               .count("has", manifest.value().journal_position)
                                               .take();
  }
  JsonLine().count("last", last).text("fault", fault).raw("generations", "[" + generations + "]").print();
}

void show_status(const JournalArguments& arguments, ExitStatus& status) {
  const auto store = open_store(arguments, status);
  if (!store && status != ExitStatus::kOk) return;
  const JournalPosition last = store ? store->last() : 0;
  const std::string fault = store ? store->fault() : "";
  if (!fault.empty()) {
    say("kennis: the journal is damaged, restore it from a backup: {}\n", fault);
    status = ExitStatus::kFailed;
  }
  if (arguments.json) return print_status(arguments, last, fault);
  fmt::print("{} entries up to {}\n", store ? "journal: whole," : "journal: none,", last);
  for (const std::string& name : generations_of(arguments.index)) {
    const auto manifest = read_manifest(std::filesystem::path(arguments.index) / file::kGenerations / name);
    if (!manifest) continue;
    const JournalPosition has = manifest.value().journal_position;
    fmt::print("{}{}  has {}, {} since\n", name, name == current_generation(arguments.index) ? " (in force)" : "", has,
               last > has ? last - has : 0);
  }
}

}  // namespace

void add_journal(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<JournalArguments>();
  CLI::App* command =
      app.add_subcommand("journal",
                         "Say what happened since the index was built; it counts in the next search.\n\n"
                         "  kennis journal add --index index --file calls.ndjson\n"
                         "  kennis journal list --index index --kind profile > profiles-2026.ndjson\n"
                         "  kennis journal status --index index");
  command->require_subcommand(1);
  std::vector<std::string> kinds;
  for (const RecordKind kind : kKinds) kinds.emplace_back(name_of(kind));
  const auto with_kind = [&](CLI::App* sub) {
    sub->add_option("--kind", arguments->kind,
                    "profile, interaction, group, membership, team, do_not_contact or informed")
        ->check(CLI::IsMember(kinds))
        ->capture_default_str();
  };
  CLI::App* adding = add_part(*command, "add", "Append records, one a line, as in the files of the input.",
                              "--index index --kind profile --file new.ndjson");
  with_kind(adding);
  adding->add_option("--file", arguments->file, "NDJSON to read; - is standard input")->capture_default_str();
  adding->add_option("--as", arguments->as, "who says so");
  adding->callback([arguments, &status] { add(*arguments, status); });
  CLI::App* listing = add_part(*command, "list", "Print records, one a line: a file for an input folder.",
                               "--index index --kind profile > profiles-2026.ndjson");
  with_kind(listing);
  listing->add_option("--after", arguments->after, "only those behind this place")->capture_default_str();
  listing->callback([arguments, &status] { list(*arguments, status); });
  CLI::App* showing = add_part(*command, "status", "Show how far journal and generations are, and whether it is whole.",
                               "--index index");
  showing->callback([arguments, &status] { show_status(*arguments, status); });
  for (CLI::App* sub : {adding, listing, showing}) {
    sub->add_option("--index", arguments->index, "index folder")->required();
    sub->add_flag("--json", arguments->json, sub == listing ? "JSON it is in any case" : "print the report as JSON");
  }
}

}  // namespace kennis
