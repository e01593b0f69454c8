/// @file
/// Which writer makes the database of a generation: the quick one where it is proven, else the one through Xapian's API.
#pragma once

#include <memory>
#include <string>

#include "indexer/profile_writer.h"

namespace kennis {

struct WriterChoice {
  std::unique_ptr<ProfileWriter> writer;
  std::string warning;  ///< why it is not the one that was wanted; empty if it is
};

/// The bulk writer is taken only with a release of Xapian that it was tested with, and if a few documents written both ways in
/// `options.folder` answer the same. Throws std::system_error if nothing can be written there.
/// Cost: about 30 ms for the bulk writer, nothing for the other.
[[nodiscard]] WriterChoice choose_writer(WriterKind wanted, const ProfileWriterOptions& options);

/// What that trial says against a maker of writers; empty: nothing.
using MakeWriter = std::unique_ptr<ProfileWriter> (*)(const ProfileWriterOptions&);
[[nodiscard]] std::string try_writer(MakeWriter make, const ProfileWriterOptions& options);

/// Whether the bulk writer was tested with this release of libxapian.
[[nodiscard]] bool is_tested_release(int major, int minor, int revision);

}  // namespace kennis
