/// @file
/// Who was where at the same time: organisations, school cohorts and groups with those who were in them, mapped. Read through a `Viewer` only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "network/context_claims.h"
#include "network/node.h"
#include "network/shared_table.h"
#include "schema/mapped_file.h"

namespace kennis {

using ContextIndex = std::uint32_t;

/// A stay of a person, by context.
struct ContextStay {
  ContextIndex context = 0;
  MonthSpan span;
  friend auto operator<=>(const ContextStay&, const ContextStay&) = default;
};

/// The same from the other side.
struct ContextMember {
  Node person = kNoPerson;
  MonthSpan span;
  friend auto operator<=>(const ContextMember&, const ContextMember&) = default;
};

/// What a context is.
struct ContextInfo {
  ContextKind kind = ContextKind::kOrganisation;
  std::uint32_t scope =
      0;  ///< 0: everybody may know who is in it; else the group (its index + 1) whose members alone may
  std::string name;
};

/// All stays as they are collected, in any order.
class ContextColumns {
 public:
  void add(Node person, const ContextClaim& claim, std::uint32_t scope = 0);
  void append(ContextColumns&& other);
  /// Settles which contexts there are and writes them. Nothing depends on the order in which stays were added. Errors: as ArrayFileWriter.
  void write(const std::filesystem::path& path, Node node_max) &&;

 private:
  struct Entry {
    std::uint64_t key;
    Node person;
    MonthSpan span;
    friend auto operator<=>(const Entry&, const Entry&) = default;
  };
  struct Named {
    std::uint64_t key;
    ContextInfo info;
  };
  struct Alias {
    std::uint64_t name;
    std::uint64_t key;
    friend auto operator<=>(const Alias&, const Alias&) = default;
  };
  void settle_aliases();
  void settle_names();

  std::vector<Entry> entries_;
  std::vector<Named> names_;  ///< of a context the first in the order of bytes counts
  std::vector<Alias> aliases_;
};

/// What changed since the file was written.
struct ContextsOverlay {
  /// Of a context: whoever is no longer in it as the file has it, by person; the stays that count now; how many persons are in it.
  struct Changed {
    std::vector<Node> persons;
    std::vector<ContextMember> stays;
    std::uint32_t size = 0;
  };
  SharedTable<Node, std::shared_ptr<const std::vector<ContextStay>>, SpreadNumber> persons;
  SharedTable<ContextIndex, std::shared_ptr<const Changed>, SpreadNumber> contexts;
  SharedTable<ContextIndex, std::shared_ptr<const ContextInfo>, SpreadNumber>
      infos;  ///< of those new since, and of groups that were shut

  [[nodiscard]] ContextsOverlay snapshot() { return {persons.snapshot(), contexts.snapshot(), infos.snapshot()}; }
};

/// Copies share the file. Threads: any number may read. Memory: 16 bytes a stay and some 40 a context, mapped.
class Contexts {
 public:
  Contexts() = default;
  explicit Contexts(const std::filesystem::path& path);

  /// Where somebody was, by context and month.
  [[nodiscard]] std::span<const ContextStay> stays(Node node) const {
    if (const auto* stays = overlay_ != nullptr ? overlay_->persons.find(node) : nullptr) return **stays;
    if (node + std::size_t{1} >= stay_offsets_.size()) return {};
    return stays_.subspan(stay_offsets_[node], stay_offsets_[node + 1] - stay_offsets_[node]);
  }
  /// Calls `use(person, stays)` for everybody in a context, each once, those who changed since last. Cost: a pass over its stays.
  template <typename Use>
  void for_each_member(ContextIndex context, const Use& use) const;

  [[nodiscard]] ContextKind kind(ContextIndex context) const;
  [[nodiscard]] std::uint32_t scope(ContextIndex context) const;
  [[nodiscard]] std::string_view name(ContextIndex context) const;
  /// How many persons are in it.
  [[nodiscard]] std::uint32_t size(ContextIndex context) const;
  /// The context of a key, if the file has one.
  [[nodiscard]] std::optional<ContextIndex> find(std::uint64_t key) const;
  [[nodiscard]] std::size_t file_count() const { return kinds_.size(); }
  [[nodiscard]] Node person_max() const {
    return stay_offsets_.size() < 2 ? kNoPerson : static_cast<Node>(stay_offsets_.size() - 2);
  }

  /// The same contexts with what happened since, which must outlive it.
  [[nodiscard]] Contexts with(const ContextsOverlay& overlay) const {
    Contexts contexts = *this;
    contexts.overlay_ = &overlay;
    return contexts;
  }

 private:
  struct Key {
    std::uint64_t key;
    std::uint64_t context;
  };
  friend class ContextColumns;
  [[nodiscard]] std::span<const ContextMember> file_members(ContextIndex context) const {
    if (context >= kinds_.size()) return {};
    return members_.subspan(member_offsets_[context], member_offsets_[context + 1] - member_offsets_[context]);
  }
  [[nodiscard]] const ContextsOverlay::Changed* changed(ContextIndex context) const {
    const auto* found = overlay_ != nullptr ? overlay_->contexts.find(context) : nullptr;
    return found != nullptr ? found->get() : nullptr;
  }

  std::shared_ptr<const ArrayFile> file_;
  std::span<const std::uint8_t> kinds_;
  std::span<const std::uint32_t> scopes_;
  std::span<const std::uint32_t> sizes_;
  std::span<const std::uint64_t> name_offsets_;
  std::string_view names_;
  std::span<const Key> keys_;
  std::span<const std::uint64_t> member_offsets_;
  std::span<const ContextMember> members_;
  std::span<const std::uint64_t> stay_offsets_;
  std::span<const ContextStay> stays_;
  const ContextsOverlay* overlay_ = nullptr;
};

template <typename Use>
void Contexts::for_each_member(ContextIndex context, const Use& use) const {
  const auto each = [&](std::span<const ContextMember> members, std::span<const Node> gone) {
    auto skipped = gone.begin();
    for (std::size_t begin = 0; begin < members.size();) {
      const Node person = members[begin].person;
      std::size_t end = begin + 1;
      while (end < members.size() && members[end].person == person) ++end;
      while (skipped != gone.end() && *skipped < person) ++skipped;
      if (skipped == gone.end() || *skipped != person) use(person, members.subspan(begin, end - begin));
      begin = end;
    }
  };
  const ContextsOverlay::Changed* since = changed(context);
  each(file_members(context), since != nullptr ? std::span<const Node>(since->persons) : std::span<const Node>());
  if (since != nullptr) each(since->stays, {});
}

}  // namespace kennis
