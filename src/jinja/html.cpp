// HTML escaping as markupsafe does it.
#include "ops.h"

#include <string>

namespace levada::jinja {

void append_escaped_text(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&#34;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
}

void append_escaped(std::string& out, const Value& value) {
    if (value.is_markup()) {
        out += value.text();
    } else if (value.is_string()) {
        append_escaped_text(out, value.text());
    } else {
        append_escaped_text(out, value.str());
    }
}

}  // namespace levada::jinja
