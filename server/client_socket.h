/// @file
/// One accepted connection: bytes in and out, each with an end to its patience.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace kennis {

using SteadyTime = std::chrono::steady_clock::time_point;

/// Reads and writes a socket without ever waiting past a deadline, however slowly the other side sends or takes: a deadline is for the
/// whole head, body or answer, not for each byte.
///
/// Owns:    the file descriptor.
/// Threads: one thread; `stopping` may be set by any, and ends every wait for input within kPollSlice.
class ClientSocket {
 public:
  ClientSocket(int fd, const std::atomic<bool>& stopping);
  ~ClientSocket();
  ClientSocket(const ClientSocket&) = delete;
  ClientSocket& operator=(const ClientSocket&) = delete;

  static constexpr std::chrono::milliseconds kPollSlice{100};

  void set_read_deadline(SteadyTime deadline) { read_deadline_ = deadline; }
  /// An earlier end of the patience, for as long as `is_crowded` says so. Needs: `is_crowded` lives as long as this, and does not block.
  void set_crowded_deadline(SteadyTime deadline, const std::function<bool()>* is_crowded) {
    crowded_deadline_ = deadline;
    is_crowded_ = is_crowded;
  }
  void set_write_deadline(SteadyTime deadline) { write_deadline_ = deadline; }

  enum class Wait { kReadable, kTimedOut, kClosed };
  /// Waits for a byte, in the buffer or on the wire, until `deadline`.
  [[nodiscard]] Wait wait_readable(SteadyTime deadline);

  enum class HeadState { kComplete, kTooLarge, kTimedOut, kClosed };
  /// Takes the next head out, up to and with its empty line. What follows stays for read().
  [[nodiscard]] HeadState take_head(std::size_t bytes_max, std::string& head);

  /// The bytes that read() gives before anything else.
  void unread(std::string_view bytes);

  /// At most `size` bytes; 0 at the end, -1 past the read deadline.
  [[nodiscard]] long read(char* to, std::size_t size);
  /// Whether the last read() ended at its deadline.
  [[nodiscard]] bool read_timed_out() const { return read_timed_out_; }
  /// All of it, or -1 past the write deadline or when the other side is gone.
  [[nodiscard]] long write(const char* from, std::size_t size);

  /// Ends our side and takes what is still on its way for a moment, so that the last answer is not lost to a reset.
  void close_gently();

  [[nodiscard]] int fd() const { return fd_; }
  /// The other side's address, in numbers.
  [[nodiscard]] std::string remote_address() const;

 private:
  [[nodiscard]] bool fill();
  [[nodiscard]] bool poll_until(short events, SteadyTime deadline) const;
  [[nodiscard]] bool is_given_up() const;

  int fd_;
  const std::atomic<bool>& stopping_;
  std::string buffer_;  ///< received; the first begin_ bytes are used up
  std::size_t begin_ = 0;
  bool read_timed_out_ = false;
  SteadyTime read_deadline_;
  SteadyTime crowded_deadline_;
  const std::function<bool()>* is_crowded_ = nullptr;
  SteadyTime write_deadline_;
};

}  // namespace kennis
