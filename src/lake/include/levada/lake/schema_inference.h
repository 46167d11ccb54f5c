#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "levada/lake/stream_schema.h"

namespace levada::lake {

/// Learns the fields of records that no schema describes: numbers, booleans and texts by their JSON type, nested values
/// as JSON text; a field that was null so far is not there yet. Not thread-safe.
class SchemaInference {
public:
    SchemaInference();
    ~SchemaInference();
    SchemaInference(const SchemaInference&) = delete;
    SchemaInference& operator=(const SchemaInference&) = delete;

    /// Looks at JSON objects, each on a line of its own; lines that are none are passed over.
    void look_at(std::string_view lines);
    /// The fields so far, in the order of their first value; columns empty.
    std::vector<StreamField> fields() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Different members that get a column, at most.
inline constexpr std::size_t kInferredFieldsMax = 2000;

}  // namespace levada::lake
