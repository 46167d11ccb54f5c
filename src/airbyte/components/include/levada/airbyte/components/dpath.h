#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/json.h"
#include "levada/base/result.h"

/// Paths and globs into JSON values as the Python package dpath reads them. Source: dpath 2.2.0, segments.py.
namespace levada::airbyte::dpath {

/// One step of a glob: a text that may have `*`, `?`, `[…]`, or a list index.
struct Step {
    std::string text;
    /// Set when the step is an integer: it then fits list items only.
    std::optional<std::int64_t> number;
};
using Glob = std::vector<Step>;

/// A glob from evaluated path elements (texts and integers).
Glob glob_of(const std::vector<Json>& elements);
/// A glob from plain texts.
Glob glob_of_texts(const std::vector<std::string>& elements);

/// True when no step is a pattern, so that at most one value can fit.
bool is_plain(const Glob& glob);
/// True when some step is exactly `name`.
bool has_step(const Glob& glob, std::string_view name);

/// The one value that fits `glob`; null when there is none. The empty glob is `root` itself.
/// Errors: invalid_data (several fit, two `**`).
Result<const Json*> get(const Json& root, const Glob& glob);

/// All values that fit, parents before children. Errors: invalid_data, as get().
Result<std::vector<const Json*>> values(const Json& root, const Glob& glob);

/// Decides about one leaf value.
using LeafFilter = std::function<Result<bool>(const Json&)>;

/// Removes what fits `glob`; list items become null, the last one goes. With a filter all leaves that it accepts are
/// removed, wherever they are: the glob is not looked at then. Removing nothing is no error. Errors: invalid_data.
Result<void> remove(Json& root, const Glob& glob, const LeafFilter* filter);

/// Sets every value that fits `glob`, where there is one already; gives their number. Errors: invalid_data.
Result<std::size_t> set(Json& root, const Glob& glob, const Json& value);

/// Sets the value at a path, making mappings and lists on the way. Globs are plain names here.
/// Errors: invalid_data (the path runs through a scalar or a name into a list).
Result<void> create(Json& root, const std::vector<std::string>& path, Json value);

/// fnmatch.fnmatchcase: `*`, `?`, `[abc]`, `[!abc]`.
bool fnmatch(std::string_view text, std::string_view pattern);

}  // namespace levada::airbyte::dpath
