#pragma once

#include "levada/base/json.h"

namespace levada::app {

/// The JSON schema of records as they came: types of each field, null among them where it was missing or null in some.
/// Lists and objects in depth. Keys in the order they were first seen. Not thread-safe.
class SchemaInference {
public:
    /// One more record; anything but an object is passed over.
    void add(const Json& record);
    /// Draft-07, as Airbyte's connector builder shows it.
    Json schema() const;

private:
    Json merged_ = Json::object();
};

}  // namespace levada::app
