#include "slice_options.h"

#include <utility>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/python_json.h"

namespace levada::airbyte {

namespace {

class SliceValues final : public RequestOptionsProvider {
public:
    explicit SliceValues(std::vector<WindowOptions> options) : options_(std::move(options)) {}

    Result<RequestParts> request_parts(const RequestScope& scope) const override {
        RequestParts parts;
        if (scope.slice == nullptr || (scope.slice->is_empty() && scope.slice->extra_fields().size() == 0)) {
            return parts;
        }
        for (const WindowOptions& one : options_) {
            const Json* value = scope.slice->find(one.slice_field);
            const bool is_sent = one.is_sent_when_falsy || (value != nullptr && python_truth(*value));
            if (one.option && is_sent) {
                LEVADA_CHECK(one.option->inject(parts, value != nullptr ? *value : Json()));
            }
        }
        return parts;
    }

private:
    std::vector<WindowOptions> options_;
};

Result<WindowOptions> read_option(const FieldValues& fields, std::string_view name, const Json* parameters) {
    WindowOptions options;
    if (const Json* node = fields.json(name)) {
        LEVADA_TRY(options.option, RequestOption::make(*node, fields.context(), parameters));
    }
    return options;
}

}  // namespace

Result<WindowOptions> WindowOptions::at(const FieldValues& fields, std::string_view name) {
    return read_option(fields, name, nullptr);
}

Result<WindowOptions> WindowOptions::of_cursor(const FieldValues& fields, std::string_view name) {
    return read_option(fields, name, &fields.parameters());
}

std::shared_ptr<RequestOptionsProvider> make_window_options(std::vector<WindowOptions> options) {
    return std::make_shared<SliceValues>(std::move(options));
}

Result<std::string> cursor_field_name(const FieldValues& fields) {
    const std::vector<std::string>& of_catalog = fields.context().catalog_cursor_field;
    const bool is_catalog_used =
        fields.boolean("allow_catalog_defined_cursor_field") && !of_catalog.empty() && !of_catalog.front().empty();
    if (!is_catalog_used) {
        LEVADA_TRY(const InterpolatedString name, fields.interpolated("cursor_field"));
        return name.text(Scope());
    }
    if (of_catalog.size() > 1) {
        return fields.error("cursor_field",
                            "the catalog names a nested cursor_field, which this stream does not support");
    }
    return of_catalog.front();
}

}  // namespace levada::airbyte
