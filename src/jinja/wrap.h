#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "levada/jinja/value.h"

namespace levada::jinja {

struct WrapOptions {
    std::int64_t width = 79;
    bool breaks_long_words = true;
    bool breaks_on_hyphens = true;
};

/// Wraps each line of `text` as Python's textwrap.wrap with replace_whitespace and expand_tabs off.
/// Source: CPython 3.11, Lib/textwrap.py. Errors: value_error (width not positive).
Outcome<std::string> wrapped(std::string_view text, const WrapOptions& options, std::string_view separator);

}  // namespace levada::jinja
