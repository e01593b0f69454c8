/// @file
#include <memory>

#include "cli/commands.h"
#include "cli/desk.h"
#include "cli/json_line.h"
#include "cli/printable.h"
#include "server/introduction_json.h"

namespace kennis {
namespace {

struct IntroArguments {
  DeskArguments desk;
  AskIntroduction asked;
  std::string id;
  std::string answer;
  std::string text;
  std::string asker;
  bool everybody = false;
  bool no_contact = false;
};

void print_introduction_request(const ShownIntroduction& shown) {
  const auto person = [](const ShownPerson& one) {
    return one.id.empty() ? std::string("somebody") : shown_person(one);
  };
  fmt::print("{}  {}  {} asks {} for {}{}\n", shown.id, name_of(shown.state), person(shown.asker),
             person(shown.introducer), person(shown.candidate), shown.ask_first ? " (ask first)" : "");
  fmt::print("     asked {}, ", format_instant(shown.asked_at));
  if (shown.changed_at) {
    fmt::print("{} {}\n", name_of(shown.state), format_instant(*shown.changed_at));
  } else {
    fmt::print("expires {}\n", format_instant(shown.expires_at));
  }
  if (!shown.message.empty()) fmt::print("     message: {}\n", printable(shown.message));
  if (!shown.reply.empty()) fmt::print("     reply: {}\n", printable(shown.reply));
}

void print_list(const IntroductionList& list) {
  if (list.introductions.empty()) fmt::print("no introductions\n");
  for (const ShownIntroduction& shown : list.introductions) print_introduction_request(shown);
}

void print_refusals(const RefusalList& list) {
  if (list.everybody) fmt::print("nobody may ask you\n");
  if (!list.everybody && list.askers.empty()) fmt::print("everybody whom you share your ties with may ask you\n");
  for (const ShownPerson& asker : list.askers) fmt::print("not asked by {}\n", shown_person(asker));
}

/// Every event as it was appended: who did what, when. For whoever answers for the index, who may read the journal anyway.
void audit(const IntroArguments& arguments, ExitStatus& status) {
  if (!has_journal(arguments.desk.index)) return;
  const auto store = JournalStore::open(arguments.desk.index, JournalStore::Access::kRead);
  if (!store) {
    status = report_error(store.error());
    return;
  }
  store.value()->read_others(0, store.value()->last(), [&](const JournalEntry& entry) {
    if (entry.draft.kind != RecordKind::kIntroduction && entry.draft.kind != RecordKind::kRefusal) return;
    if (arguments.desk.json) {
      JsonLine()
          .count("position", entry.position)
          .text("at", format_instant(entry.at))
          .text("author", entry.draft.author)
          .text("kind", name_of(entry.draft.kind))
          .raw("record", entry.draft.record)
          .print();
      return;
    }
    fmt::print("{}\t{}\t{}\t{}\t{}\n", entry.position, format_instant(entry.at), printable(entry.draft.author),
               name_of(entry.draft.kind), printable(entry.draft.record));
  });
}

IntroductionReply reply_of(const IntroArguments& arguments) {
  const auto answer = introduction_answer_named(arguments.answer);
  if (!answer) throw CLI::ValidationError("--answer", "must be yes, yes_if, no or never");
  return {*answer, arguments.text, arguments.everybody};
}

using Arguments = std::shared_ptr<IntroArguments>;

void add_asking(CLI::App& command, const Arguments& arguments, ExitStatus& status) {
  CLI::App* ask = add_part(command, "ask", "Ask somebody you know to introduce you to a candidate.",
                           "--index index --as anna --of dirk --for hanna --message 'We need her for a migration'");
  ask->add_option("--of", arguments->asked.introducer, "who is asked: the first of a path of `kennis paths`")
      ->required();
  ask->add_option("--for", arguments->asked.candidate, "whom you want to meet")->required();
  ask->add_option("--message", arguments->asked.message, "what the introducer reads");
  ask->add_option("--days", arguments->asked.days, "until it expires")
      ->capture_default_str()
      ->check(CLI::Range(1, limit::kIntroductionDaysMax));
  ask->callback([arguments, &status] {
    act_at_desk(
        arguments->desk, DeskUse::kWrites, status,
        [&](const Desk& desk) {
          arguments->asked.as = arguments->desk.as;
          return ask_introduction(desk, arguments->asked);
        },
        print_introduction_request);
  });
  CLI::App* withdraw = add_part(command, "withdraw", "Take back a request of yours.", "ID --index index --as anna");
  withdraw->add_option("id", arguments->id, "of the request")->required();
  withdraw->callback([arguments, &status] {
    act_at_desk(
        arguments->desk, DeskUse::kWrites, status,
        [&](const Desk& desk) { return withdraw_introduction(desk, arguments->desk.as, arguments->id); },
        print_introduction_request);
  });
}

void add_answering(CLI::App& command, const Arguments& arguments, ExitStatus& status) {
  CLI::App* answer = add_part(command, "answer", "Answer a request that was asked of you.",
                              "ID --index index --as dirk --answer yes_if --text 'after her holidays'");
  answer->add_option("id", arguments->id, "of the request")->required();
  answer->add_option("--answer", arguments->answer, "yes, yes_if, no, or never: no, and never ask me again")
      ->required();
  answer->add_option("--text", arguments->text, "what the asker reads; of a yes_if the condition");
  answer->add_flag("--everybody", arguments->everybody, "with never: nobody may ask any more");
  answer->callback([arguments, &status] {
    const IntroductionReply reply = reply_of(*arguments);
    act_at_desk(
        arguments->desk, DeskUse::kWrites, status,
        [&](const Desk& desk) { return answer_introduction(desk, arguments->desk.as, arguments->id, reply); },
        print_introduction_request);
  });
  CLI::App* made = add_part(command, "made", "Say that you have introduced the two; it counts as a contact.",
                            "ID --index index --as dirk");
  made->add_option("id", arguments->id, "of the request")->required();
  made->add_flag("--no-contact", arguments->no_contact, "do not record it as an interaction");
  made->callback([arguments, &status] {
    act_at_desk(
        arguments->desk, DeskUse::kWrites, status,
        [&](const Desk& desk) {
          return made_introduction(desk, arguments->desk.as, arguments->id, !arguments->no_contact);
        },
        print_introduction_request);
  });
}

void add_refusing(CLI::App& command, const Arguments& arguments, ExitStatus& status, bool refused) {
  CLI::App* sub = refused ? add_part(command, "refuse", "Never be asked by somebody, or by nobody at all.",
                                     "--index index --as dirk --asker anna")
                          : add_part(command, "allow", "Be asked again; show who may not ask you.",
                                     "--index index --as dirk --asker anna");
  sub->add_option("--asker", arguments->asker, "by whom");
  sub->add_flag("--everybody", arguments->everybody, "by everybody");
  sub->callback([arguments, &status, refused] {
    if (!arguments->asker.empty() && arguments->everybody) {
      throw CLI::ValidationError("--asker", "and --everybody exclude each other");
    }
    const bool changes = !arguments->asker.empty() || arguments->everybody;
    if (refused && !changes) throw CLI::ValidationError("--asker", "or --everybody is missing");
    act_at_desk(
        arguments->desk, changes ? DeskUse::kWrites : DeskUse::kReads, status,
        [&](const Desk& desk) {
          const std::string& as = arguments->desk.as;
          return changes ? set_refusal(desk, as, arguments->asker, refused) : list_refusals(desk, as);
        },
        print_refusals);
  });
}

void add_looking(CLI::App& command, const Arguments& arguments, ExitStatus& status) {
  CLI::App* list = add_part(command, "list", "Show the introductions in which you take part, the latest first.",
                            "--index index --as dirk");
  list->callback([arguments, &status] {
    act_at_desk(
        arguments->desk, DeskUse::kReads, status,
        [&](const Desk& desk) { return list_introductions(desk, arguments->desk.as); }, print_list);
  });
  CLI::App* show = add_part(command, "show", "Show one of them.", "ID --index index --as dirk");
  show->add_option("id", arguments->id, "of the request")->required();
  show->callback([arguments, &status] {
    act_at_desk(
        arguments->desk, DeskUse::kReads, status,
        [&](const Desk& desk) { return show_introduction(desk, arguments->desk.as, arguments->id); },
        print_introduction_request);
  });
}

}  // namespace

void add_intro(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<IntroArguments>();
  CLI::App* command = app.add_subcommand(
      "intro",
      "Ask for introductions, and answer when you are asked. Only asker and introducer see a request; the candidate\n"
      "sees it once the two are introduced.\n\n"
      "  kennis intro ask --index index --as anna --of dirk --for hanna --message 'We need her for a migration'\n"
      "  kennis intro list --index index --as dirk\n"
      "  kennis intro answer ID --index index --as dirk --answer yes_if --text 'after her holidays'\n"
      "  kennis intro made ID --index index --as dirk\n"
      "  kennis intro refuse --index index --as dirk --asker anna");
  command->require_subcommand(1);
  add_asking(*command, arguments, status);
  add_looking(*command, arguments, status);
  add_answering(*command, arguments, status);
  add_refusing(*command, arguments, status, true);
  add_refusing(*command, arguments, status, false);
  for (CLI::App* sub : command->get_subcommands({})) arguments->desk.add_to(*sub);
  CLI::App* auditing = add_part(*command, "audit",
                                "Print who asked, answered, withdrew and refused what, when: place, time, author,\n"
                                "kind and record, one a line.",
                                "--index index");
  auditing->add_option("--index", arguments->desk.index, "index folder")->required();
  auditing->add_flag("--json", arguments->desk.json, "one JSON object a line");
  auditing->callback([arguments, &status] { audit(*arguments, status); });
}

}  // namespace kennis
