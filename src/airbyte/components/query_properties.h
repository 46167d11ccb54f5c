#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

class Retriever;
class Transformation;

/// The fields to ask an API for, in as many requests as its limits need; records of the same page are merged by key.
/// Source: requesters/query_properties.
class QueryProperties {
public:
    /// Reads a QueryProperties component. Errors: invalid_config.
    static Result<std::shared_ptr<QueryProperties>> make(const Json& node, BuildContext& context);
    /// From the older `fetch_properties_from_endpoint`.
    static Result<std::shared_ptr<QueryProperties>> make_from_endpoint(const Json& endpoint, BuildContext& context);

    /// One list of names per request. May send requests. Errors: those of the endpoint.
    Result<std::vector<std::vector<std::string>>> chunks();
    bool merges_records() const { return chunking_.has_value(); }
    /// The key under which records of different chunks belong together; nothing when the record has none.
    /// Errors: invalid_data (a key value that is no text).
    Result<std::optional<std::string>> merge_key(std::string_view record) const;

private:
    struct Chunking {
        bool counts_characters = false;
        std::int64_t limit = 0;
        std::vector<std::string> keys;
    };
    Result<std::vector<std::string>> fields();
    Result<std::optional<std::set<std::string>>> selected() const;
    Result<void> read_endpoint(const Json& node, BuildContext& context);
    std::vector<std::vector<std::string>> cut(const std::vector<std::string>& fields,
                                              const std::optional<std::set<std::string>>& selected,
                                              const Chunking& chunking) const;

    std::vector<std::string> list_;
    std::shared_ptr<Retriever> endpoint_;
    std::vector<InterpolatedString> endpoint_path_;
    std::optional<std::vector<std::string>> endpoint_fields_;
    std::vector<std::string> always_;
    std::optional<Chunking> chunking_;
    bool has_selector_ = false;
    std::optional<Json> selectable_;
    std::vector<std::shared_ptr<Transformation>> selector_transformations_;
};

}  // namespace levada::airbyte
