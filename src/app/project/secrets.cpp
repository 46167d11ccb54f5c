#include "project/secrets.h"

#include "levada/base/file.h"
#include "levada/base/text.h"
#include "levada/base/yaml.h"

namespace levada::app {

Result<Secrets> Secrets::open(const std::filesystem::path& folder,
                              const std::map<std::string, std::string>& environment) {
    Secrets secrets;
    secrets.folder_ = folder;
    secrets.environment_ = &environment;
    const std::filesystem::path path = folder / "secrets.yaml";
    if (!std::filesystem::exists(path)) {
        return secrets;
    }
    LEVADA_TRY(const std::string text, read_file(path));
    LEVADA_TRY(Json values, parse_yaml(text, path.string()));
    if (values.is_null()) {
        return secrets;
    }
    if (!values.is_object()) {
        return Error(ErrorCode::invalid_config, "wanted a map of names to secrets").at(path.string(), values.line());
    }
    secrets.values_ = std::move(values);
    return secrets;
}

Result<std::string> Secrets::look_up(std::string_view kind, const std::string& name) const {
    if (kind == "env") {
        const auto found = environment_->find(name);
        if (found == environment_->end()) {
            return Error(ErrorCode::invalid_config, "the environment variable " + name + " is not set")
                .hint("export " + name + "=…, then run the same command again");
        }
        return found->second;
    }
    if (kind == "file") {
        const std::filesystem::path path = folder_ / name;  // An absolute name replaces the folder.
        LEVADA_TRY(const std::string text, read_file(path));
        return std::string(trim(text));
    }
    if (kind == "secret") {
        const Json* value = values_.find(name);
        if (value == nullptr) {
            return Error(ErrorCode::invalid_config, "secrets.yaml has no \"" + name + "\"")
                .hint("add `" + name + ": …` to " + (folder_ / "secrets.yaml").string());
        }
        return value->is_string() ? value->as_string() : value->dump();
    }
    return Error(ErrorCode::invalid_config,
                 "wanted ${env:NAME}, ${file:PATH} or ${secret:NAME}, found ${" + std::string(kind) + ":…}");
}

Result<std::string> Secrets::resolve_text(const std::string& text, std::string_view file, std::int64_t line) {
    std::string out;
    std::size_t from = 0;
    while (true) {
        const std::size_t start = text.find("${", from);
        const std::size_t colon = text.find(':', start);
        const std::size_t end = text.find('}', start);
        if (start == std::string::npos || end == std::string::npos || colon == std::string::npos || colon > end) {
            return out + text.substr(from);
        }
        out += text.substr(from, start - from);
        const std::string kind = text.substr(start + 2, colon - start - 2);
        const auto value = look_up(kind, text.substr(colon + 1, end - colon - 1));
        if (!value) {
            return value.error().at(file, line);
        }
        used_.push_back(*value);
        out += *value;
        from = end + 1;
    }
}

Result<Json> Secrets::resolve(const Json& value, std::string_view file) {
    if (value.is_string()) {
        LEVADA_TRY(std::string text, resolve_text(value.as_string(), file, value.line()));
        Json resolved(std::move(text));
        resolved.set_line(value.line());
        return resolved;
    }
    Json copy = value;
    if (copy.is_array()) {
        for (Json& item : copy.as_array()) {
            LEVADA_TRY(item, resolve(item, file));
        }
    } else if (copy.is_object()) {
        for (Json::Member& member : copy.as_object()) {
            LEVADA_TRY(member.value, resolve(member.value, file));
        }
    }
    return copy;
}

}  // namespace levada::app
