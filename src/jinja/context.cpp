#include "levada/jinja/context.h"

#include <algorithm>

namespace levada::jinja {

namespace {

/// What most renderings set, so that one allocation does.
constexpr std::size_t kVariablesHint = 5;

}  // namespace

void Context::set(std::string_view name, Value value) {
    for (auto& [known, slot] : values_) {
        if (known == name) {
            slot = std::move(value);
            return;
        }
    }
    if (values_.empty()) {
        values_.reserve(kVariablesHint);
    }
    values_.emplace_back(name, std::move(value));
}

void Context::erase(std::string_view name) {
    std::erase_if(values_, [&](const auto& variable) { return variable.first == name; });
}

const Value* Context::find(std::string_view name) const {
    for (const Context* layer = this; layer != nullptr; layer = layer->parent_) {
        for (const auto& [known, value] : layer->values_) {
            if (known == name) {
                return &value;
            }
        }
    }
    return nullptr;
}

std::vector<std::pair<std::string_view, Value>> Context::all() const {
    std::vector<std::pair<std::string_view, Value>> visible;
    for (const Context* layer = this; layer != nullptr; layer = layer->parent_) {
        for (const auto& variable : layer->values_) {
            const bool is_known = std::any_of(
                visible.begin(), visible.end(), [&](const auto& known) { return known.first == variable.first; });
            if (!is_known) {
                visible.push_back(variable);
            }
        }
    }
    return visible;
}

std::optional<std::chrono::system_clock::time_point> Context::now() const {
    return now_ || parent_ == nullptr ? now_ : parent_->now();
}

std::optional<std::uint64_t> Context::random_seed() const {
    return random_seed_ || parent_ == nullptr ? random_seed_ : parent_->random_seed();
}

}  // namespace levada::jinja
