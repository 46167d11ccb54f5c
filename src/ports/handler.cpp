#include "levada/ports/handler.h"

#include <algorithm>

#include "levada/base/ascii.h"
#include "levada/base/json.h"
#include "levada/base/text.h"

namespace levada {

namespace {

void append_optional(std::string& out, const std::optional<std::string>& text) {
    if (text) {
        append_json_string(out, *text);
    } else {
        out += "null";
    }
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
    for (const HeaderView& field : headers) {
        if (equals_ignoring_case(field.name, name)) {
            return field.value;
        }
    }
    return {};
}

bool Request::has_header(std::string_view name) const {
    return std::ranges::any_of(headers,
                               [&](const HeaderView& field) { return equals_ignoring_case(field.name, name); });
}

std::string_view Request::path_parameter(std::string_view name) const {
    for (const Parameter& parameter : path_parameters) {
        if (parameter.name == name) {
            return parameter.value;
        }
    }
    return {};
}

Response Response::json(int status, std::string body) {
    return text(status, std::move(body), "application/json; charset=utf-8");
}

Response Response::text(int status, std::string body, std::string_view content_type) {
    Response response;
    response.status = status;
    response.headers.push_back({"Content-Type", std::string(content_type)});
    response.body = std::move(body);
    return response;
}

Response Response::with(std::string name, std::string value) && {
    headers.push_back({std::move(name), std::move(value)});
    return std::move(*this);
}

Response error_response(const ApiError& error) {
    std::string body = "{\"code\":";
    append_json_string(body, error.code);
    body += ",\"details\":";
    append_optional(body, error.details);
    body += ",\"hint\":";
    append_optional(body, error.hint);
    body += ",\"message\":";
    append_json_string(body, error.message);
    body += "}";
    return Response::json(error.status, std::move(body));
}

std::optional<std::string> decode_component(std::string_view text, PlusSign plus) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '+' && plus == PlusSign::space) {
            c = ' ';
        } else if (c == '%') {
            const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0 || high + low == 0) {
                return std::nullopt;
            }
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        out.push_back(c);
    }
    return out;
}

std::optional<std::vector<Parameter>> parse_query_string(std::string_view query) {
    std::vector<Parameter> parameters;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view part = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (part.empty()) {
            continue;
        }
        const std::size_t equals = std::min(part.find('='), part.size());
        std::optional<std::string> name = decode_component(part.substr(0, equals), PlusSign::space);
        std::optional<std::string> value =
            decode_component(part.substr(std::min(equals + 1, part.size())), PlusSign::space);
        if (!name || !value) {
            return std::nullopt;
        }
        parameters.push_back({std::move(*name), std::move(*value)});
    }
    return parameters;
}

}  // namespace levada
