/// @file
#include "cli/evaluation_output.h"

#include <fmt/format.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "schema/records.h"

namespace kennis {
namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void put(Writer& json, const char* key, double value) {
  json.Key(key);
  json.Double(value);
}

void put(Writer& json, const char* key, const TaskReport& task) {
  json.Key(key);
  json.StartObject();
  json.Key("queries");
  json.Uint64(task.queries);
  json.Key("methods");
  json.StartObject();
  for (const auto& [name, measures] : task.methods) {
    json.Key(name.c_str());
    json.StartObject();
    put(json, "mrr", measures.mrr);
    put(json, "ndcg10", measures.ndcg10);
    put(json, "hit10", measures.hit10);
    json.EndObject();
  }
  json.EndObject();
  json.EndObject();
}

void print_task(const char* title, const TaskReport& task) {
  if (task.queries == 0) {
    fmt::print(
        "\n{}: nothing can be measured, nobody was asked: the log is too short, or all of it is of the same time\n",
        title);
    return;
  }
  fmt::print("\n{} ({} persons asked)\n  {:<24}{:>8}{:>10}{:>8}\n", title, task.queries, "", "MRR", "NDCG@10",
             "hit@10");
  for (const auto& [name, measures] : task.methods) {
    fmt::print("  {:<24}{:>8.3f}{:>10.3f}{:>8.3f}\n", name, measures.mrr, measures.ndcg10, measures.hit10);
  }
}

void print_line(const char* title, const Measures& before, const Measures& after) {
  fmt::print("  {:<24}{:>8.3f} → {:.3f}{:>10.3f} → {:.3f}{:>10.3f} → {:.3f}\n", title, before.mrr, after.mrr,
             before.ndcg10, after.ndcg10, before.hit10, after.hit10);
}

}  // namespace

void add_log_options(CLI::App& command, LogArguments& arguments) {
  command.add_option("--events", arguments.events,
                     "log: lines of from<TAB>to[,to…]<TAB>time, or interactions as NDJSON; also .gz and .zst");
  command.add_option("--test", arguments.test, "what came after it, to judge by");
  command.add_option("--channel", arguments.channel, "what lines of tabs are: email, message, call, …")
      ->capture_default_str();
}

Result<EventLog> read_log(const LogArguments& arguments) {
  EventLogOptions options;
  options.events = arguments.events;
  if (!arguments.test.empty()) options.test = arguments.test;
  const std::optional<Channel> channel = channel_named(arguments.channel);
  if (!channel) {
    return Error{ErrorCode::kInvalidRequest, fmt::format("--channel: {} is no channel", arguments.channel), {}};
  }
  options.channel = *channel;
  return read_event_log(options);
}

std::string json_of(const EvaluationReport& report) {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.SetIndent(' ', 2);
  json.StartObject();
  put(json, "known", report.known_contacts);
  put(json, "new", report.new_contacts);
  json.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

void print_log(const EventLog& log) {
  fmt::print(
      "{} events of {} persons; {} duplicate lines and {} contacts with oneself left out, {} lines without a "
      "recipient, {} bad{}\n",
      log.events.size() + log.future.size(), log.node_max(), log.duplicates, log.self_contacts, log.unanswerable,
      log.rejected, log.first_reject.empty() ? "" : " (" + log.first_reject + ")");
  fmt::print("everyone is taken to share with everyone\n");
}

void print_report(const EvaluationReport& report) {
  print_task("known: who is contacted again", report.known_contacts);
  print_task("new: who is contacted for the first time", report.new_contacts);
}

void print_gain(const FitReport& report) {
  fmt::print("\n{} sets of constants tried on the first part; on the part they have not seen:\n", report.tried);
  fmt::print("  {:<24}{:>16}{:>18}{:>18}\n", "", "MRR", "NDCG@10", "hit@10");
  print_line("known contacts", report.before.known_contacts.of("reach"), report.after.known_contacts.of("reach"));
  print_line("new contacts", report.before.new_contacts.of("reach"), report.after.new_contacts.of("reach"));
  print_task("known, fitted", report.after.known_contacts);
  print_task("new, fitted", report.after.new_contacts);
}

}  // namespace kennis
