#include "stream_support.h"

#include <utility>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/dpath.h"
#include "levada/airbyte/components/record_selector.h"
#include "levada/airbyte/components/stream_slice.h"

namespace levada::airbyte {

namespace {

struct AddedField {
    std::vector<std::string> path;
    Json path_json;
    InterpolatedString value;
    ValueTypes types = ValueTypes::any;
    /// The value's JSON text when it is the same for every record.
    std::optional<std::string> constant;
};

/// Sets fields of the record to computed values, in order: a later field sees the earlier ones.
class AddFields final : public Transformation {
public:
    AddFields(std::vector<AddedField> fields, std::optional<InterpolatedBoolean> condition)
        : fields_(std::move(fields)), condition_(std::move(condition)) {}

    Result<void> transform(RecordEditor& record, const StreamSlice* slice) const override {
        for (const AddedField& field : fields_) {
            LEVADA_CHECK(add(field, record, slice));
        }
        return {};
    }

private:
    Result<void> add(const AddedField& field, RecordEditor& record, const StreamSlice* slice) const {
        if (field.constant && !condition_) {
            return set(field.path, *field.constant, record);
        }
        Scope scope;
        scope.raw("record", record.json()).slice(slice);
        std::string value;
        if (const Result<void> made = field.value.append_json(scope, field.types, value); !made.has_value()) {
            const std::string_view type = made.error().fact("unserialisable");
            if (type.empty()) {
                return made.error();
            }
            // NaN and infinities are numbers that a record can hold; which of them it is, the error does not tell.
            const bool is_number = type == "float";
            if (!is_number) {
                record.mark_unserialisable();
            }
            value = is_number ? "NaN" : "null";
        }
        if (condition_) {
            scope.raw("value", value).json("path", field.path_json);
            LEVADA_TRY(const bool is_wanted, condition_->eval(scope));
            if (!is_wanted) {
                return {};
            }
        }
        return set(field.path, value, record);
    }

    static Result<void> set(const std::vector<std::string>& path, std::string_view value, RecordEditor& record) {
        if (!record.is_object()) {
            return Error(ErrorCode::invalid_data, "AddFields: the record is no mapping");
        }
        if (path.size() == 1) {
            record.set(path.front(), value);
            return {};
        }
        Json holder = Json::object();
        if (const auto held = record.field(path.front()); held) {
            LEVADA_TRY(Json parsed, parse_json(*held));
            holder.set(path.front(), std::move(parsed));
        }
        LEVADA_TRY(Json parsed_value, parse_json(value));
        LEVADA_CHECK(dpath::create(holder, path, std::move(parsed_value)));
        record.set(path.front(), holder.find(path.front())->dump());
        return {};
    }

    std::vector<AddedField> fields_;
    std::optional<InterpolatedBoolean> condition_;
};

Result<AddedField> read_field(const Json& node, BuildContext& context) {
    const FieldValues fields(node, context);
    AddedField field;
    const Json* path = fields.json("path");
    if (path == nullptr || !path->is_array() || path->size() == 0) {
        return fields.error("path", "wanted a list with at least one name");
    }
    field.path_json = *path;
    for (const Json& step : path->as_array()) {
        field.path.push_back(python_str(step));
    }
    field.types = value_types_named(fields.text("value_type"));
    LEVADA_TRY(field.value, fields.interpolated("value"));
    std::string value;
    if (field.value.is_constant() && field.value.append_json({}, field.types, value).has_value()) {
        field.constant = std::move(value);
    }
    return field;
}

}  // namespace

ComponentSpec<Transformation> spec_add_fields() {
    return {
        .type = "AddFields",
        .summary = "Sets fields of the record to computed values, in order.",
        .fields = {components_field("fields").required().of({"AddedFieldDefinition"}).doc("The fields to set."),
                   text_field("condition").doc("Sets a field only when this is true; sees `value` and `path`.")},
        .example = "type: AddFields\nfields:\n  - type: AddedFieldDefinition\n    path: [kind]\n    value: order\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Transformation>> {
            std::vector<AddedField> added;
            if (const Json* list = fields.json("fields"); list != nullptr) {
                for (const Json* node : items_of(*list)) {
                    LEVADA_TRY(AddedField field, read_field(*node, fields.context()));
                    added.push_back(std::move(field));
                }
            }
            std::optional<InterpolatedBoolean> condition;
            if (!fields.text("condition").empty()) {
                LEVADA_TRY(condition, fields.condition("condition"));
            }
            return std::make_shared<AddFields>(std::move(added), std::move(condition));
        },
    };
}

}  // namespace levada::airbyte
