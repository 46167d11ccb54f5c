#include "json_check.h"
#include "json_numbers.h"
#include "json_scan.h"

#include "levada/airbyte/components/decoder.h"

namespace levada::airbyte {
namespace {

/// JSON bodies; anything that is none counts as an empty mapping. Source: decoders/json_decoder.py, JsonDecoder.
class JsonDecoder final : public Decoder {
public:
    Result<void> decode(const HttpResponse& response, BodyList& out) const override {
        const std::string_view text = scan::trim(response.body);
        const bool has_nothing = text.empty() || text == "null";
        const JsonKind kind = has_nothing ? JsonKind::none : json_kind(response.body);
        if (kind == JsonKind::none) {
            out.is_stand_in = !has_nothing;
            out.add_owned("{}");
        } else if (kind == JsonKind::odd && decode_odd(text, out)) {
            return ok();
        } else if (text.front() != '[') {
            out.bodies.push_back(text);
        } else {
            add_items(text, out);
        }
        out.is_valid_json = true;
        return ok();
    }
    bool is_plain_json() const override { return true; }
    bool may_paginate() const override { return true; }

private:
    /// False when the numbers can stay as they are.
    static bool decode_odd(std::string_view text, BodyList& out) {
        std::optional<std::string> made = with_cdk_numbers(text, BigIntegers::as_floats);
        if (!made) {
            return false;
        }
        out.owned.push_back(std::make_unique<std::string>(std::move(*made)));
        const std::string_view kept = *out.owned.back();
        if (kept.front() == '[') {
            add_items(kept, out);
        } else {
            out.bodies.push_back(kept);
        }
        out.is_valid_json = true;
        return true;
    }

    static void add_items(std::string_view list, BodyList& out) {
        scan::Items items(list);
        std::string_view item;
        while (items.next(item)) {
            out.bodies.push_back(item);
        }
        if (out.bodies.empty()) {
            out.add_owned("{}");
        }
    }
};

}  // namespace

const std::shared_ptr<Decoder>& plain_json_decoder() {
    static const auto* const kDecoder = new std::shared_ptr<Decoder>(std::make_shared<JsonDecoder>());
    return *kDecoder;
}

ComponentSpec<Decoder> spec_json_decoder() {
    return {
        .type = "JsonDecoder",
        .summary = "Reads the response as one JSON document.",
        .fields = {},
        .example = "type: JsonDecoder\n",
        .make = [](const FieldValues& /*fields*/) -> Result<std::shared_ptr<Decoder>> { return plain_json_decoder(); },
    };
}

}  // namespace levada::airbyte
