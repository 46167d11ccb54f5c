#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/json.h"

namespace levada::app {

/// Reads the keys of one map of a project file, each by its name and kind; what was never asked for is an error.
/// Errors carry file:line and, for a key that is not known, "did you mean".
class Fields {
public:
    /// `path` is how errors call the map: "pipelines.shop". Borrows `node` and `file`.
    static Result<Fields> of(const Json& node, std::string_view file, std::string path);

    Result<std::string> text(const std::string& key, std::string_view otherwise);
    Result<std::string> required_text(const std::string& key);
    Result<std::int64_t> integer(const std::string& key, std::int64_t otherwise);
    Result<bool> boolean(const std::string& key, bool otherwise);
    /// One of `choices`.
    Result<std::string> choice(const std::string& key,
                               const std::vector<std::string>& choices,
                               std::string_view otherwise);
    Result<std::vector<std::string>> texts(const std::string& key);
    /// Any value, or null when it is not there.
    const Json* any(const std::string& key);
    /// A map, or null when it is not there.
    Result<const Json*> map(const std::string& key);

    /// To be called last: refuses keys that nobody asked for.
    Status refuse_unknown() const;
    Error wrong(const Json& at, const std::string& message) const;
    const Json& node() const { return *node_; }

private:
    Fields(const Json& node, std::string_view file, std::string path)
        : node_(&node), file_(file), path_(std::move(path)) {}
    Error wrong_kind(const std::string& key, const Json& found, std::string_view wanted) const;

    const Json* node_;
    std::string_view file_;
    std::string path_;
    std::set<std::string> asked_;
};

/// "a text", "a number", … for messages.
std::string_view kind_name(const Json& value);

}  // namespace levada::app
