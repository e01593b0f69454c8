/// @file
/// Any bytes as what the journal holds besides records, and as what asks for such: entries of every kind, bodies, URLs of webhooks.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <simdjson.h>

#include "journal/books.h"
#include "journal/entry_fields.h"
#include "server/introduction_json.h"
#include "server/webhook_address.h"

namespace {

using namespace kennis;

void require(bool holds) {
  if (!holds) std::abort();
}

template <typename T>
void require_reason(const Result<T>& result) {
  require(result.ok() || (!result.error().message.empty() && simdjson::validate_utf8(result.error().message)));
}

/// What was read and is written again says the same.
void try_fields(std::string_view line) {
  const auto fields = EntryFields::read(line);
  require_reason(fields);
  if (!fields) return;
  const std::string text = fields.value().text("text");
  const auto again = EntryFields::read(EntryRecord().text("text", text).texts("list", {text, text}).take());
  require(again.ok() && again.value().text("text") == text && again.value().texts("list").back() == text);
  (void)fault_of_text("the text", text, 20);
}

void try_entries(const std::string& line, Books& books) {
  static JournalPosition position = 0;
  const auto entry = [&](RecordKind kind) { return JournalEntry{++position, 5, {kind, "anna", "", line}}; };
  (void)books.introductions.take(entry(RecordKind::kIntroduction));
  (void)books.refusals.take(entry(RecordKind::kRefusal));
  (void)books.searches.take(entry(RecordKind::kSavedSearch));
  (void)books.alerts.take(entry(RecordKind::kAlert));
  (void)books.alerts.take_delivery(entry(RecordKind::kDelivery));
  (void)books.pools.take(entry(RecordKind::kPool));
}

void try_url(std::string_view text) {
  const auto url = webhook_url_of(text);
  require_reason(url);
  if (!url) return;
  require(url.value().port > 0 && url.value().port < 65536 && !url.value().host.empty());
  require(url.value().target.starts_with('/'));
  if (text.size() > kUrlBytesMax - 10) return;  // with its port it may be too long
  const auto again = webhook_url_of(url.value().origin() + url.value().target);
  require(again.ok() && again.value().host == url.value().host && again.value().target == url.value().target);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  Books books;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    try_fields(line);
    try_entries(std::string(line), books);
    require_reason(introduction_from_json(line));
    require_reason(reply_from_json(line));
    require_reason(refusal_from_json(line));
    try_url(line);
    (void)is_private_address(std::string(line));
  }
  return 0;
}
