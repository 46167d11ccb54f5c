#include "levada/airbyte/components/response.h"

#include "link_header.h"

#include <utility>

#include "levada/airbyte/components/decoder.h"

namespace levada::airbyte {

namespace {

/// Statuses from here on make a response falsy in Python's requests.
constexpr int kStatusErrorMin = 400;

/// Decoders that give the same as plain JSON decoding share this key.
constexpr char kPlainJsonKey = 0;

const void* key_of(const Decoder& decoder) {
    return decoder.is_plain_json() ? static_cast<const void*>(&kPlainJsonKey) : static_cast<const void*>(&decoder);
}

}  // namespace

void BodyList::clear() {
    bodies.clear();
    owned.clear();
    is_valid_json = false;
    is_stand_in = false;
    failure.reset();
}

void BodyList::add_owned(std::string text) {
    owned.push_back(std::make_unique<std::string>(std::move(text)));
    bodies.emplace_back(*owned.back());
}

Response::Response(HttpResponse http) : http_(std::make_unique<HttpResponse>(std::move(http))) {}
Response::Response(Response&&) noexcept = default;
Response& Response::operator=(Response&&) noexcept = default;
Response::~Response() = default;

bool Response::is_ok() const {
    return http_->status < kStatusErrorMin;
}

Result<const BodyList*> Response::bodies(const Decoder& decoder) {
    const void* key = key_of(decoder);
    if (decoded_by_ == key) {
        return &bodies_;
    }
    bodies_.clear();
    decoded_by_ = nullptr;
    const bool is_used_up = is_body_read_ && decoder.is_streaming();
    if (is_used_up && rest_ == nullptr) {
        rest_ = std::make_unique<HttpResponse>();
        rest_->status = http_->status;
        rest_->headers = http_->headers;
        rest_->url = http_->url;
    }
    if (const Result<void> decoded = decoder.decode(is_used_up ? *rest_ : *http_, bodies_); !decoded.has_value()) {
        bodies_.failure = decoded.error();
    }
    decoded_by_ = key;
    return &bodies_;
}

Result<std::string_view> Response::first_body(const Decoder& decoder) {
    LEVADA_TRY(const BodyList* list, bodies(decoder));
    if (list->bodies.empty()) {
        LEVADA_CHECK(list->end());
        return std::string_view("{}");
    }
    return list->bodies.front();
}

Json Response::headers(Links links) const {
    Json all = Json::object();
    for (const auto& [name, value] : http_->headers.fields()) {
        if (Json* held = all.find(name); held != nullptr) {
            *held = Json(held->as_string() + ", " + value);
        } else {
            all.set(name, Json(value));
        }
    }
    if (links == Links::parsed) {
        all.set("link", parse_link_header(http_->headers.find("link").value_or("")));
    }
    return all;
}

HttpResponse Response::release() {
    bodies_.clear();
    decoded_by_ = nullptr;
    return std::move(*http_);
}

}  // namespace levada::airbyte
