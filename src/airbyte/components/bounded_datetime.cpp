#include "bounded_datetime.h"

#include <string_view>
#include <utility>

#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {
namespace {

Result<std::optional<InterpolatedString>> optional_template(const FieldValues& fields, std::string_view name) {
    if (fields.text(name).empty()) {
        return std::optional<InterpolatedString>();
    }
    LEVADA_TRY(InterpolatedString text, fields.interpolated(name));
    return std::optional<InterpolatedString>(std::move(text));
}

}  // namespace

Result<BoundedDatetime> BoundedDatetime::make(const Json& node,
                                              const Json& owner_parameters,
                                              const std::string& format,
                                              const BuildContext& context) {
    if (node.is_string()) {
        LEVADA_TRY(InterpolatedString text, InterpolatedString::make(node.as_string(), owner_parameters, context));
        return BoundedDatetime(format, std::move(text));
    }
    BuildContext own_context = context;
    const FieldValues fields(node, own_context);
    const std::string own_format = fields.text("datetime_format");
    LEVADA_TRY(InterpolatedString text, fields.interpolated("datetime"));
    BoundedDatetime bounded(own_format.empty() ? format : own_format, std::move(text));
    LEVADA_TRY(bounded.min_, optional_template(fields, "min_datetime"));
    LEVADA_TRY(bounded.max_, optional_template(fields, "max_datetime"));
    return bounded;
}

Result<std::optional<Moment>> BoundedDatetime::bound(const std::optional<InterpolatedString>& text) const {
    if (!text) {
        return std::optional<Moment>();
    }
    LEVADA_TRY(const std::string rendered, text->text(Scope()));
    if (rendered.empty()) {
        return std::optional<Moment>();
    }
    LEVADA_TRY(const Moment moment, format_.read_text(rendered));
    return std::optional<Moment>(moment);
}

Result<Moment> BoundedDatetime::eval() const {
    LEVADA_TRY(const std::string rendered, datetime_.text(Scope()));
    LEVADA_TRY(Moment moment, format_.read_text(rendered));
    LEVADA_TRY(const std::optional<Moment> min, bound(min_));
    if (min) {
        moment = later_of(moment, *min);
    }
    LEVADA_TRY(const std::optional<Moment> max, bound(max_));
    if (max) {
        moment = earlier_of(moment, *max);
    }
    return moment;
}

}  // namespace levada::airbyte
