#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/json.h"

namespace levada::airbyte {

// What the CDK's schema demands of some fields beyond what their specs say.
// Source: airbyte-cdk 7.39.1, declarative_component_schema.yaml.

/// Whether a component has to say its `type`.
enum class TypeKey : std::uint8_t {
    required,
    optional,     ///< it may be left out, but not be another
    meaningless,  ///< the schema knows no such key there
};
TypeKey type_key_of(std::string_view type);

/// Whether every key of a component has to be known.
bool is_closed(std::string_view type);

/// What is wrong with the value of a field by its limit (a least number, a least count of items, unique items); empty
/// when nothing is.
std::string limit_breach(std::string_view type, std::string_view field, const Json& value);

/// Components that are values of a mapping whose keys are the manifest's own.
struct ValueComponents {
    std::string_view type;
    std::string_view field;
    std::vector<std::string_view> components;
    bool may_be_text = false;
};
/// Those of a field, or null.
const ValueComponents* components_in_values(std::string_view type, std::string_view field);

}  // namespace levada::airbyte
