#pragma once

#include "zip_archive.h"

#include <string>

#include "levada/base/result.h"

namespace levada::airbyte {

/// The content of a file: stored, deflated, or packed by bzip2 or LZMA, as CPython's zipfile reads them; its checksum
/// is looked at. Source: PKWARE APPNOTE 6.3.10, sections 4.4.5, 5.8. Errors: invalid_data (broken, or not as its
/// directory says), unsupported (another method).
Result<std::string> unpack(const ZipEntry& entry);

}  // namespace levada::airbyte
