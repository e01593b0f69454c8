/// @file
#include "indexer/profile_stage.h"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "indexer/interaction_stage.h"
#include "journal/without_erased.h"
#include "network/statements.h"
#include "schema/fields.h"
#include "schema/identifier.h"
#include "schema/profile_lines.h"

namespace kennis {
namespace {

/// Lines of the sorted file were read once already, so they read again.
void require(const Result<const Profile*>& profile) {
  if (!profile) throw std::runtime_error("a sorted profile cannot be read again: " + profile.error().message);
}

}  // namespace

std::unique_ptr<BlockResult> ProfileReading::work(const Block& block, std::size_t slot) {
  auto result = std::make_unique<Result>();
  Worker& worker = workers_[slot];
  for_each_line(block, [&](std::string_view line, std::uint64_t number) {
    ++result->line_count;
    std::string reason;
    if (block.overlong) {
      reason = reason_of_overlong();
    } else if (const auto read = worker.reader.profile(line, worker.profile); read) {
      const Profile& profile = worker.profile;
      if (is_erased(profile, *tombstones_)) {
        ++result->erased;
        return;
      }
      result->lines.push_back(
          {profile.id, order_of(block.file, number), profile.updated_at.value_or(kNoUpdate), profile.deleted, line});
    } else {
      reason = read.error().message;
    }
    if (!reason.empty()) {
      result->rejects.push_back({file_names_[block.file], number, std::move(reason), std::string(line)});
    }
  });
  return result;
}

void ProfileClaims::Worker::count_text(std::string_view text) {
  const std::uint32_t number = texts.number_of(text);
  if (number == text_counts.size()) text_counts.push_back(0);
  ++text_counts[number];
}

void ProfileClaims::Worker::count_texts() {
  for (const Skill& skill : profile.skills) count_text(skill.name);
  for (const Position& position : profile.positions) count_text(position.title);
}

RunCounter ProfileClaims::take_runs() {
  RunCounter counter;
  RunReader reader;
  std::vector<std::string> runs;
  for (const Worker& worker : workers_) {
    for (std::uint32_t number = 0; number < worker.texts.count(); ++number) {
      runs.clear();
      reader.read(worker.texts.text(number), runs);
      for (const std::string& run : runs) counter.add(run, worker.text_counts[number]);
    }
  }
  workers_.clear();
  return counter;
}

std::unique_ptr<BlockResult> ProfileClaims::work(const Block& block, std::size_t slot) {
  auto result = std::make_unique<Result>();
  Worker& worker = workers_[slot];
  for_each_line(block, [&](std::string_view line, std::uint64_t number) {
    const bool reads_runs = number % runs_every_ == 0;
    Profile& profile = worker.profile;
    require(reads_runs ? worker.reader.profile(line, profile) : worker.reader.profile_identity(line, profile));
    if (reads_runs && profile.contact_policy != ContactPolicy::kDoNotContact) worker.count_texts();
    Person person;
    person.line = hash_of_line(line);
    person.rights = rights_of(profile);
    person.sharing_set = sharing_set_of(profile);
    person.names = names_of_profile(profile.id, claims_of(profile));
    person.id = profile.id;
    result->persons.push_back(std::move(person));
  });
  return result;
}

void write_skill_statements(const std::vector<Endorsement>& endorsements, const std::vector<Endorsement>& in_groups,
                            const SkillNames& skills, const std::filesystem::path& path) {
  std::map<std::string, std::uint32_t> places;
  for (const auto* all : {&endorsements, &in_groups}) {
    for (const Endorsement& endorsement : *all) places.emplace(skills.name(endorsement.skill - 1), 0);
  }
  std::vector<std::string> names;
  for (auto& [name, place] : places) {
    place = static_cast<std::uint32_t>(names.size());
    names.push_back(name);
  }
  const auto statement = [&](const Endorsement& said) -> Statement {
    return {said.to, places.at(skills.name(said.skill - 1)), said.from, said.at, said.strength};
  };
  std::vector<Statement> statements;
  statements.reserve(endorsements.size());
  for (const Endorsement& endorsement : endorsements) statements.push_back(statement(endorsement));
  std::vector<GroupStatement> of_groups;
  for (const Endorsement& said : in_groups) of_groups.push_back({said.scope, statement(said)});
  write_statements(path, std::move(statements), std::move(of_groups), names);
}

ProfileDocuments::ProfileDocuments(ProfileWriter& writer, const Shared& shared, std::size_t workers)
    : writer_(&writer), shared_(shared), by_endorser_(shared.endorsements->size()) {
  const std::vector<Endorsement>& all = *shared.endorsements;
  std::iota(by_endorser_.begin(), by_endorser_.end(), 0U);
  std::sort(by_endorser_.begin(), by_endorser_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return all[a].from != all[b].from ? all[a].from < all[b].from : a < b;
  });
  for (std::size_t i = 0; i < workers; ++i) workers_.emplace_back(shared.context);
}

std::vector<SkillStatement> ProfileDocuments::statements_of(Node node) const {
  const std::vector<Endorsement>& all = *shared_.endorsements;
  StatementSum sum(shared_.context.as_of);
  auto said = std::lower_bound(all.begin(), all.end(), node,
                               [](const Endorsement& endorsement, Node wanted) { return endorsement.to < wanted; });
  for (; said != all.end() && said->to == node; ++said) {
    const std::string& skill = shared_.skills->name(said->skill - 1);
    if (said->from == node) {
      sum.add_talked(skill, said->at);
    } else {
      sum.add_endorsed(skill, said->at, said->strength);
    }
  }
  auto says = std::lower_bound(by_endorser_.begin(), by_endorser_.end(), node,
                               [&](std::uint32_t index, Node wanted) { return all[index].from < wanted; });
  for (; says != by_endorser_.end() && all[*says].from == node; ++says) {
    if (all[*says].to != node) sum.add_endorsing(shared_.skills->name(all[*says].skill - 1), all[*says].at);
  }
  return sum.take();
}

std::unique_ptr<BlockResult> ProfileDocuments::work(const Block& block, std::size_t slot) {
  auto result = std::make_unique<Result>();
  Worker& worker = workers_[slot];
  worker.columns.begin_block();
  const std::unique_ptr<DocumentRun> run = writer_->begin_run(block.first_line);
  for_each_line(block, [&](std::string_view line, std::uint64_t number) {
    const auto node = static_cast<Node>(number);
    Profile& profile = worker.profile;
    require(worker.reader.profile(line, profile));
    if (std::binary_search(shared_.barred->begin(), shared_.barred->end(), node)) {
      profile.contact_policy = ContactPolicy::kDoNotContact;
    }
    worker.builder.build(profile, statements_of(node), worker.terms);
    run->add(node, worker.terms, line);
    for (const ContextClaim& claim : context_claims_of(profile)) worker.contexts.add(node, claim);
    result->words.add(worker.terms.words());
    worker.columns.add(profile, result->columns);
  });
  run->finish();
  return result;
}

ContextColumns ProfileDocuments::take_contexts() {
  ContextColumns all;
  for (Worker& worker : workers_) all.append(std::move(worker.contexts));
  return all;
}

}  // namespace kennis
