#pragma once

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {

/// A configuration after its migrations, and whether the platform is told. It is not for changes within a value of the
/// top level alone: the CDK makes them in the given configuration itself, and then finds both equal.
struct MigratedConfig {
    Json config;
    bool is_told = false;
};

/// What a manifest's `spec.config_normalization_rules` do to a configuration.
/// Source: airbyte-cdk 7.39.1, spec/spec.py, transformations/config_transformations, validators.
class ConfigRules {
public:
    /// `spec` may be null. Borrows it.
    explicit ConfigRules(const Json* spec) : spec_(spec) {}

    /// Whether the transformations can be made at all; looked at first, whatever is done. Errors: invalid_config.
    Result<void> check(SourceContext& source) const;
    /// The configuration after the migrations. Errors: invalid_data from templates, unsupported.
    Result<MigratedConfig> migrate(Json config, SourceContext& source) const;
    /// The configuration after the transformations, which are not stored.
    Result<Json> transform(Json config, SourceContext& source) const;
    /// Errors: invalid_data when a validation fails.
    Result<void> validate(const Json& config, SourceContext& source) const;

private:
    const Json* rules(std::string_view name) const;
    std::vector<const Json*> all_transformations() const;
    const Json* spec_;
};

}  // namespace levada::airbyte
