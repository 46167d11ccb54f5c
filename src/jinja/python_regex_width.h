#pragma once

#include "python_regex_node.h"

#include <cstddef>
#include <vector>

namespace levada::jinja {

/// How many characters a part of a pattern takes, at least and at most.
struct RegexWidth {
    std::size_t least = 0;
    std::size_t most = 0;
};

/// `groups` has the widths of the groups that `node` may refer to, by their numbers.
/// Source: CPython 3.11, re._parser.SubPattern.getwidth.
RegexWidth width_of(const RegexNode& node, const std::vector<RegexWidth>& groups);

}  // namespace levada::jinja
