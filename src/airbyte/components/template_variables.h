#pragma once

#include "levada/airbyte/components/build_context.h"
#include "levada/jinja/cdk.h"

namespace levada::airbyte {

/// The variables that every template of a source sees: `config` and the time. One per source, made on first use.
class TemplateVariables {
public:
    static const TemplateVariables& of(SourceContext& source);

    /// The variables as they are now: a changed config is seen by the next evaluation.
    const jinja::Context& context() const;

private:
    const SourceContext* source_ = nullptr;
    mutable jinja::Context context_;
    mutable std::uint64_t config_version_ = 0;
    mutable std::uint64_t evaluation_ = 0;
};

}  // namespace levada::airbyte
