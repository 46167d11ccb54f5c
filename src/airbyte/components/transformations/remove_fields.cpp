#include <utility>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/dpath.h"
#include "levada/airbyte/components/record_selector.h"

namespace levada::airbyte {

namespace {

/// Removes fields of the record; what is not there is no error.
class RemoveFields final : public Transformation {
public:
    RemoveFields(std::vector<dpath::Glob> pointers, std::optional<InterpolatedBoolean> condition)
        : pointers_(std::move(pointers)), condition_(std::move(condition)) {}

    Result<void> transform(RecordEditor& record, const StreamSlice* /*slice*/) const override {
        for (const dpath::Glob& pointer : pointers_) {
            LEVADA_CHECK(remove(pointer, record));
        }
        return {};
    }

private:
    Result<void> remove(const dpath::Glob& pointer, RecordEditor& record) const {
        if (condition_) {
            return remove_by_condition(pointer, record);
        }
        if (pointer.empty()) {
            return {};
        }
        const bool starts_plain = !pointer.front().number && dpath::is_plain({pointer.front()});
        if (!starts_plain || dpath::has_step(pointer, "**")) {
            return remove_anywhere(pointer, record);
        }
        const std::string& name = pointer.front().text;
        const std::optional<std::string_view> held = record.field(name);
        if (!held) {
            return {};
        }
        if (pointer.size() == 1) {
            record.remove(name);
            return {};
        }
        LEVADA_TRY(Json value, parse_json(*held));
        LEVADA_CHECK(dpath::remove(value, dpath::Glob(pointer.begin() + 1, pointer.end()), nullptr));
        record.set(name, value.dump());
        return {};
    }

    static Result<void> remove_anywhere(const dpath::Glob& pointer, RecordEditor& record) {
        LEVADA_TRY(Json value, record.value());
        LEVADA_CHECK(dpath::remove(value, pointer, nullptr));
        record.assign(value);
        return {};
    }

    Result<void> remove_by_condition(const dpath::Glob& pointer, RecordEditor& record) const {
        LEVADA_TRY(Json value, record.value());
        const dpath::LeafFilter filter = [this](const Json& leaf) {
            return condition_->eval(Scope().json("property", leaf));
        };
        LEVADA_CHECK(dpath::remove(value, pointer, &filter));
        record.assign(value);
        return {};
    }

    std::vector<dpath::Glob> pointers_;
    std::optional<InterpolatedBoolean> condition_;
};

}  // namespace

ComponentSpec<Transformation> spec_remove_fields() {
    return {
        .type = "RemoveFields",
        .summary = "Removes fields of the record; what is not there is no error.",
        .fields = {list_field("field_pointers")
                       .required()
                       .items(JsonTypes::list)
                       .doc("Paths of the fields; `*` fits any name, `**` any way down."),
                   text_field("condition").doc("Removes the values for which this is true; sees `property`.")},
        .example = "type: RemoveFields\nfield_pointers:\n  - [internal]\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Transformation>> {
            std::vector<dpath::Glob> pointers;
            if (const Json* list = fields.json("field_pointers"); list != nullptr) {
                for (const Json* pointer : items_of(*list)) {
                    std::vector<Json> steps;
                    for (const Json* step : items_of(*pointer)) {
                        steps.push_back(*step);
                    }
                    pointers.push_back(dpath::glob_of(steps));
                }
            }
            std::optional<InterpolatedBoolean> condition;
            if (!fields.text("condition").empty()) {
                // Its factory gives it no parameters.
                LEVADA_TRY(condition,
                           InterpolatedBoolean::make(*fields.json("condition"), Json::object(), fields.context()));
            }
            return std::make_shared<RemoveFields>(std::move(pointers), std::move(condition));
        },
    };
}

}  // namespace levada::airbyte
