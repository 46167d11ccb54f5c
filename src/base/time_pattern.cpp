#include "levada/base/time_pattern.h"

#include "time_fields.h"

#include <array>

namespace levada {

TimePattern::TimePattern(std::string_view format) {
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (is_ascii_space(format[i])) {
            if (elements_.empty() || elements_.back().kind != Element::Kind::space) {
                elements_.push_back({Element::Kind::space, 0});
            }
        } else if (format[i] != '%') {
            add_literal(format[i]);
        } else if (++i < format.size()) {
            add_directive(format[i]);
        } else {
            is_usable_ = false;
        }
    }
}

void TimePattern::add_literal(char letter) {
    elements_.push_back({Element::Kind::literal, ascii_lower(letter)});
}

void TimePattern::add_directive(char directive) {
    static constexpr std::string_view kCompound[3][2] = {{"c", "a b d H:M:S Y"}, {"x", "m/d/y"}, {"X", "H:M:S"}};
    for (const auto& compound : kCompound) {
        if (compound[0][0] != directive) {
            continue;
        }
        for (const char part : compound[1]) {
            if (part == ' ') {
                elements_.push_back({Element::Kind::space, 0});
            } else if (part == ':' || part == '/') {
                add_literal(part);
            } else {
                add_directive(part);
            }
        }
        return;
    }
    if (directive == '%') {
        add_literal('%');
        return;
    }
    if (kTimeFields.find(directive) == std::string_view::npos) {
        is_usable_ = false;
        return;
    }
    for (const Element& element : elements_) {
        is_usable_ = is_usable_ && !(element.kind == Element::Kind::field && element.what == directive);
    }
    elements_.push_back({Element::Kind::field, directive});
}

bool TimePattern::match_space(std::size_t element,
                              std::string_view text,
                              std::size_t at,
                              TimeCaptures& captures) const {
    std::size_t end = at;
    while (end < text.size() && is_ascii_space(text[end])) {
        ++end;
    }
    for (; end > at; --end) {
        if (match(element + 1, text, end, captures)) {
            return true;
        }
    }
    return false;
}

bool TimePattern::match(std::size_t element, std::string_view text, std::size_t at, TimeCaptures& captures) const {
    for (; element < elements_.size() && elements_[element].kind == Element::Kind::literal; ++element, ++at) {
        if (at >= text.size() || ascii_lower(text[at]) != elements_[element].what) {
            return false;
        }
    }
    if (element == elements_.size()) {
        captures.end = at;
        return true;
    }
    if (elements_[element].kind == Element::Kind::space) {
        return match_space(element, text, at, captures);
    }
    const Candidates candidates = candidates_of(elements_[element].what, text.substr(at));
    for (std::size_t i = 0; i < candidates.count; ++i) {
        if (match(element + 1, text, at + candidates.items[i].length, captures)) {
            captures.set(elements_[element].what, candidates.items[i].value);
            return true;
        }
    }
    return false;
}

std::optional<CivilTime> TimePattern::parse(std::string_view text) const {
    TimeCaptures captures;
    // Python's match is not tied to the end of the text: what it leaves over is an error, not a reason to look further.
    if (!is_usable_ || !match(0, text, 0, captures) || captures.end != text.size()) {
        return std::nullopt;
    }
    return civil_from_captures(captures);
}

}  // namespace levada
