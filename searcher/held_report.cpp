/// @file
#include "searcher/held_report.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "journal/store.h"
#include "network/id_order.h"
#include "schema/fields.h"
#include "schema/identifier.h"
#include "schema/read_record.h"
#include "searcher/open_view.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

/// Whether a JSON text has one of the names as a whole string, in any spelling of an identifier.
bool names_any(std::string_view json, const std::vector<std::string>& names) {
  for (std::size_t at = json.find('"'); at != std::string_view::npos;) {
    const std::size_t end = json.find('"', at + 1);
    if (end == std::string_view::npos) return false;
    const std::string_view text = json.substr(at + 1, end - at - 1);
    const bool may_be = !text.empty() && text.size() <= limit::kIdBytesMax * 2;
    if (may_be && (std::find(names.begin(), names.end(), text) != names.end() ||
                   std::find(names.begin(), names.end(), normalise_identifier(text)) != names.end())) {
      return true;
    }
    at = end;
  }
  return false;
}

std::vector<std::string> names_of(const HeldAnswer& answer, const std::string& asked) {
  std::vector<std::string> names = {asked, normalise_identifier(asked), answer.id, normalise_identifier(answer.id)};
  RecordReader reader;
  std::string text = answer.profile;
  text.append(simdjson::SIMDJSON_PADDING, '\0');
  const auto profile = reader.profile(std::string_view(text).substr(0, answer.profile.size()));
  if (!profile) return names;
  const std::vector<std::string> claims = claims_of(profile.value());
  names.insert(names.end(), claims.begin(), claims.end());
  return names;
}

void add_journal(const fs::path& index, const std::vector<std::string>& names, HeldAnswer& answer) {
  if (!has_journal(index)) return;
  const auto store = JournalStore::open(index, JournalStore::Access::kRead);
  if (!store) throw std::runtime_error(store.error().message);
  store.value()->read(0, store.value()->last(), [&](const JournalEntry& entry) {
    const bool is_theirs = std::find(names.begin(), names.end(), entry.draft.author) != names.end();
    if (is_theirs || names_any(entry.draft.record, names)) answer.journal.push_back(entry);
  });
}

void add_audit(const fs::path& index, const std::vector<std::string>& names, HeldAnswer& answer) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(index / file::kAudit, error)) {
    if (entry.is_regular_file() && entry.path().extension() == ".ndjson") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error(path.string() + ": cannot be read");
    for (std::string line; std::getline(in, line);) {
      if (names_any(line, names)) answer.audit.push_back(line);
    }
  }
}

}  // namespace

Result<HeldAnswer> held_about(const Searcher& searcher, const std::string& name) {
  const auto opened = searcher.open_view(name, {});
  if (!opened) return opened.error();
  const OpenView& view = opened.value();
  const Viewer& viewer = view.viewer();
  const Node node = viewer.searcher();
  Showing showing = view.showing();
  HeldAnswer answer;
  answer.id = viewer.people().id(node);
  answer.provenance = view.provenance;
  if (viewer.people().has_profile(node)) answer.profile = showing.raw_record(node);
  searcher.for_each_profile([&](const Searcher::HeldProfile& held) {
    if (held.id == answer.id) answer.since = held.since;
  });
  std::vector<Arc> arcs(viewer.arcs(node).begin(), viewer.arcs(node).end());
  std::stable_sort(arcs.begin(), arcs.end(), [&](const Arc& a, const Arc& b) {
    return a.strength() != b.strength() ? a.strength() > b.strength() : is_told_before(viewer.people(), a.to, b.to);
  });
  for (const Arc& arc : arcs) answer.ties.push_back(showing.tie(node, arc.to, arc.strength()));
  answer.stays = viewer.own_stays();
  std::stable_sort(answer.stays.begin(), answer.stays.end(), [](const auto& a, const auto& b) {
    return std::tie(b.is_team, a.place, a.from, a.to) < std::tie(a.is_team, b.place, b.from, b.to);
  });
  const fs::path index = searcher.generation_path().parent_path().parent_path();
  const std::vector<std::string> names = names_of(answer, name);
  add_journal(index, names, answer);
  add_audit(index, names, answer);
  return answer;
}

}  // namespace kennis
