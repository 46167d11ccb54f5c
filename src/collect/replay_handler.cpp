#include "levada/base/text.h"
#include "levada/collect/replay_index.h"

namespace levada {
namespace {

// Splits `/{host}/path` when the host was recorded; else the path stays and the host is not known.
ReplayIndex::Question question_of(const ReplayIndex& index, const Request& request) {
    ReplayIndex::Question question{.method = std::string(request.method),
                                   .path = std::string(request.path),
                                   .query = std::string(request.query),
                                   .body = std::string(request.body)};
    if (request.path.starts_with('/')) {
        const std::string_view rest = request.path.substr(1);
        const std::string_view host = rest.substr(0, rest.find('/'));
        if (index.has_host(host)) {
            question.host = host;
            question.path = rest.substr(host.size());
        }
    }
    return question;
}

}  // namespace

Handler replay_handler(const ReplayIndex& index) {
    return [&index](const Request& request) {
        Result<ReplayIndex::Answer> answer = index.find(question_of(index, request));
        if (!answer.has_value()) {
            return error_response({.status = 404,
                                   .code = "LVD404",
                                   .message = answer.error().message(),
                                   .details = std::nullopt,
                                   .hint = std::string(answer.error().hint())});
        }
        Response response;
        response.status = answer->status;
        for (const auto& [name, value] : answer->headers.fields()) {
            response.headers.push_back({name, value});
        }
        response.body = std::move(answer->body);
        return response;
    };
}

}  // namespace levada
