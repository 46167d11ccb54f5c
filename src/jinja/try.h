#pragma once

#include "levada/jinja/fault.h"

#define LEVADA_JINJA_CONCAT_INNER(a, b) a##b
#define LEVADA_JINJA_CONCAT(a, b) LEVADA_JINJA_CONCAT_INNER(a, b)

/// LEVADA_LET(auto value, expression): takes the value out of an Outcome or returns its fault from this function.
#define LEVADA_LET(declaration, ...) \
    LEVADA_LET_AS(LEVADA_JINJA_CONCAT(levada_outcome_, __LINE__), declaration, __VA_ARGS__)
#define LEVADA_LET_AS(name, declaration, ...)                    \
    auto name = (__VA_ARGS__);                                   \
    if (!(name).has_value()) {                                   \
        return ::levada::jinja::fail(std::move((name).error())); \
    }                                                            \
    declaration = std::move(*(name))

/// LEVADA_DO(expression): returns the fault of an Outcome<void> from this function.
#define LEVADA_DO(...) LEVADA_DO_AS(LEVADA_JINJA_CONCAT(levada_outcome_, __LINE__), __VA_ARGS__)
#define LEVADA_DO_AS(name, ...)                                  \
    if (auto name = (__VA_ARGS__); !(name).has_value()) {        \
        return ::levada::jinja::fail(std::move((name).error())); \
    }
