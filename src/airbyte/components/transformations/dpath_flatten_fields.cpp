#include "stream_support.h"

#include <utility>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/dpath.h"
#include "levada/airbyte/components/record_selector.h"

namespace levada::airbyte {

namespace {

struct FlattenRule {
    std::vector<InterpolatedString> path;
    std::string prefix;
    std::string suffix;
    bool deletes_origin = false;
    bool replaces_record = false;
};

/// Brings the members of one nested mapping to the top of the record.
class DpathFlattenFields final : public Transformation {
public:
    explicit DpathFlattenFields(FlattenRule rule) : rule_(std::move(rule)) {}

    Result<void> transform(RecordEditor& record, const StreamSlice* /*slice*/) const override {
        LEVADA_TRY(Json value, record.value());
        LEVADA_TRY(const std::vector<Json> steps, eval_all(rule_.path));
        const dpath::Glob glob = dpath::glob_of(steps);
        LEVADA_TRY(const Json* found, find(value, glob));
        if (found == nullptr || !found->is_object()) {
            return {};
        }
        const Json extracted = renamed(*found);
        if (rule_.replaces_record && extracted.size() > 0) {
            record.assign(extracted);
            return {};
        }
        for (const Json::Member& member : extracted.as_object()) {
            if (value.contains(member.key)) {
                return {};
            }
        }
        if (rule_.deletes_origin) {
            LEVADA_CHECK(dpath::remove(value, glob, nullptr));
        }
        for (const Json::Member& member : extracted.as_object()) {
            value.set(member.key, member.value);
        }
        record.assign(value);
        return {};
    }

private:
    static Result<const Json*> find(const Json& value, const dpath::Glob& glob) {
        if (!dpath::has_step(glob, "*")) {
            return dpath::get(value, glob);
        }
        LEVADA_TRY(const std::vector<const Json*> found, dpath::values(value, glob));
        return found.empty() ? nullptr : found.front();
    }

    Json renamed(const Json& members) const {
        Json made = Json::object();
        for (const Json::Member& member : members.as_object()) {
            made.set(rule_.prefix + member.key + rule_.suffix, member.value);
        }
        return made;
    }

    FlattenRule rule_;
};

/// A part of KeyTransformation, evaluated once against the config.
Result<std::string> affix(const Json& node, std::string_view name, BuildContext& context) {
    const FieldValues fields(node, context);
    if (!fields.has(name)) {
        return std::string();
    }
    LEVADA_TRY(const InterpolatedString text, fields.interpolated(name));
    LEVADA_TRY(const Json value, text.eval(Scope()));
    return python_truth(value) ? python_str(value) : std::string();
}

}  // namespace

ComponentSpec<Transformation> spec_dpath_flatten_fields() {
    return {
        .type = "DpathFlattenFields",
        .summary = "Brings the members of one nested mapping to the top of the record.",
        .fields = {list_field("field_path").required().items(JsonTypes::text).doc("Path of the mapping."),
                   boolean_field("delete_origin_value").doc("Removes the mapping from its place."),
                   boolean_field("replace_record").doc("Makes the members the whole record."),
                   component_field("key_transformation").of({"KeyTransformation"})},
        .example = "type: DpathFlattenFields\nfield_path: [attributes]\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Transformation>> {
            FlattenRule rule;
            if (const Json* path = fields.json("field_path"); path != nullptr) {
                LEVADA_TRY(rule.path, interpolated_list(*path, fields.parameters(), fields.context()));
            }
            rule.deletes_origin = fields.boolean("delete_origin_value");
            rule.replaces_record = fields.boolean("replace_record");
            if (const Json* keys = fields.json("key_transformation"); keys != nullptr) {
                LEVADA_TRY(rule.prefix, affix(*keys, "prefix", fields.context()));
                LEVADA_TRY(rule.suffix, affix(*keys, "suffix", fields.context()));
            }
            return std::make_shared<DpathFlattenFields>(std::move(rule));
        },
    };
}

}  // namespace levada::airbyte
