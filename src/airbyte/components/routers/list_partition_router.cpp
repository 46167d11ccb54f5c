#include "slice_options.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "levada/airbyte/components/python_json.h"
#include "levada/airbyte/components/slicer.h"

namespace levada::airbyte {

namespace {

class ListSlices final : public SliceSequence {
public:
    ListSlices(const std::vector<Json>& values, const std::string& field) : values_(values), field_(field) {}

    Result<std::optional<StreamSlice>> next() override {
        if (at_ == values_.size()) {
            return std::optional<StreamSlice>();
        }
        Json partition = Json::object({{field_, values_[at_++]}});
        LEVADA_TRY(StreamSlice slice, StreamSlice::make(std::move(partition), Json::object(), Json::object()));
        return std::optional<StreamSlice>(std::move(slice));
    }

private:
    const std::vector<Json>& values_;
    const std::string& field_;
    std::size_t at_ = 0;
};

/// One slice per value of a list.
class ListPartitionRouter final : public PartitionRouter {
public:
    ListPartitionRouter(Result<std::vector<Json>> values, WindowOptions option)
        : values_(std::move(values)), field_(option.slice_field), has_option_(option.option.has_value()) {
        std::vector<WindowOptions> options;
        options.push_back(std::move(option));
        options_ = make_window_options(std::move(options));
    }

    Result<std::unique_ptr<SliceSequence>> slices() override {
        if (!values_.has_value()) {
            return values_.error();
        }
        return std::make_unique<ListSlices>(*values_, field_);
    }
    Result<RequestParts> request_parts(const RequestScope& scope) const override {
        return options_->request_parts(scope);
    }
    Result<Json> parent_state() override { return Json(); }
    bool has_request_options() const override { return has_option_; }

private:
    Result<std::vector<Json>> values_;
    std::string field_;
    bool has_option_;
    std::shared_ptr<RequestOptionsProvider> options_;
};

/// Iterating over a text gives its letters, as Python does it.
std::vector<Json> letters_of(std::string_view text) {
    std::vector<Json> letters;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            ++end;
        }
        letters.emplace_back(text.substr(at, end - at));
        at = end;
    }
    return letters;
}

/// The values: a list as it is, or a text that renders to what it says.
Result<Json> written_values(const FieldValues& fields) {
    const Json& written = *fields.json("values");
    if (!written.is_string()) {
        return written;
    }
    LEVADA_TRY(const InterpolatedString text, fields.interpolated("values"));
    return text.eval(Scope());
}

/// What Python iterates over. Errors: invalid_config (a number, a flag or nothing).
Result<std::vector<Json>> items_of(const Json& values, const FieldValues& fields) {
    if (values.is_array()) {
        return std::vector<Json>(values.as_array());
    }
    std::vector<Json> items;
    if (values.is_object()) {
        for (const Json::Member& member : values.as_object()) {
            items.emplace_back(member.key);
        }
        return items;
    }
    if (!values.is_string()) {
        return fields.error("values", "wanted a list, found " + python_repr(values));
    }
    return letters_of(values.as_string());
}

Result<std::shared_ptr<PartitionRouter>> make_list_partition_router(const FieldValues& fields) {
    LEVADA_TRY(const Json values, written_values(fields));
    LEVADA_TRY(const InterpolatedString name, fields.interpolated("cursor_field"));
    LEVADA_TRY(WindowOptions option, WindowOptions::at(fields, "request_option"));
    LEVADA_TRY(option.slice_field, name.text(Scope()));
    option.is_sent_when_falsy = false;
    // The CDK looks into the values only when it makes slices: such a stream fails alone, and can be discovered.
    return std::make_shared<ListPartitionRouter>(items_of(values, fields), std::move(option));
}

}  // namespace

ComponentSpec<PartitionRouter> spec_list_partition_router() {
    return {
        .type = "ListPartitionRouter",
        .summary = "One slice per value of a list.",
        .fields =
            {text_field("cursor_field").required().doc("Name of the value in the slice."),
             Field("values", JsonTypes::text | JsonTypes::list).required().items(JsonTypes::text).doc("The values."),
             component_field("request_option").of({"RequestOption"}).doc("Where the value is sent.")},
        .example = "type: ListPartitionRouter\ncursor_field: section\nvalues: [news, sports]\n",
        .make = make_list_partition_router,
    };
}

}  // namespace levada::airbyte
