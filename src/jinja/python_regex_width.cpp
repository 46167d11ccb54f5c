#include "python_regex_width.h"

#include <algorithm>
#include <limits>
#include <memory>

namespace levada::jinja {

namespace {

constexpr std::size_t kWidthMax = std::numeric_limits<std::size_t>::max();

std::size_t product(std::size_t a, std::size_t b) {
    return a != 0 && b > kWidthMax / a ? kWidthMax : a * b;
}

std::size_t sum(std::size_t a, std::size_t b) {
    return b > kWidthMax - a ? kWidthMax : a + b;
}

/// Of a node that matches by one of its children.
RegexWidth width_of_one(const RegexNode& node, const std::vector<RegexWidth>& groups) {
    RegexWidth width = width_of(*node.children[0], groups);
    const bool may_be_none = node.kind == RegexNode::Kind::conditional && node.children.size() == 1;
    width.least = may_be_none ? 0 : width.least;
    for (const std::unique_ptr<RegexNode>& child : node.children) {
        const RegexWidth one = width_of(*child, groups);
        width = {may_be_none ? 0 : std::min(width.least, one.least), std::max(width.most, one.most)};
    }
    return width;
}

}  // namespace

RegexWidth width_of(const RegexNode& node, const std::vector<RegexWidth>& groups) {
    RegexWidth width;
    switch (node.kind) {
        case RegexNode::Kind::character:
        case RegexNode::Kind::any:
        case RegexNode::Kind::set:
            return {1, 1};
        case RegexNode::Kind::back_reference:
            return groups[node.group];
        case RegexNode::Kind::group:
        case RegexNode::Kind::atomic:
            return width_of(*node.children[0], groups);
        case RegexNode::Kind::sequence:
            for (const std::unique_ptr<RegexNode>& child : node.children) {
                const RegexWidth one = width_of(*child, groups);
                width = {sum(width.least, one.least), sum(width.most, one.most)};
            }
            return width;
        case RegexNode::Kind::repeat: {
            const RegexWidth one = width_of(*node.children[0], groups);
            return {product(one.least, node.least), product(one.most, node.most)};
        }
        case RegexNode::Kind::alternatives:
        case RegexNode::Kind::conditional:
            return width_of_one(node, groups);
        default:
            return width;
    }
}

}  // namespace levada::jinja
