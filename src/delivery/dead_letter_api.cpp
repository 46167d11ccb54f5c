#include "levada/delivery/dead_letter_api.h"

#include <string>

#include "levada/base/text.h"

namespace levada {
namespace {

constexpr std::int64_t kLimitMax = 10'000;

/// What a request asks for.
struct Question {
    LetterFilter filter{};
    bool is_grouped = false;
    std::size_t limit = 1'000;
};

Response refuse(const Error& error) {
    ApiError answer{.status = 500, .code = "XX000", .message = "Internal error; the log has its cause"};
    if (error.code() == ErrorCode::invalid_data) {
        answer = {.status = 400, .code = "LVD400", .message = error.message()};
    } else if (error.code() == ErrorCode::not_found) {
        answer = {.status = 404, .code = "LVD404", .message = error.message()};
    } else if (error.code() == ErrorCode::unavailable) {
        answer = {.status = 503, .code = "LVD503", .message = error.message()};
    }
    return error_response(answer);
}

/// The field of the filter that a parameter sets; null for another parameter.
std::string* field_of(LetterFilter& filter, std::string_view name) {
    struct Field {
        std::string_view name;
        std::string LetterFilter::*place;
    };
    constexpr Field kFields[] = {{"pipeline", &LetterFilter::pipeline},
                                 {"stream", &LetterFilter::stream},
                                 {"code", &LetterFilter::code},
                                 {"cause", &LetterFilter::cause},
                                 {"run", &LetterFilter::run}};
    for (const Field& field : kFields) {
        if (field.name == name) {
            return &(filter.*field.place);
        }
    }
    return nullptr;
}

Status take(Question& question, const std::string& name, const std::string& value) {
    if (std::string* field = field_of(question.filter, name); field != nullptr) {
        *field = value;
        return ok();
    }
    if (name == "status") {
        question.filter.status = parse_letter_status(value);
        return question.filter.status
                   ? ok()
                   : Status(Error(ErrorCode::invalid_data, "parameter status: \"" + value + "\" is not known"));
    }
    if (name == "group" && value == "cause") {
        question.is_grouped = true;
        return ok();
    }
    const auto limit = name == "limit" ? parse_int64(value) : std::nullopt;
    if (!limit || *limit < 1 || *limit > kLimitMax) {
        return Error(ErrorCode::invalid_data, "parameter \"" + name + "\" is not known, or its value is wrong");
    }
    question.limit = static_cast<std::size_t>(*limit);
    return ok();
}

Result<Question> question_of(const Request& request) {
    Question question;
    const auto parameters = parse_query_string(request.query);
    if (!parameters) {
        return Error(ErrorCode::invalid_data, "the query string has a wrong percent escape");
    }
    for (const auto& [name, value] : *parameters) {
        LEVADA_CHECK(take(question, name, value));
    }
    return question;
}

template <typename Item>
Response listed(const std::vector<Item>& items, std::size_t limit) {
    Json list = Json::array();
    for (const Item& item : items) {
        if (list.size() == limit) {
            break;
        }
        list.push_back(item.to_json());
    }
    return Response::json(200, list.dump());
}

}  // namespace

Response DeadLetterApi::list(const Request& request) const {
    const auto question = question_of(request);
    if (!question) {
        return refuse(question.error());
    }
    const auto letters = letters_.list(question->filter);
    if (!letters) {
        return refuse(letters.error());
    }
    return question->is_grouped ? listed(DeadLetters::by_cause(*letters), question->limit)
                                : listed(*letters, question->limit);
}

Response DeadLetterApi::one(const Request& request) const {
    LetterFilter filter;
    filter.id = request.path_parameter("id");
    const auto letters = letters_.list(filter);
    if (!letters) {
        return refuse(letters.error());
    }
    if (letters->size() != 1) {
        return refuse(Error(ErrorCode::not_found, "there is no such dead letter"));
    }
    const auto body = letters_.body(letters->front());
    if (!body) {
        return refuse(body.error());
    }
    Json document = letters->front().to_json();
    document.set("body", *body);
    return Response::json(200, document.dump());
}

}  // namespace levada
