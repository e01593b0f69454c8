/// @file
#include "server/webhook.h"

#include <array>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include <fmt/format.h>
#include <httplib.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace kennis {
namespace {

/// Stops a client when its time is over, however slowly the receiver drips.
class Deadline {
 public:
  Deadline(httplib::Client& client, std::chrono::milliseconds timeout)
      : thread_([this, &client, timeout](const std::stop_token& stop) {
          std::unique_lock lock(mutex_);
          const bool is_over = !ended_.wait_for(lock, stop, timeout, [&] { return stop.stop_requested(); });
          if (is_over && !stop.stop_requested()) client.stop();
        }) {}

 private:
  std::mutex mutex_;
  std::condition_variable_any ended_;
  std::jthread thread_;  // the last member: it uses the others
};

std::string described(int status, httplib::Error error) {
  if (status != 0) return fmt::format("the receiver answered with status {}", status);
  return "the receiver did not answer: " + httplib::to_string(error);
}

}  // namespace

std::string signature_of(std::string_view secret, Seconds at, std::string_view body) {
  const std::string text = fmt::format("{}.{}", at, body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  ::HMAC(::EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return fmt::format("t={},v1={}", at, hex);
}

std::string failure_of_call(const WebhookCall& call, const WebhookHosts& allowed, Seconds now) {
  const auto url = webhook_url_of(call.url);
  if (!url) return url.error().message;
  const auto address = address_of(url.value(), allowed);
  if (!address) return address.error().message;
  httplib::Client client(url.value().origin());
  if (!client.is_valid()) return "the webhook's address cannot be called";
  client.set_hostname_addr_map({{url.value().host, address.value()}});
  client.set_connection_timeout(call.timeout);
  client.set_read_timeout(call.timeout);
  client.set_write_timeout(call.timeout);
  client.set_keep_alive(false);
  httplib::Request request;
  request.method = "POST";
  request.path = url.value().target;
  request.headers = {{"Content-Type", "application/json"},
                     {"User-Agent", "kennis"},
                     {std::string(kAlertHeader), call.id},
                     {std::string(kSignatureHeader), signature_of(call.secret, now, call.body)}};
  request.body = call.body;
  int status = 0;
  request.response_handler = [&](const httplib::Response& response) {
    status = response.status;
    return false;  // the body is not read
  };
  httplib::Response response;
  httplib::Error error = httplib::Error::Success;
  {
    const Deadline deadline(client, call.timeout);
    const bool answered = client.send(request, response, error);
    if (answered && status == 0) status = response.status;
  }
  return status >= 200 && status < 300 ? std::string() : described(status, error);
}

}  // namespace kennis
