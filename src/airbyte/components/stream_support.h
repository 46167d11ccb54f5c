#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/interpolation.h"

namespace levada::airbyte {

class Decoder;

/// The decoder of the retriever being built; JSON where it names none.
Result<std::shared_ptr<Decoder>> decoder_of(const BuildContext& context);

/// Every item of a list compiled as a template.
Result<std::vector<InterpolatedString>> interpolated_list(const Json& list,
                                                          const Json& parameters,
                                                          const BuildContext& context);

/// The type that a manifest's `value_type` names; any for an empty or unknown name.
ValueTypes value_types_named(std::string_view name);

/// The steps evaluated against the config alone.
Result<std::vector<Json>> eval_all(const std::vector<InterpolatedString>& steps);
/// As eval_all(), each as Python's str().
Result<std::vector<std::string>> texts_of(const std::vector<InterpolatedString>& steps);

}  // namespace levada::airbyte
