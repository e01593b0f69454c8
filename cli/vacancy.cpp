/// @file
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/printable.h"
#include "searcher/vacancy_help.h"
#include "server/vacancy_json.h"

namespace kennis {
namespace {

struct VacancyArguments {
  std::string file;
  bool json = false;
};

/// At most one byte more than is read.
std::string text_of(std::istream& stream) {
  std::string text(kVacancyBytesMax + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

std::string listed(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + printable(text);
  return out.empty() ? "-" : out;
}

void print(const Vacancy& vacancy) {
  fmt::print("title:     {}\n", vacancy.title.empty() ? "-" : printable(vacancy.title));
  fmt::print("place:     {}\n", vacancy.place.empty() ? "-" : printable(vacancy.place));
  fmt::print("remote:    {}\n", vacancy.remote == RemoteWork::kFully    ? "fully"
                                : vacancy.remote == RemoteWork::kPartly ? "partly"
                                                                        : "-");
  fmt::print("years:     {}\n", vacancy.years ? fmt::format("{} or more", *vacancy.years) : "-");
  fmt::print("languages: {}\n", listed(vacancy.languages));
  fmt::print("required:  {}\n", listed(vacancy.required));
  fmt::print("wished:    {}\n", listed(vacancy.wished));
  fmt::print("query:     {}\n", printable(vacancy.query));
}

void run(const VacancyArguments& arguments, ExitStatus& status) {
  std::string text;
  if (arguments.file == "-") {
    text = text_of(std::cin);
  } else {
    std::ifstream file(arguments.file);
    if (!file) {
      status = report_error({ErrorCode::kInvalidRequest, arguments.file + ": cannot be read", {}});
      return;
    }
    text = text_of(file);
  }
  VacancyHelp help;
  const auto vacancy = help.read(text);
  if (!vacancy) {
    status = report_error(vacancy.error());
  } else if (arguments.json) {
    fmt::print("{}\n", to_json(vacancy.value()));
  } else {
    print(vacancy.value());
  }
}

}  // namespace

void add_vacancy(CLI::App& app, ExitStatus& status) {
  auto arguments = std::make_shared<VacancyArguments>();
  CLI::App* command = app.add_subcommand(
      "vacancy",
      "Read a job text as a query: skills required and wished for, title, place, years, languages.\n\n"
      "  kennis vacancy backend-developer.html\n"
      "  kennis vacancy - < vacature.txt\n\n"
      "Dutch, English, French or German, as text or HTML. The last line is a query to edit and search with.");
  command->add_flag("--json", arguments->json, "print the answer as JSON");
  command->add_option("file", arguments->file, "the text, - for standard input")->required();
  command->callback([arguments, &status] { run(*arguments, status); });
}

}  // namespace kennis
