#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"
#include "levada/ports/handler.h"

namespace levada::gateway {

/// Where a handler runs. `inline_io` on the network's thread: only for handlers that never wait (microseconds).
/// `worker` on the pool: for handlers that query, read a disk or call others.
enum class Execution : std::uint8_t { inline_io, worker };

/// Finds the handler of a request by method and path pattern.
///
/// A pattern is a path whose segments are literal, `{name}` (one segment) or, last, `{name*}` (the rest, slashes
/// included, also empty). A literal wins over a parameter at the same place, a parameter over the rest, in the order
/// of the segments. HEAD is answered by the GET route unless it has one of its own; the method "*" takes every method
/// of that pattern. Built by one thread, then read by any.
class Router {
public:
    /// What match() found: a handler with its parameters, or the refusal to send (404, 405).
    struct Match {
        const Handler* handler = nullptr;
        Execution execution = Execution::inline_io;
        std::vector<Parameter> parameters;
        Response refusal;
    };

    /// Errors: invalid_config (a pattern without leading slash, a bad or doubled parameter), conflict (route exists).
    Status add(std::string_view method, std::string_view pattern, Execution execution, Handler handler);

    /// `path` as sent, not decoded; each segment is decoded after the split, so %2F never splits.
    Match match(std::string_view method, std::string_view path) const;

    /// The patterns with their methods, sorted: for a start page and tests.
    std::vector<std::string> describe() const;

private:
    struct Segment {
        enum class Kind : std::uint8_t { literal, parameter, rest } kind = Kind::literal;
        std::string text;
    };
    struct Target {
        Execution execution = Execution::inline_io;
        Handler handler;
    };
    struct Route {
        std::string pattern;
        std::vector<Segment> segments;
        std::map<std::string, Target, std::less<>> targets;
    };

    static Result<std::vector<Segment>> parse_pattern(std::string_view pattern);
    static bool segments_match(const Route& route, std::string_view path);
    static bool fill_parameters(const Route& route, std::string_view path, std::vector<Parameter>& parameters);
    const Route* find(std::string_view path) const;

    std::vector<Route> routes_;  // Sorted: the most literal first.
};

}  // namespace levada::gateway
