#include <algorithm>

#include "levada/base/text.h"
#include "levada/ports/http.h"

namespace levada {

void HttpHeaders::set(std::string_view name, std::string value) {
    erase(name);
    fields_.emplace_back(std::string(name), std::move(value));
}

void HttpHeaders::erase(std::string_view name) {
    std::erase_if(fields_, [&](const Field& field) { return equals_ignoring_case(field.first, name); });
}

std::optional<std::string_view> HttpHeaders::find(std::string_view name) const {
    const auto found = std::find_if(
        fields_.begin(), fields_.end(), [&](const Field& field) { return equals_ignoring_case(field.first, name); });
    if (found == fields_.end()) {
        return std::nullopt;
    }
    return found->second;
}

}  // namespace levada
