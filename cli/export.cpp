/// @file
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>

#include "cli/commands.h"
#include "cli/json_line.h"
#include "cli/question.h"
#include "searcher/network_reports.h"
#include "server/contact_files.h"
#include "server/network_json.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

void write_text(const fs::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.flush();
  if (!out) throw std::runtime_error(path.string() + ": cannot be written");
}

void write_contacts(const ContactsAnswer& answer, const fs::path& folder, bool json) {
  fs::create_directories(folder);
  std::string lines;
  for (const Contact& contact : answer.contacts) lines += to_json(contact) + '\n';
  write_text(folder / "contacts.ndjson", lines);
  write_text(folder / "contacts.csv", csv_of(answer));
  write_text(folder / "contacts.vcf", vcards_of(answer));
  if (json) {
    JsonLine()
        .text("person", answer.person.id)
        .count("contacts", answer.contacts.size())
        .texts("files", std::array{(folder / "contacts.ndjson").string(), (folder / "contacts.csv").string(),
                                   (folder / "contacts.vcf").string()})
        .print();
    return;
  }
  fmt::print("{} contacts of {} in {}\n", answer.contacts.size(), shown_person(answer.person), folder.string());
}

}  // namespace

void add_export(CLI::App& app, ExitStatus& status) {
  auto index = std::make_shared<std::string>();
  auto person = std::make_shared<std::string>();
  auto out = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand(
      "export",
      "Write a person's own contacts as NDJSON, CSV (RFC 4180) and vCard 4.0 (RFC 6350): theirs to take along.\n\n"
      "  kennis export carla --index index --out carla-contacts");
  command->add_option("person", *person, "whose: id, e-mail address, phone number or profile link")->required();
  command->add_option("--index", *index, "index folder")->required();
  command->add_option("--out", *out, "folder for contacts.ndjson, contacts.csv and contacts.vcf; made if need be")
      ->required();
  command->add_flag("--json", *json, "print the report as JSON");
  command->callback([=, &status] {
    const auto searcher = Searcher::open(*index, searcher_options());
    if (!searcher) {
      status = report_error(searcher.error());
      return;
    }
    const auto answer = find_contacts(*searcher.value(), *person);
    if (!answer) {
      status = report_error(answer.error());
      return;
    }
    write_contacts(answer.value(), *out, *json);
  });
}

}  // namespace kennis
