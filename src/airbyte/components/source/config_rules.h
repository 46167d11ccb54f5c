#pragma once

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {

/// What a manifest's `spec.config_normalization_rules` do to a configuration.
/// Source: airbyte-cdk 7.39.1, spec/spec.py, transformations/config_transformations, validators.
class ConfigRules {
public:
    /// `spec` may be null. Borrows it.
    explicit ConfigRules(const Json* spec) : spec_(spec) {}

    /// The configuration after the migrations. Errors: invalid_data from templates, unsupported.
    Result<Json> migrate(Json config, SourceContext& source) const;
    /// The configuration after the transformations, which are not stored.
    Result<Json> transform(Json config, SourceContext& source) const;
    /// Errors: invalid_data when a validation fails.
    Result<void> validate(const Json& config, SourceContext& source) const;

private:
    const Json* rules(std::string_view name) const;
    const Json* spec_;
};

}  // namespace levada::airbyte
