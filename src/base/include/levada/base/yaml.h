#pragma once

#include <string_view>

#include "levada/base/json.h"

namespace levada {

/// Parses one YAML document as Python's yaml.safe_load does (YAML 1.1 scalars: yes/no/on/off, octal, sexagesimal,
/// merge keys, anchors); dates and times stay text. Every value knows its line.
/// `file` only names the source in errors. Limit: kYamlSizeBytesMax. Errors: invalid_config with file:line.
Result<Json> parse_yaml(std::string_view text, std::string_view file);

inline constexpr std::size_t kYamlSizeBytesMax = std::size_t{64} << 20;

}  // namespace levada
