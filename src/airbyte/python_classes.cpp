#include "levada/airbyte/python_classes.h"

#include <algorithm>
#include <set>

#include "levada/base/ascii.h"
#include "levada/base/text.h"

namespace levada::airbyte {

namespace {

bool is_custom_component(const Json& node) {
    const Json* name = node.find("class_name");
    if (name == nullptr || !name->is_string()) {
        return false;
    }
    return !node.contains("type") || node.string_or("type", "").starts_with("Custom");
}

void collect(const Json& node, std::vector<PythonClass>& found) {
    if (node.is_array()) {
        for (const Json& item : node.as_array()) {
            collect(item, found);
        }
        return;
    }
    if (!node.is_object()) {
        return;
    }
    if (is_custom_component(node)) {
        const Json& name = *node.find("class_name");
        found.push_back(
            {std::string(node.string_or("type", "")), name.as_string(), name.line() > 0 ? name.line() : node.line()});
    }
    for (const Json::Member& member : node.as_object()) {
        // A stream's schema may have a property of that name, and definitions that nobody names are never built.
        if (member.key != "schema" && member.key != "schemas" && member.key != "definitions" && member.key != "spec" &&
            member.key != "$parameters") {
            collect(member.value, found);
        }
    }
}

/// Modules that stand for the file beside the manifest.
/// Source: airbyte-cdk 7.39.1, parsers/custom_code_compiler.py, get_registered_components_module().
bool is_components_module(std::string_view module) {
    return module == "components" || module == "source_declarative_manifest.components";
}

bool is_word_character(char c) {
    return is_ascii_alphanumeric(c) || c == '_';
}

/// Every word of a Python text. Defined, imported or assigned: how a class comes to be there is Python's affair.
std::set<std::string, std::less<>> words_of(std::string_view text) {
    std::set<std::string, std::less<>> words;
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t end = at;
        while (end < text.size() && is_word_character(text[end])) {
            ++end;
        }
        if (end > at) {
            words.emplace(text.substr(at, end - at));
        }
        at = std::max(end, at + 1);
    }
    return words;
}

/// Names behind `class` at the beginning of lines, for "did you mean".
std::vector<std::string> class_names(std::string_view text) {
    constexpr std::string_view kClass = "class ";
    std::vector<std::string> names;
    for (const std::string_view line : split(text, '\n')) {
        if (line.starts_with(kClass)) {
            const std::string_view rest = line.substr(kClass.size());
            const auto end = std::find_if_not(rest.begin(), rest.end(), is_word_character);
            names.emplace_back(rest.begin(), end);
        }
    }
    return names;
}

Error no_file(const PythonClass& one) {
    return Error(ErrorCode::unsupported,
                 "manifest: " + (one.component_type.empty() ? "component" : one.component_type) +
                     ": there is no components.py beside the manifest with its class \"" + one.class_name + "\"")
        .hint("put the connector's components.py beside the manifest");
}

}  // namespace

std::string_view PythonClass::name() const {
    const std::size_t dot = class_name.rfind('.');
    return dot == std::string::npos ? std::string_view(class_name) : std::string_view(class_name).substr(dot + 1);
}

std::string_view PythonClass::module() const {
    const std::size_t dot = class_name.rfind('.');
    return dot == std::string::npos ? std::string_view() : std::string_view(class_name).substr(0, dot);
}

std::vector<PythonClass> python_classes(const Manifest& manifest) {
    std::vector<PythonClass> found;
    collect(manifest.root, found);
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
    return found;
}

Status require_python_classes(const Manifest& manifest, const std::string* components_text) {
    const std::vector<PythonClass> classes = python_classes(manifest);
    if (classes.empty()) {
        return ok();
    }
    if (components_text == nullptr) {
        return no_file(classes.front()).at(manifest.file, classes.front().line);
    }
    const auto words = words_of(*components_text);
    for (const PythonClass& one : classes) {
        if (!is_components_module(one.module()) || words.contains(one.name())) {
            continue;
        }
        std::string message = "manifest: components.py has no class \"" + std::string(one.name()) + "\"";
        if (const auto near = nearest(one.name(), class_names(*components_text))) {
            message += "; did you mean \"" + *near + "\"?";
        }
        return Error(ErrorCode::unsupported, message).at(manifest.file, one.line);
    }
    return ok();
}

}  // namespace levada::airbyte
