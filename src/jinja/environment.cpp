#include "levada/jinja/environment.h"

#include "builtins.h"

#include <algorithm>
#include <map>
#include <vector>

namespace levada::jinja {

struct Environment::Tables {
    EnvironmentOptions options;
    std::map<std::string, Filter, std::less<>> filters;
    std::map<std::string, Filter, std::less<>> tests;
    std::map<std::string, Value, std::less<>> globals;
    std::map<std::string, std::string, std::less<>> aliases;
};

Environment::Environment(EnvironmentOptions options) : tables_(std::make_unique<Tables>()) {
    tables_->options = options;
    add_builtin_filters(*this);
    add_builtin_tests(*this);
    add_builtin_globals(*this);
}

Environment::~Environment() = default;
Environment::Environment(Environment&&) noexcept = default;
Environment& Environment::operator=(Environment&&) noexcept = default;

const Environment& Environment::plain() {
    static const Environment* const kPlain = new Environment(EnvironmentOptions());
    return *kPlain;
}

void Environment::add_filter(std::string name, Filter filter) {
    tables_->filters.insert_or_assign(std::move(name), filter);
}

void Environment::add_test(std::string name, Filter test) {
    tables_->tests.insert_or_assign(std::move(name), test);
}

void Environment::add_global(std::string name, Value value) {
    tables_->globals.insert_or_assign(std::move(name), std::move(value));
}

void Environment::remove_global(std::string_view name) {
    const auto found = tables_->globals.find(name);
    if (found != tables_->globals.end()) {
        tables_->globals.erase(found);
    }
}

void Environment::add_alias(std::string alias, std::string name) {
    tables_->aliases.insert_or_assign(std::move(alias), std::move(name));
}

std::string_view Environment::variable_name(std::string_view name) const {
    const auto found = tables_->aliases.find(name);
    return found == tables_->aliases.end() ? name : std::string_view(found->second);
}

const EnvironmentOptions& Environment::options() const {
    return tables_->options;
}

Filter Environment::find_filter(std::string_view name) const {
    const auto found = tables_->filters.find(name);
    return found == tables_->filters.end() ? nullptr : found->second;
}

Filter Environment::find_test(std::string_view name) const {
    const auto found = tables_->tests.find(name);
    return found == tables_->tests.end() ? nullptr : found->second;
}

const Value* Environment::find_global(std::string_view name) const {
    const auto found = tables_->globals.find(name);
    return found == tables_->globals.end() ? nullptr : &found->second;
}

}  // namespace levada::jinja
