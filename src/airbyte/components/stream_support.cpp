#include "stream_support.h"

#include <utility>

#include "levada/airbyte/components/decoder.h"

namespace levada::airbyte {

Result<std::shared_ptr<Decoder>> decoder_of(const BuildContext& context) {
    if (context.decoder != nullptr) {
        return context.decoder;
    }
    static const Json kJson = Json::object({{"type", "JsonDecoder"}});
    BuildContext copy = context;
    return build<Decoder>(kJson, copy);
}

Result<std::vector<InterpolatedString>> interpolated_list(const Json& list,
                                                          const Json& parameters,
                                                          const BuildContext& context) {
    std::vector<InterpolatedString> made;
    for (const Json* item : items_of(list)) {
        LEVADA_TRY(InterpolatedString text, InterpolatedString::make(python_str(*item), parameters, context));
        made.push_back(std::move(text));
    }
    return made;
}

ValueTypes value_types_named(std::string_view name) {
    if (name == "string") {
        return ValueTypes::text;
    }
    if (name == "integer") {
        return ValueTypes::integer;
    }
    if (name == "number") {
        return ValueTypes::number;
    }
    return name == "boolean" ? ValueTypes::boolean : ValueTypes::any;
}

Result<std::vector<Json>> eval_all(const std::vector<InterpolatedString>& steps) {
    std::vector<Json> values;
    for (const InterpolatedString& step : steps) {
        LEVADA_TRY(Json value, step.eval(Scope()));
        values.push_back(std::move(value));
    }
    return values;
}

Result<std::vector<std::string>> texts_of(const std::vector<InterpolatedString>& steps) {
    LEVADA_TRY(const std::vector<Json> values, eval_all(steps));
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const Json& value : values) {
        texts.push_back(python_str(value));
    }
    return texts;
}

}  // namespace levada::airbyte
