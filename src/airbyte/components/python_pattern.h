#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "levada/base/result.h"
#include "levada/jinja/python_regex.h"

namespace levada::airbyte {

/// A regular expression of Python's `re` as manifests use them: the engine of the templates' regex filters, look-around
/// and back-references included. Immutable; thread-safe. Limit: jinja::Regex::kStepsMax steps per text.
class PythonPattern {
public:
    /// Errors: unsupported (syntax that the engine does not have), invalid_data (no regular expression).
    static Result<PythonPattern> compile(const std::string& pattern);

    /// re.match: what the pattern takes from the start of `text`. Errors: invalid_data (limit).
    Result<std::optional<std::string_view>> match(std::string_view text) const;
    /// re.search: true when the pattern is anywhere in `text`. Errors: invalid_data (limit).
    Result<bool> search(std::string_view text) const;

private:
    explicit PythonPattern(jinja::Regex regex) : regex_(std::move(regex)) {}

    jinja::Regex regex_;
};

}  // namespace levada::airbyte
