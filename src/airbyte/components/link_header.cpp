#include "link_header.h"

#include <string>
#include <vector>

namespace levada::airbyte {

namespace {

std::string_view strip(std::string_view text, std::string_view characters) {
    const std::size_t begin = text.find_first_not_of(characters);
    if (begin == std::string_view::npos) {
        return {};
    }
    const std::size_t end = text.find_last_not_of(characters);
    return text.substr(begin, end - begin + 1);
}

/// Splits where a comma, blanks and `<` follow each other, as the pattern `, *<` does.
std::vector<std::string_view> split_links(std::string_view value) {
    std::vector<std::string_view> links;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < value.size(); ++at) {
        if (value[at] != ',') {
            continue;
        }
        const std::size_t next = value.find_first_not_of(' ', at + 1);
        if (next != std::string_view::npos && value[next] == '<') {
            links.push_back(value.substr(begin, at - begin));
            begin = next + 1;
            at = next;
        }
    }
    links.push_back(value.substr(begin));
    return links;
}

void add_parameters(std::string_view parameters, Json& link) {
    while (!parameters.empty()) {
        const std::size_t end = parameters.find(';');
        const std::string_view one = parameters.substr(0, end);
        parameters = end == std::string_view::npos ? std::string_view() : parameters.substr(end + 1);
        const std::size_t equals = one.find('=');
        // More or less than one "=" ends the parameters, as unpacking fails in Python.
        if (equals == std::string_view::npos || one.find('=', equals + 1) != std::string_view::npos) {
            return;
        }
        link.set(strip(one.substr(0, equals), " '\""), Json(strip(one.substr(equals + 1), " '\"")));
    }
}

}  // namespace

Json parse_link_header(std::string_view header) {
    Json links = Json::object();
    const std::string_view value = strip(header, " '\"");
    if (value.empty()) {
        return links;
    }
    for (const std::string_view text : split_links(value)) {
        const std::size_t semicolon = text.find(';');
        Json link = Json::object();
        link.set("url", Json(strip(text.substr(0, semicolon), "<> '\"")));
        if (semicolon != std::string_view::npos) {
            add_parameters(text.substr(semicolon + 1), link);
        }
        const std::string key(link.string_or("rel", link.string_or("url", "")));
        links.set(key, std::move(link));
    }
    return links;
}

}  // namespace levada::airbyte
