/// @file
/// The one who asks, and with it what may be read: made once a request, passed to everything that reads ties.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "network/network.h"

namespace kennis {

/// One searcher on one day. What the searcher may not see is as if it were not there.
///
/// Two rules, from spec sections 6 and 8. (1) What happened in a members-only or closed group is evidence for its present members only: for
/// them, and nobody else, the ties and attention of the persons concerned are reckoned with it. (2) A tie a–b carries the searcher over a
/// only if a is the searcher, or shares at a level that includes the searcher and has not said never to be asked by the searcher
/// (`may_carry`).
///
/// Threads: any number may read one. Owns: nothing of the network, which must outlive it.
/// Cost:    one byte a person, a pass over the searcher's ties, teams and groups' private ties.
class Viewer {
 public:
  /// Needs: searcher ≤ people().node_max(); `today` decides who is in which team and group.
  Viewer(const Network& network, Node searcher, Days today);

  [[nodiscard]] const People& people() const { return network_->people_; }
  [[nodiscard]] const Network& network() const { return *network_; }
  [[nodiscard]] Node searcher() const { return searcher_; }
  [[nodiscard]] Days today() const { return today_; }

  /// Ties of `node` that the searcher may know of, strongest first.
  [[nodiscard]] std::span<const Arc> arcs(Node node) const {
    if (const PrivateList* list = private_list(node)) return list->arcs;
    return network_->graph_.arcs(node);
  }
  /// κ of `node`.
  [[nodiscard]] double attention(Node node) const {
    if (const PrivateList* list = private_list(node)) return list->attention;
    return network_->graph_.attention(node);
  }
  /// True if `node` lets its ties be used by the searcher.
  [[nodiscard]] bool may_carry(Node node) const;
  /// True if the searcher has a direct tie with `node`.
  [[nodiscard]] bool is_direct(Node node) const { return (relation(node) & kDirect) != 0; }
  /// The same viewer over a later state of the network, in which nothing that the viewer may use or know of has changed.
  [[nodiscard]] Viewer over(const Network& later) const {
    Viewer viewer = *this;
    viewer.network_ = &later;
    return viewer;
  }
  /// What lies behind the tie a–b as carried by a, forward from a; empty if there is none, or if a does not let the searcher use it.
  [[nodiscard]] std::vector<ChannelCounts> counts(Node a, Node b) const;
  /// Where the searcher knows of contacts of two persons: kPublicScope for what everybody may know, and groups of private_scopes(). Rising.
  [[nodiscard]] std::vector<std::uint32_t> scopes_of_tie(Node a, Node b) const;
  /// What the contacts of the tie a–b as carried by a were about, the commonest first, at most `count`: for who took part in them, and for
  /// others where a or b shares topics and the tie may be used; nothing otherwise.
  [[nodiscard]] std::vector<std::string_view> topics(Node a, Node b, std::size_t count) const;
  /// Where somebody was, by context; only contexts that may_know_of says yes to are for the searcher.
  [[nodiscard]] std::span<const ContextStay> stays(Node node) const { return network_->contexts_.stays(node); }
  /// True for a context that everybody may know of, and for a group's that the searcher is a member of today.
  [[nodiscard]] bool may_know_of(ContextIndex context) const {
    const std::uint32_t scope = network_->contexts_.scope(context);
    return scope == 0 || std::binary_search(standing_->scopes.begin(), standing_->scopes.end(), scope);
  }
  /// The groups that only their members know from inside and the searcher is in today: their indexes + 1, rising.
  [[nodiscard]] std::span<const std::uint32_t> private_scopes() const { return standing_->scopes; }
  /// Who was in a context, as Contexts::for_each_member has it. Needs: may_know_of(context).
  template <typename Use>
  void for_each_member(ContextIndex context, const Use& use) const {
    network_->contexts_.for_each_member(context, use);
  }
  [[nodiscard]] ContextKind context_kind(ContextIndex context) const { return network_->contexts_.kind(context); }
  [[nodiscard]] std::string_view context_name(ContextIndex context) const { return network_->contexts_.name(context); }
  /// kPublicScope for a context that everybody may know of.
  [[nodiscard]] std::uint32_t context_scope(ContextIndex context) const { return network_->contexts_.scope(context); }
  [[nodiscard]] std::uint32_t context_size(ContextIndex context) const { return network_->contexts_.size(context); }
  /// True if the person exists for the searcher: the searcher, or one who may be shown and has a profile or is in
  /// direct contact.
  [[nodiscard]] bool may_see(Node node) const;

  /// By number, for every group: true where the searcher may see who is in it: open groups, and those the searcher is in today.
  [[nodiscard]] std::vector<bool> visible_groups() const;
  [[nodiscard]] bool is_open(std::uint32_t group) const;
  /// True for a group that everybody may know to exist, whoever may see its members: an open or a members-only one.
  [[nodiscard]] bool is_listed(std::uint32_t group) const;
  /// The number of a visible group by its id; nothing for any other, whatever the reason. Cost: a pass over the ids, found or not.
  [[nodiscard]] std::optional<std::uint32_t> visible_group(std::string_view id) const;
  [[nodiscard]] std::vector<std::string_view> group_ids() const { return network_->rosters_.group_ids(); }
  /// Calls `use(person, group)` for each who is in a visible group today. Cost: a pass over all stays in groups.
  template <typename Use>
  void for_each_visible_member(const Use& use) const {
    const std::vector<bool> visible = visible_groups();
    network_->rosters_.for_each_in_groups([&](const Stay& stay) {
      if (stay.place < visible.size() && visible[stay.place] && stay.covers(today_)) use(stay.person, stay.place);
    });
  }

  /// True for a present member of a team in which the searcher is today.
  [[nodiscard]] bool is_member(Node node) const { return (relation(node) & kTeammate) != 0; }
  /// True for whoever left a team in which the searcher is today and is in none of the searcher's.
  [[nodiscard]] bool is_alumnus(Node node) const { return (relation(node) & (kAlumnus | kTeammate)) == kAlumnus; }
  /// Members and alumni of the searcher's teams, without the searcher, by node.
  [[nodiscard]] std::span<const Node> colleagues() const { return standing_->colleagues; }
  /// The teams in which the searcher is today, by index. Of no other team does the searcher learn anything.
  [[nodiscard]] std::span<const std::uint32_t> teams() const { return standing_->teams; }
  [[nodiscard]] std::string_view team_id(std::uint32_t team) const { return network_->rosters_.team_id(team); }
  /// Who was in one of the searcher's teams on a day, by node. Needs: team in teams().
  [[nodiscard]] std::vector<Node> members_on(std::uint32_t team, Days day) const;
  /// The first day of the stay that somebody has in one of the searcher's teams today; kFromEver if it has none. Needs: the person is a member of it.
  [[nodiscard]] Days member_since(std::uint32_t team, Node person) const;
  /// A stay of the searcher's own in a team or group; the name of a group that is new since the generation is not known here.
  struct OwnStay {
    std::string place;
    bool is_team = false;
    Days from = kFromEver;
    Days to = kForEver;
  };
  [[nodiscard]] std::vector<OwnStay> own_stays() const;
  /// The same searcher once a colleague has left: the direct tie stays, what the colleague shares with contacts and team stops.
  [[nodiscard]] Viewer after_departure_of(Node colleague) const;

 private:
  static constexpr std::uint8_t kDirect = 1;    ///< a direct tie with the searcher
  static constexpr std::uint8_t kContact = 2;   ///< and has acted towards the searcher
  static constexpr std::uint8_t kTeammate = 4;  ///< in a team of the searcher's today
  static constexpr std::uint8_t kLeft = 8;      ///< left such a team, has not come back and has not set `sharing` since
  static constexpr std::uint8_t kAlumnus = 16;  ///< left such a team and has not come back
  static constexpr std::uint8_t kRefuses = 32;  ///< said never to be asked by the searcher, or by anybody

  struct PrivateList {
    std::vector<Arc> arcs;
    double attention = 1;
  };
  void find_groups();
  void add_private_ties();
  void find_relations();
  void add_team(std::uint32_t team);
  void find_refusals();

  /// What was found out about the searcher; copies of a viewer share it.
  struct Standing {
    std::vector<std::uint32_t> scopes;  ///< of the groups that only their members know from inside
    std::unordered_map<Node, PrivateList> private_lists;
    std::vector<std::uint8_t> relations;
    std::vector<std::uint32_t> teams;
    std::vector<Node> colleagues;
  };
  [[nodiscard]] const PrivateList* private_list(Node node) const {
    if (standing_->private_lists.empty()) return nullptr;
    const auto found = standing_->private_lists.find(node);
    return found != standing_->private_lists.end() ? &found->second : nullptr;
  }
  /// None for who came after the standing was found out.
  [[nodiscard]] std::uint8_t relation(Node node) const {
    return node < standing_->relations.size() ? standing_->relations[node] : std::uint8_t{0};
  }

  const Network* network_;
  Node searcher_;
  Days today_;
  std::shared_ptr<Standing> standing_ = std::make_shared<Standing>();  ///< not changed once the viewer is made
};

}  // namespace kennis
