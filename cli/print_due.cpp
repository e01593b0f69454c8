/// @file
#include "cli/print_due.h"

#include <fmt/format.h>

#include "cli/printable.h"
#include "server/json_writer.h"

namespace kennis {

void print_due(const std::vector<DueProfile>& profiles, const char* day_name, bool json) {
  for (const DueProfile& profile : profiles) {
    if (!json) {
      fmt::print("{}\t{}\t{}\t{}\n", printable(profile.id), format_date(profile.since), printable(profile.source),
                 printable(profile.country));
      continue;
    }
    JsonWriter writer;
    writer.begin_object();
    writer.key("id");
    writer.text(profile.id);
    writer.key(day_name);
    writer.text(format_date(profile.since));
    writer.key("source");
    writer.text_or_null(profile.source);
    writer.key("country");
    writer.text_or_null(profile.country);
    if (profile.months > 0) {
      writer.key("months");
      writer.count(static_cast<std::uint64_t>(profile.months));
    }
    writer.end_object();
    fmt::print("{}\n", writer.take());
  }
}

}  // namespace kennis
