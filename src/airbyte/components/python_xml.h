#pragma once

#include <string_view>

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// An XML document as PyPI xmltodict 0.14.2 gives it: attributes as "@name", text beside them as "#text", repeated
/// elements as lists, empty elements as null. Entities of the document are not expanded. `text` is UTF-8.
/// Errors: invalid_data (not well-formed, deeper than kXmlDepthMax).
Result<Json> parse_xml(std::string_view text);

/// A document nested deeper is refused.
inline constexpr std::size_t kXmlDepthMax = 500;

}  // namespace levada::airbyte
