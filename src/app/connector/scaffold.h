#pragma once

#include <string>

#include "levada/base/result.h"

namespace levada::app {

/// What a new manifest is to be about.
struct Scaffold {
    std::string name;          ///< of the first stream
    std::string url;           ///< https://api.example.com/v1
    std::string path;          ///< /items
    std::string records;       ///< data.items; empty: the response is the list
    std::string auth;          ///< none, bearer, api_key, basic, oauth
    std::string paginator;     ///< none, page, offset, cursor
    std::string primary_key;   ///< empty: none
    std::string cursor_field;  ///< empty: read whole each time
};

/// A manifest that can be run as it is: one stream, its authentication, paging and cursor, and a spec that asks for
/// what it needs. Errors: invalid_config (the URL is none).
Result<std::string> scaffold_manifest(const Scaffold& scaffold);

/// A configuration that such a manifest asks for, as JSON to fill in: {"api_key": "…"}; empty when it asks for none.
std::string scaffold_config(const Scaffold& scaffold);

}  // namespace levada::app
