#include "levada/base/error.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "levada/base/assert.h"

namespace levada {

std::string_view to_string(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_config:
            return "invalid_config";
        case ErrorCode::invalid_data:
            return "invalid_data";
        case ErrorCode::unauthenticated:
            return "unauthenticated";
        case ErrorCode::permission_denied:
            return "permission_denied";
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::conflict:
            return "conflict";
        case ErrorCode::rate_limited:
            return "rate_limited";
        case ErrorCode::unavailable:
            return "unavailable";
        case ErrorCode::deadline_exceeded:
            return "deadline_exceeded";
        case ErrorCode::cancelled:
            return "cancelled";
        case ErrorCode::corruption:
            return "corruption";
        case ErrorCode::unsupported:
            return "unsupported";
        case ErrorCode::internal:
            return "internal";
    }
    LEVADA_ASSERT(!"a code of the closed list");
    return "";
}

struct Error::Detail {
    ErrorCode code;
    std::string message;
    std::vector<std::pair<std::string, std::string>> facts;
    std::string place;
    std::string hint;
    std::optional<std::chrono::milliseconds> retry_after;
};

Error::Error(ErrorCode code, std::string message)
    : detail_(std::make_shared<Detail>(Detail{code, std::move(message), {}, {}, {}, std::nullopt})) {}

Error::Error(std::shared_ptr<const Detail> detail) : detail_(std::move(detail)) {}

std::shared_ptr<Error::Detail> Error::copy() const {
    return std::make_shared<Detail>(*detail_);
}

Error Error::with(std::string_view key, std::string value) const {
    if (!fact(key).empty()) {
        return *this;
    }
    auto detail = copy();
    detail->facts.emplace_back(std::string(key), std::move(value));
    return Error(std::move(detail));
}

Error Error::at(std::string_view file, std::int64_t line) const {
    if (!detail_->place.empty()) {
        return *this;
    }
    auto detail = copy();
    detail->place = std::string(file);
    if (line > 0) {
        detail->place += ":" + std::to_string(line);
    }
    return Error(std::move(detail));
}

Error Error::hint(std::string text) const {
    if (!detail_->hint.empty()) {
        return *this;
    }
    auto detail = copy();
    detail->hint = std::move(text);
    return Error(std::move(detail));
}

Error Error::retry_after(std::chrono::milliseconds wait) const {
    auto detail = copy();
    detail->retry_after = wait;
    return Error(std::move(detail));
}

ErrorCode Error::code() const {
    return detail_->code;
}
const std::string& Error::message() const {
    return detail_->message;
}
std::string_view Error::place() const {
    return detail_->place;
}
std::string_view Error::hint() const {
    return detail_->hint;
}
std::optional<std::chrono::milliseconds> Error::retry_after() const {
    return detail_->retry_after;
}

std::string_view Error::fact(std::string_view key) const {
    const auto found =
        std::find_if(detail_->facts.begin(), detail_->facts.end(), [&](const auto& fact) { return fact.first == key; });
    return found == detail_->facts.end() ? std::string_view() : std::string_view(found->second);
}

std::string Error::to_string() const {
    std::string text(levada::to_string(detail_->code));
    text += ": " + detail_->message;
    if (!detail_->place.empty()) {
        text += "\n  at " + detail_->place;
    }
    if (!detail_->facts.empty()) {
        text += "\n ";
        for (const auto& [key, value] : detail_->facts) {
            text.append(" ").append(key).append("=").append(value);
        }
    }
    if (!detail_->hint.empty()) {
        text += "\n  next: " + detail_->hint;
    }
    return text;
}

}  // namespace levada
