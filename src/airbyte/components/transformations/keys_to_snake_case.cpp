#include "record_mapping.h"
#include "text_case.h"

#include "levada/airbyte/components/record_selector.h"

namespace levada::airbyte {

namespace {

Result<Json> snake_keys(const Json& value) {
    Json made = Json::object();
    for (const Json::Member& member : value.as_object()) {
        LEVADA_TRY(const std::string key, snake_case(member.key));
        if (member.value.is_object()) {
            LEVADA_TRY(Json inner, snake_keys(member.value));
            made.set(key, std::move(inner));
        } else {
            made.set(key, member.value);
        }
    }
    return made;
}

/// Writes field names as snake_case, in nested mappings too.
class KeysToSnakeCase final : public Transformation {
public:
    Result<void> transform(RecordEditor& record, const StreamSlice* /*slice*/) const override {
        LEVADA_TRY(const Json value, mapping_of(record));
        LEVADA_TRY(const Json made, snake_keys(value));
        record.assign(made);
        return {};
    }
};

}  // namespace

ComponentSpec<Transformation> spec_keys_to_snake_case() {
    return {
        .type = "KeysToSnakeCase",
        .summary = "Writes field names as snake_case, in nested mappings too.",
        .fields = {},
        .example = "type: KeysToSnakeCase\n",
        .make = [](const FieldValues& /*fields*/) -> Result<std::shared_ptr<Transformation>> {
            return std::make_shared<KeysToSnakeCase>();
        },
    };
}

}  // namespace levada::airbyte
