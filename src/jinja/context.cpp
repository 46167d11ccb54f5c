#include "levada/jinja/context.h"

#include <algorithm>
#include <span>

namespace levada::jinja {

const Context::Variable* Context::own(std::string_view name) const {
    for (std::size_t i = 0; i < inline_count_; ++i) {
        if (inline_variables_[i].first == name) {
            return &inline_variables_[i];
        }
    }
    for (const Variable& variable : more_variables_) {
        if (variable.first == name) {
            return &variable;
        }
    }
    return nullptr;
}

void Context::set(std::string_view name, Value value) {
    for (std::size_t i = 0; i < inline_count_; ++i) {
        if (inline_variables_[i].first == name) {
            inline_variables_[i].second = std::move(value);
            return;
        }
    }
    if (inline_count_ < kInlineVariables && more_variables_.empty()) {
        inline_variables_[inline_count_].first = name;
        inline_variables_[inline_count_].second = std::move(value);
        ++inline_count_;
        return;
    }
    for (Variable& variable : more_variables_) {
        if (variable.first == name) {
            variable.second = std::move(value);
            return;
        }
    }
    more_variables_.emplace_back(name, std::move(value));
}

void Context::erase(std::string_view name) {
    const auto is_named = [name](const Variable& variable) { return variable.first == name; };
    const auto begin = inline_variables_.begin();
    const auto end = begin + static_cast<std::ptrdiff_t>(inline_count_);
    inline_count_ = static_cast<std::size_t>(std::remove_if(begin, end, is_named) - begin);
    more_variables_.erase(std::remove_if(more_variables_.begin(), more_variables_.end(), is_named),
                          more_variables_.end());
}

const Value* Context::find(std::string_view name) const {
    for (const Context* layer = this; layer != nullptr; layer = layer->parent_) {
        if (const Variable* variable = layer->own(name)) {
            return &variable->second;
        }
    }
    return nullptr;
}

std::vector<std::pair<std::string_view, Value>> Context::all() const {
    std::vector<Variable> visible;
    const auto add = [&](const Variable& variable) {
        const bool is_known = std::any_of(
            visible.begin(), visible.end(), [&](const Variable& known) { return known.first == variable.first; });
        if (!is_known) {
            visible.push_back(variable);
        }
    };
    for (const Context* layer = this; layer != nullptr; layer = layer->parent_) {
        const std::span<const Variable> first(layer->inline_variables_.data(), layer->inline_count_);
        std::for_each(first.begin(), first.end(), add);
        std::for_each(layer->more_variables_.begin(), layer->more_variables_.end(), add);
    }
    return visible;
}

std::optional<std::chrono::system_clock::time_point> Context::now() const {
    if (now_) {
        return now_;
    }
    if (surroundings_ != nullptr) {
        return surroundings_->now();
    }
    return parent_ == nullptr ? std::nullopt : parent_->now();
}

std::optional<std::uint64_t> Context::random_seed() const {
    if (random_seed_) {
        return random_seed_;
    }
    if (surroundings_ != nullptr) {
        return surroundings_->random_seed();
    }
    return parent_ == nullptr ? std::nullopt : parent_->random_seed();
}

}  // namespace levada::jinja
