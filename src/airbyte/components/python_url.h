#pragma once

#include <string>
#include <string_view>

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// Python's urllib.parse.urljoin for http URLs. Source: CPython 3.11, Lib/urllib/parse.py.
std::string url_join(std::string_view base, std::string_view reference);

/// The URL that PyPI requests sends for `url` with `params` (a mapping; list values repeat the key, nulls are left
/// out). Source: requests 2.32, PreparedRequest.prepare_url; urllib3 2, parse_url. Errors: invalid_data (no scheme, no
/// host).
Result<std::string> prepare_url(std::string_view url, const Json& params);

/// `params` without those that the query of `url` already holds with the same value.
/// Source: airbyte-cdk, HttpClient._dedupe_query_params.
Json without_duplicate_params(std::string_view url, const Json& params);

/// A mapping as `key=value` pairs, encoded as requests encodes query and form.
std::string encode_form(const Json& mapping);

/// True when `text` has a URL scheme that is not http or https, for which requests has no adapter.
bool has_foreign_scheme(std::string_view url);

}  // namespace levada::airbyte
