#pragma once

#include "moment.h"

#include <optional>
#include <string>
#include <utility>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/interpolation.h"

namespace levada::airbyte {

/// A date written as a template, kept between two others: MinMaxDatetime, or a plain text.
/// Source: declarative/datetime/min_max_datetime.py.
class BoundedDatetime {
public:
    /// `node` is a text or a MinMaxDatetime; `format` counts where the component has none of its own.
    /// Errors: invalid_config.
    static Result<BoundedDatetime> make(const Json& node,
                                        const Json& owner_parameters,
                                        const std::string& format,
                                        const BuildContext& context);

    /// Evaluated anew at each call. Errors: invalid_data (template, a text that the format does not match).
    Result<Moment> eval() const;

private:
    BoundedDatetime(const std::string& format, InterpolatedString datetime)
        : format_(format, {}), datetime_(std::move(datetime)) {}
    /// Nothing when the bound is not set or renders empty.
    Result<std::optional<Moment>> bound(const std::optional<InterpolatedString>& text) const;

    MomentFormat format_;
    InterpolatedString datetime_;
    std::optional<InterpolatedString> min_;
    std::optional<InterpolatedString> max_;
};

}  // namespace levada::airbyte
