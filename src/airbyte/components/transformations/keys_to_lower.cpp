#include "record_mapping.h"
#include "text_case.h"

#include "levada/airbyte/components/record_selector.h"

namespace levada::airbyte {

namespace {

/// Writes the record's own field names in lower case.
class KeysToLower final : public Transformation {
public:
    Result<void> transform(RecordEditor& record, const StreamSlice* /*slice*/) const override {
        LEVADA_TRY(const Json value, mapping_of(record));
        Json lowered = Json::object();
        for (const Json::Member& member : value.as_object()) {
            const std::string key = lower_case(member.key);
            // Of names that become one, the last that had to be changed counts: the CDK pops and sets each in turn.
            if (key != member.key || !lowered.contains(key)) {
                lowered.set(key, member.value);
            }
        }
        record.assign(lowered);
        return {};
    }
};

}  // namespace

ComponentSpec<Transformation> spec_keys_to_lower() {
    return {
        .type = "KeysToLower",
        .summary = "Writes the record's own field names in lower case.",
        .fields = {},
        .example = "type: KeysToLower\n",
        .make = [](const FieldValues& /*fields*/) -> Result<std::shared_ptr<Transformation>> {
            return std::make_shared<KeysToLower>();
        },
    };
}

}  // namespace levada::airbyte
