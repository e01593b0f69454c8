/// @file
#include "server/client_socket.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kennis {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kReadBytes = 16U << 10U;
constexpr std::size_t kDrainBytesMax = 4U << 20U;
constexpr milliseconds kDrainTime{500};

}  // namespace

ClientSocket::ClientSocket(int fd, const std::atomic<bool>& stopping) : fd_(fd), stopping_(stopping) {
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

ClientSocket::~ClientSocket() { ::close(fd_); }

bool ClientSocket::is_given_up() const {
  return is_crowded_ != nullptr && steady_clock::now() >= crowded_deadline_ && (*is_crowded_)();
}

bool ClientSocket::poll_until(short events, SteadyTime deadline) const {
  while (true) {
    if ((events & POLLIN) != 0 && (stopping_ || is_given_up())) return false;
    const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd wanted{.fd = fd_, .events = events, .revents = 0};
    const int ready = ::poll(&wanted, 1, static_cast<int>(std::min(left, kPollSlice).count()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

bool ClientSocket::fill() {
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  const auto used = buffer_.size();
  buffer_.resize(used + kReadBytes);
  const auto bytes = ::recv(fd_, buffer_.data() + used, kReadBytes, MSG_DONTWAIT);
  buffer_.resize(used + static_cast<std::size_t>(std::max<ssize_t>(bytes, 0)));
  return bytes > 0;
}

ClientSocket::Wait ClientSocket::wait_readable(SteadyTime deadline) {
  if (begin_ < buffer_.size()) return Wait::kReadable;
  if (!poll_until(POLLIN, deadline)) return Wait::kTimedOut;
  return fill() ? Wait::kReadable : Wait::kClosed;
}

void ClientSocket::unread(std::string_view bytes) {
  buffer_.replace(0, begin_, bytes);
  begin_ = 0;
}

ClientSocket::HeadState ClientSocket::take_head(std::size_t bytes_max, std::string& head) {
  std::size_t searched = begin_;
  while (true) {
    const auto end = buffer_.find("\r\n\r\n", searched);
    if (end != std::string::npos && end + 4 - begin_ <= bytes_max) {
      head = buffer_.substr(begin_, end + 4 - begin_);
      begin_ = end + 4;
      return HeadState::kComplete;
    }
    if (buffer_.size() - begin_ > bytes_max || end != std::string::npos) return HeadState::kTooLarge;
    const auto kept = buffer_.size() - begin_;
    if (!poll_until(POLLIN, read_deadline_)) return HeadState::kTimedOut;
    if (!fill()) return HeadState::kClosed;
    searched = kept > 3 ? kept - 3 : 0;
  }
}

long ClientSocket::read(char* to, std::size_t size) {
  if (begin_ == buffer_.size()) {
    read_timed_out_ = !poll_until(POLLIN, read_deadline_);
    if (read_timed_out_) return -1;
    if (!fill()) return 0;
  }
  const auto bytes = std::min(size, buffer_.size() - begin_);
  std::memcpy(to, buffer_.data() + begin_, bytes);
  begin_ += bytes;
  return static_cast<long>(bytes);
}

long ClientSocket::write(const char* from, std::size_t size) {
  std::size_t written = 0;
  while (written < size) {
    const auto bytes = ::send(fd_, from + written, size - written, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (bytes > 0) {
      written += static_cast<std::size_t>(bytes);
      continue;
    }
    const bool later = bytes == 0 || errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    if (!later || !poll_until(POLLOUT, write_deadline_)) return -1;
  }
  return static_cast<long>(size);
}

void ClientSocket::close_gently() {
  ::shutdown(fd_, SHUT_WR);
  const auto deadline = steady_clock::now() + kDrainTime;
  std::size_t drained = 0;
  while (drained < kDrainBytesMax && poll_until(POLLIN, deadline)) {
    buffer_.clear();
    begin_ = 0;
    if (!fill()) return;
    drained += buffer_.size();
  }
}

std::string ClientSocket::remote_address() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  std::array<char, NI_MAXHOST> text{};
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  if (::getpeername(fd_, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
      ::getnameinfo(generic, size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0) {
    return {};
  }
  return text.data();
}

}  // namespace kennis
