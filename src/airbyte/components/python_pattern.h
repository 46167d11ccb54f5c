#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "levada/base/result.h"

namespace levada::airbyte {

/// A regular expression of Python's `re` as manifests use them, in linear time. Immutable; thread-safe.
/// Limits: no back-references and no look-around (RE2's syntax).
class PythonPattern {
public:
    /// Errors: unsupported (syntax that RE2 does not have), invalid_data (no regular expression).
    static Result<PythonPattern> compile(const std::string& pattern);

    /// re.match: what the pattern takes from the start of `text`.
    std::optional<std::string_view> match(std::string_view text) const;
    /// re.search: true when the pattern is anywhere in `text`.
    bool search(std::string_view text) const;

private:
    struct Compiled;
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace levada::airbyte
