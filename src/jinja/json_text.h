#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// What Python's json.dumps is asked for.
struct JsonStyle {
    bool sort_keys = false;
    bool ascii_only = true;    ///< ensure_ascii
    std::int64_t indent = -1;  ///< Negative: on one line.
    std::string_view item_separator = ", ";
    std::string_view key_separator = ": ";
    bool python_constants = true;  ///< Allow NaN and Infinity.
};

/// json.dumps(value). Errors: type_error (what JSON cannot hold), value_error (a container inside itself).
Outcome<void> append_python_json(std::string& out, const Value& value, const JsonStyle& style);

}  // namespace levada::jinja
