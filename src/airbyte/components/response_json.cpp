#include "response_json.h"

#include "json_scan.h"

#include "levada/airbyte/components/decoder.h"

namespace levada::airbyte {

std::optional<std::string_view> json_text_of(Response& response) {
    const std::string_view body = response.http().body;
    const Result<const BodyList*> bodies = response.bodies(*plain_json_decoder());
    if (!bodies || (*bodies)->bodies.empty()) {
        return std::nullopt;
    }
    const std::string_view whole = scan::trim(body);
    const std::string_view first = (*bodies)->bodies.front();
    const bool is_inside = first.data() >= body.data() && first.data() < body.data() + body.size();
    // An empty list and the text "null" are JSON too, but the decoder makes an empty mapping of them.
    const bool is_replaced = whole == "null" || (whole.starts_with('[') && scan::trim(whole.substr(1)) == "]");
    if (is_inside || is_replaced) {
        return whole;
    }
    return std::nullopt;
}

std::string_view json_or_empty(Response& response) {
    return json_text_of(response).value_or("{}");
}

}  // namespace levada::airbyte
