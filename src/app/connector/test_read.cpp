#include "connector/test_read.h"

#include <utility>

#include "levada/base/text.h"

namespace levada::app {

namespace {

constexpr std::size_t kBodyShownBytesMax = 2000;
constexpr std::size_t kRecordShownBytesMax = 400;
constexpr std::size_t kRecordsShownMax = 5;
constexpr std::size_t kLogsMax = 200;

std::string cut(std::string text, std::size_t size_bytes_max) {
    if (text.size() > size_bytes_max) {
        const std::size_t left_out = text.size() - size_bytes_max;
        text.resize(size_bytes_max);
        text += "… (" + std::to_string(left_out) + " bytes more)";
    }
    return text;
}

Json headers_json(const HttpHeaders& headers) {
    Json fields = Json::object();
    for (const auto& [name, value] : headers.fields()) {
        fields.set(name, Json(value));
    }
    return fields;
}

std::string headers_text(const HttpHeaders& headers) {
    std::string text;
    for (const auto& [name, value] : headers.fields()) {
        text.append("     ").append(name).append(": ").append(value).append("\n");
    }
    return text;
}

std::string indented(std::string_view text) {
    return "     " + replace_all(std::string(text), "\n", "\n     ") + "\n";
}

std::string counted(std::size_t records) {
    return std::to_string(records) + (records == 1 ? " record" : " records");
}

std::string type_text(const Json& schema) {
    const Json* type = schema.find("type");
    if (type == nullptr) {
        return "any";
    }
    std::string text;
    for (const Json& one : type->is_array() ? type->as_array() : Json::Array{*type}) {
        text += (text.empty() ? "" : " or ") + one.as_string();
    }
    return text;
}

}  // namespace

Result<HttpResponse> TestRead::send(const HttpRequest& request, Deadline deadline) {
    Result<HttpResponse> response = next_.send(request, deadline);
    if (slices_.empty()) {
        slices_.emplace_back();  // Sign-in and parents come before the first slice.
    }
    TestExchange exchange;
    exchange.request = request;
    if (response) {
        exchange.response = *response;
    } else {
        exchange.failure = response.error().message();
    }
    slices_.back().exchanges.push_back(std::move(exchange));
    return response;
}

void TestRead::begin_slice(const Json& slice) {
    slices_.push_back({.slice = slice});
}

TestExchange& TestRead::current_exchange() {
    if (slices_.empty()) {
        slices_.emplace_back();
    }
    // A program's requests are not seen: its records stand under none.
    if (slices_.back().exchanges.empty()) {
        slices_.back().exchanges.emplace_back();
    }
    return slices_.back().exchanges.back();
}

Result<void> TestRead::records(const airbyte::RecordBatchView& batch) {
    for (const std::string_view record : batch.records) {
        if (record_count_ >= records_max_) {
            is_full_ = true;
            return Error(ErrorCode::cancelled, "the test read has enough records");
        }
        record_count_ += 1;
        current_exchange().records.push_back(redaction_.text(record));
        if (const auto parsed = parse_json(record)) {
            schema_.add(*parsed);
        }
    }
    return ok();
}

Result<void> TestRead::state(std::string_view /*stream*/, const Json& state, std::int64_t /*record_count*/) {
    state_ = state;
    return ok();
}

Result<void> TestRead::status(std::string_view /*stream*/, airbyte::StreamStatus /*status*/) {
    return ok();
}

Result<void> TestRead::rate_limited(std::string_view /*stream*/) {
    return log(airbyte::LogLevel::warn, "the API asks to wait");
}

Result<void> TestRead::error(const airbyte::ErrorTrace& trace) {
    errors_.push_back(redaction_.text(trace.message));
    return ok();
}

Result<void> TestRead::log(airbyte::LogLevel /*level*/, std::string_view text) {
    if (logs_.size() < kLogsMax) {
        logs_.push_back(redaction_.text(text));
    }
    return ok();
}

Result<void> TestRead::config_changed(const Json& /*config*/) {
    return log(airbyte::LogLevel::info, "the connector changed its configuration; a test read does not keep that");
}

void TestRead::hide(std::vector<std::string> secrets) {
    hidden_.insert(hidden_.end(), secrets.begin(), secrets.end());
    std::vector<Secret> all;
    all.reserve(hidden_.size());
    for (const std::string& secret : hidden_) {
        all.emplace_back(secret);
    }
    redaction_ = Redaction(all);
}

std::string TestRead::shown_body(const TestExchange& exchange) const {
    return redaction_.is_authentication(exchange.request)
               ? redaction_.authentication_response_body(exchange.response.body)
               : redaction_.text(exchange.response.body);
}

std::string TestRead::shown_request_body(const TestExchange& exchange) const {
    const std::string body = exchange.request.body.value_or("");
    return redaction_.is_authentication(exchange.request) ? redaction_.authentication_request_body(body)
                                                          : redaction_.text(body);
}

Json TestRead::exchange_json(const TestExchange& exchange) const {
    Json page = Json::object();
    if (!exchange.request.url.empty()) {
        page.set("request",
                 Json::object({{"url", Json(redaction_.url(exchange.request.url))},
                               {"http_method", Json(exchange.request.method)},
                               {"headers", headers_json(redaction_.headers(exchange.request.headers))},
                               {"body", Json(shown_request_body(exchange))}}));
        page.set("response",
                 exchange.failure.empty()
                     ? Json::object({{"status", Json(exchange.response.status)},
                                     {"headers", headers_json(redaction_.headers(exchange.response.headers))},
                                     {"body", Json(shown_body(exchange))}})
                     : Json::object({{"error", Json(redaction_.text(exchange.failure))}}));
    }
    Json records = Json::array();
    for (const std::string& record : exchange.records) {
        Result<Json> parsed = parse_json(record);
        records.push_back(parsed ? *parsed : Json(record));
    }
    page.set("records", std::move(records));
    return page;
}

Json TestRead::to_json(const std::string& stream) const {
    Json slices = Json::array();
    for (const TestSlice& slice : slices_) {
        Json pages = Json::array();
        for (const TestExchange& exchange : slice.exchanges) {
            pages.push_back(exchange_json(exchange));
        }
        slices.push_back(Json::object({{"slice_descriptor", slice.slice}, {"pages", std::move(pages)}}));
    }
    Json logs = Json::array();
    for (const std::string& line : logs_) {
        logs.push_back(Json(line));
    }
    Json errors = Json::array();
    for (const std::string& error : errors_) {
        errors.push_back(Json(error));
    }
    return Json::object({{"stream", Json(stream)},
                         {"slices", std::move(slices)},
                         {"record_count", Json(record_count_)},
                         {"test_read_limit_reached", Json(is_full_)},
                         {"inferred_schema", schema_.schema()},
                         {"state", state_},
                         {"errors", std::move(errors)},
                         {"logs", std::move(logs)}});
}

std::string TestRead::exchange_text(const TestExchange& exchange, std::size_t number) const {
    std::string text;
    if (!exchange.request.url.empty()) {
        text += "  " + std::to_string(number) + ". " + exchange.request.method + " " +
                redaction_.url(exchange.request.url) + "\n" +
                headers_text(redaction_.headers(exchange.request.headers));
        if (exchange.request.body) {
            text += indented(cut(shown_request_body(exchange), kBodyShownBytesMax));
        }
        if (!exchange.failure.empty()) {
            return text + "     -> " + redaction_.text(exchange.failure) + "\n";
        }
        const auto type = exchange.response.headers.find("content-type");
        text += "     -> " + std::to_string(exchange.response.status) + ", " +
                std::to_string(exchange.response.body.size()) + " bytes" +
                (type ? ", " + std::string(*type) : std::string()) + "\n" +
                indented(cut(shown_body(exchange), kBodyShownBytesMax));
    }
    if (exchange.records.empty() && redaction_.is_authentication(exchange.request)) {
        return text;
    }
    text += "     " + counted(exchange.records.size()) + "\n";
    for (std::size_t i = 0; i < exchange.records.size() && i < kRecordsShownMax; ++i) {
        text += "       " + cut(exchange.records[i], kRecordShownBytesMax) + "\n";
    }
    if (exchange.records.size() > kRecordsShownMax) {
        text += "       … (" + std::to_string(exchange.records.size() - kRecordsShownMax) + " more)\n";
    }
    return text;
}

std::string TestRead::to_text(const std::string& stream) const {
    std::string text = "stream " + stream + "\n";
    for (const TestSlice& slice : slices_) {
        if (slice.slice.size() > 0) {
            text += "slice " + redaction_.text(slice.slice.dump()) + "\n";
        }
        for (std::size_t i = 0; i < slice.exchanges.size(); ++i) {
            text += exchange_text(slice.exchanges[i], i + 1);
        }
    }
    for (const std::string& error : errors_) {
        text += "error: " + error + "\n";
    }
    text += "schema of " + counted(static_cast<std::size_t>(record_count_)) + "\n";
    const Json schema = schema_.schema();
    for (const Json::Member& member : schema.find("properties")->as_object()) {
        text += "  " + member.key + ": " + type_text(member.value) + "\n";
    }
    if (!state_.is_null()) {
        text += "state " + redaction_.text(state_.dump()) + "\n";
    }
    return text + (is_full_ ? "The read ended at its limit of records.\n" : "");
}

}  // namespace levada::app
