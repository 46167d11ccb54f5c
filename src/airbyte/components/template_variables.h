#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

#include "levada/airbyte/components/build_context.h"
#include "levada/jinja/cdk.h"

namespace levada::airbyte {

/// The variables that every template of a source sees: `config` and the time. One per context, made on first use. Not
/// thread-safe.
class TemplateVariables final : public jinja::Surroundings {
public:
    static const TemplateVariables& of(SourceContext& source);

    /// The variables as they are now: a changed config is seen by the next evaluation.
    const jinja::Context& context() const;

    /// The clock's time, when a template asks for it.
    std::optional<std::chrono::system_clock::time_point> now() const override;
    /// Other numbers each time.
    std::optional<std::uint64_t> random_seed() const override;

private:
    const SourceContext* source_ = nullptr;
    mutable jinja::Context context_;
    mutable std::uint64_t config_version_ = 0;
    mutable std::atomic<std::uint64_t> evaluation_ = 0;
};

}  // namespace levada::airbyte
