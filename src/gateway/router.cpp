#include "levada/gateway/router.h"

#include <algorithm>
#include <optional>

#include "levada/base/assert.h"

namespace levada::gateway {

namespace {

/// The next segment of `path`, which starts with a slash; removes it.
std::string_view take_segment(std::string_view& path) {
    LEVADA_ASSERT(path.starts_with('/'));
    const std::size_t end = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(1, end - 1);
    path.remove_prefix(end);
    return segment;
}

Response not_found(std::string_view path) {
    return error_response({.status = 404,
                           .code = "PGRST125",
                           .message = "Invalid path specified in request URL: " + std::string(path),
                           .hint = "GET /openapi.json lists the paths"});
}

Response method_not_allowed(std::string_view method, const std::string& allowed) {
    return error_response({.status = 405,
                           .code = "LVD405",
                           .message = "Method " + std::string(method) + " is not allowed here",
                           .hint = "Allowed: " + allowed})
        .with("Allow", allowed);
}

}  // namespace

Result<std::vector<Router::Segment>> Router::parse_pattern(std::string_view pattern) {
    if (!pattern.starts_with('/')) {
        return Error(ErrorCode::invalid_config, "route pattern must start with a slash")
            .with("pattern", std::string(pattern));
    }
    std::vector<Segment> segments;
    std::string_view left = pattern;
    while (!left.empty()) {
        const std::string_view text = take_segment(left);
        Segment segment{Segment::Kind::literal, std::string(text)};
        if (text.starts_with('{') && text.ends_with('}')) {
            const bool is_rest = text.ends_with("*}");
            segment.kind = is_rest ? Segment::Kind::rest : Segment::Kind::parameter;
            segment.text = std::string(text.substr(1, text.size() - (is_rest ? 3 : 2)));
            const bool is_doubled = std::ranges::any_of(segments, [&](const Segment& other) {
                return other.kind != Segment::Kind::literal && other.text == segment.text;
            });
            if (segment.text.empty() || is_doubled || (is_rest && !left.empty())) {
                return Error(ErrorCode::invalid_config, "route pattern has a wrong parameter " + std::string(text))
                    .with("pattern", std::string(pattern));
            }
        }
        segments.push_back(std::move(segment));
    }
    return segments;
}

Status Router::add(std::string_view method, std::string_view pattern, Execution execution, Handler handler) {
    LEVADA_ASSERT(handler != nullptr);
    LEVADA_TRY(std::vector<Segment> segments, parse_pattern(pattern));
    auto route = std::ranges::find(routes_, pattern, &Route::pattern);
    if (route == routes_.end()) {
        const auto kinds_less = [](const Route& left, const Route& right) {
            return std::ranges::lexicographical_compare(
                left.segments, right.segments, {}, &Segment::kind, &Segment::kind);
        };
        Route fresh{std::string(pattern), std::move(segments), {}};
        const auto place = std::ranges::upper_bound(routes_, fresh, kinds_less);
        route = routes_.insert(place, std::move(fresh));
    }
    const bool is_new = route->targets.try_emplace(std::string(method), Target{execution, std::move(handler)}).second;
    if (!is_new) {
        return Error(ErrorCode::conflict, "route exists")
            .with("route", std::string(method) + " " + std::string(pattern));
    }
    return {};
}

bool Router::segments_match(const Route& route, std::string_view path) {
    for (const Segment& segment : route.segments) {
        if (segment.kind == Segment::Kind::rest) {
            return true;
        }
        if (path.empty()) {
            return false;
        }
        const std::string_view text = take_segment(path);
        const bool is_match = segment.kind == Segment::Kind::parameter ? !text.empty() : text == segment.text;
        if (!is_match) {
            return false;
        }
    }
    return path.empty();
}

bool Router::fill_parameters(const Route& route, std::string_view path, std::vector<Parameter>& parameters) {
    for (const Segment& segment : route.segments) {
        const bool is_rest = segment.kind == Segment::Kind::rest;
        std::string_view text = is_rest ? path.substr(std::min<std::size_t>(1, path.size())) : take_segment(path);
        if (segment.kind == Segment::Kind::literal) {
            continue;
        }
        std::optional<std::string> value = decode_component(text, PlusSign::literal);
        if (!value) {
            return false;
        }
        parameters.push_back({segment.text, std::move(*value)});
    }
    return true;
}

const Router::Route* Router::find(std::string_view path) const {
    for (const Route& route : routes_) {
        if (segments_match(route, path)) {
            return &route;
        }
    }
    return nullptr;
}

Router::Match Router::match(std::string_view method, std::string_view path) const {
    Match match;
    const Route* route = path.starts_with('/') ? find(path) : nullptr;
    if (route == nullptr) {
        match.refusal = not_found(path);
        return match;
    }
    auto target = route->targets.find(method);
    if (target == route->targets.end() && method == "HEAD") {
        target = route->targets.find("GET");
    }
    if (target == route->targets.end()) {
        target = route->targets.find("*");
    }
    if (target == route->targets.end()) {
        std::string allowed;
        for (const auto& [name, ignored] : route->targets) {
            allowed += (allowed.empty() ? "" : ", ") + name + (name == "GET" ? ", HEAD" : "");
        }
        match.refusal = method_not_allowed(method, allowed);
        return match;
    }
    if (!fill_parameters(*route, path, match.parameters)) {
        match.refusal =
            error_response({.status = 400, .code = "LVD400", .message = "The path has a wrong percent escape"});
        return match;
    }
    match.handler = &target->second.handler;
    match.execution = target->second.execution;
    return match;
}

std::vector<std::string> Router::describe() const {
    std::vector<std::string> lines;
    for (const Route& route : routes_) {
        for (const auto& [method, ignored] : route.targets) {
            lines.push_back(method + " " + route.pattern);
        }
    }
    std::ranges::sort(lines);
    return lines;
}

}  // namespace levada::gateway
