#include "record_mapping.h"

#include <utility>

#include "levada/airbyte/components/record_selector.h"

namespace levada::airbyte {

namespace {

enum class Lists : std::uint8_t { kept, flattened };

/// Walks from a stack, so the last member comes first, as in the CDK; a name that is taken gets its parents in front,
/// and after the first list all names do.
Json flatten(const Json& record, Lists lists) {
    std::vector<std::pair<const Json*, std::string>> stack{{&record, "_"}};
    Json flat = Json::object();
    bool forces_parents = false;
    while (!stack.empty()) {
        const auto [value, name] = std::move(stack.back());
        stack.pop_back();
        if (value->is_object()) {
            for (const Json::Member& member : value->as_object()) {
                const bool is_long = forces_parents || flat.contains(member.key);
                stack.emplace_back(&member.value, is_long ? name + "." + member.key : member.key);
            }
        } else if (value->is_array() && lists == Lists::flattened) {
            std::size_t index = 0;
            for (const Json& item : value->as_array()) {
                forces_parents = true;
                stack.emplace_back(&item, name + "." + std::to_string(index++));
            }
        } else {
            flat.set(name, *value);
        }
    }
    return flat;
}

/// Brings the values of nested mappings and lists to the top of the record.
class FlattenFields final : public Transformation {
public:
    explicit FlattenFields(Lists lists) : lists_(lists) {}

    Result<void> transform(RecordEditor& record, const StreamSlice* /*slice*/) const override {
        LEVADA_TRY(const Json value, mapping_of(record));
        record.assign(flatten(value, lists_));
        return {};
    }

private:
    Lists lists_;
};

}  // namespace

ComponentSpec<Transformation> spec_flatten_fields() {
    return {
        .type = "FlattenFields",
        .summary = "Brings the values of nested mappings and lists to the top of the record.",
        .fields = {boolean_field("flatten_lists").doc("True unless given.")},
        .example = "type: FlattenFields\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Transformation>> {
            return std::make_shared<FlattenFields>(fields.boolean("flatten_lists", true) ? Lists::flattened
                                                                                         : Lists::kept);
        },
    };
}

}  // namespace levada::airbyte
