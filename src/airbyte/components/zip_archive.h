#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"

namespace levada::airbyte {

/// One file of a ZIP archive, still packed. Views point into the archive.
struct ZipEntry {
    std::string name;
    std::string_view packed;
    bool is_deflated = false;
    std::size_t size_bytes = 0;
};

/// The files of an archive in the order of its central directory. Source: PKWARE APPNOTE 6.3.10,
/// sections 4.3.12, 4.3.16. Limits: one disk, no ZIP64, stored or deflated, not encrypted. Errors: invalid_data (no
/// archive), unsupported.
Result<std::vector<ZipEntry>> read_zip(std::string_view archive);

/// The file's content. Errors: invalid_data (broken, or larger than its directory says).
Result<std::string> unpack(const ZipEntry& entry);

}  // namespace levada::airbyte
