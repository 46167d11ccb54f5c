#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"

namespace levada::airbyte {

/// One file of a ZIP archive, still packed. Views point into the archive.
struct ZipEntry {
    std::string name;
    std::string_view packed;
    std::uint32_t method = 0;  ///< see zip_unpack.h
    std::uint32_t crc32 = 0;
    std::size_t size_bytes = 0;
};

/// The files of an archive in the order of its central directory; bytes before the archive are passed over, ZIP64 is
/// read. Source: PKWARE APPNOTE 6.3.10, sections 4.3.12 to 4.3.16; CPython 3.11, zipfile. Limits: one disk, not
/// encrypted. Errors: invalid_data (no archive), unsupported.
Result<std::vector<ZipEntry>> read_zip(std::string_view archive);

}  // namespace levada::airbyte
