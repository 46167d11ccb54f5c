#include "record_mapping.h"
#include "text_case.h"

#include <utility>

#include "levada/airbyte/components/record_selector.h"

namespace levada::airbyte {

namespace {

Json with_keys_replaced(const Json& value, const std::string& from, const std::string& to) {
    Json made = Json::object();
    for (const Json::Member& member : value.as_object()) {
        made.set(replace_all(member.key, from, to),
                 member.value.is_object() ? with_keys_replaced(member.value, from, to) : member.value);
    }
    return made;
}

/// Replaces a text in field names, in nested mappings too.
class KeysReplace final : public Transformation {
public:
    KeysReplace(InterpolatedString from, InterpolatedString to) : from_(std::move(from)), to_(std::move(to)) {}

    Result<void> transform(RecordEditor& record, const StreamSlice* slice) const override {
        Scope scope;
        scope.raw("record", record.json()).slice(slice);
        LEVADA_TRY(const std::string from, from_.text(scope));
        LEVADA_TRY(const std::string to, to_.text(scope));
        LEVADA_TRY(const Json value, mapping_of(record));
        record.assign(with_keys_replaced(value, from, to));
        return {};
    }

private:
    InterpolatedString from_;
    InterpolatedString to_;
};

}  // namespace

ComponentSpec<Transformation> spec_keys_replace() {
    return {
        .type = "KeysReplace",
        .summary = "Replaces a text in field names, in nested mappings too.",
        .fields = {text_field("old").required().doc("The text to replace; a template."),
                   text_field("new").required().doc("What takes its place; a template.")},
        .example = "type: KeysReplace\nold: \" \"\nnew: \"_\"\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Transformation>> {
            LEVADA_TRY(InterpolatedString from, fields.interpolated("old"));
            LEVADA_TRY(InterpolatedString to, fields.interpolated("new"));
            return std::make_shared<KeysReplace>(std::move(from), std::move(to));
        },
    };
}

}  // namespace levada::airbyte
