#include "schema_file.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "levada/airbyte/components/stream.h"
#include "levada/base/file.h"

namespace levada::airbyte {

namespace {

constexpr int kReferenceDepthMax = 64;

const Json* look_up(const Json& root, std::string_view path) {
    const Json* at = &root;
    while (!path.empty() && at != nullptr) {
        const std::size_t slash = path.find('/');
        at = at->find(path.substr(0, slash));
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    }
    return at;
}

Result<Json> expand(const Json& node, const Json& root, int depth) {
    if (depth > kReferenceDepthMax) {
        return Error(ErrorCode::invalid_data, "schema: references nest too deep");
    }
    if (node.is_array()) {
        Json made = Json::array();
        for (const Json& item : node.as_array()) {
            LEVADA_TRY(Json value, expand(item, root, depth + 1));
            made.push_back(std::move(value));
        }
        return made;
    }
    if (!node.is_object()) {
        return node;
    }
    if (const Json* reference = node.find("$ref"); reference != nullptr && reference->is_string()) {
        if (!reference->as_string().starts_with("#/")) {
            return Error(ErrorCode::unsupported,
                         "schema: references to other files are not read: " + reference->as_string());
        }
        const Json* target = look_up(root, std::string_view(reference->as_string()).substr(2));
        if (target == nullptr) {
            return Error(ErrorCode::invalid_data, "schema: reference to undefined " + reference->as_string());
        }
        LEVADA_TRY(Json made, expand(*target, root, depth + 1));
        made.erase("definitions");
        return made;
    }
    Json made = Json::object();
    for (const Json::Member& member : node.as_object()) {
        LEVADA_TRY(Json value, expand(member.value, root, depth + 1));
        made.set(member.key, std::move(value));
    }
    return made;
}

Result<std::string> read_beside(std::string_view path, const BuildContext& context) {
    const std::filesystem::path folder = std::filesystem::path(context.source().manifest_file).parent_path();
    std::string relative(path);
    while (relative.starts_with("./") || relative.starts_with("/")) {
        relative.erase(0, relative.find('/') + 1);
    }
    Result<std::string> text = read_file(folder / relative);
    const std::size_t slash = relative.find('/');
    if (text.has_value() || slash == std::string::npos) {
        return text;
    }
    return read_file(folder / relative.substr(slash + 1));
}

class DefaultSchemaLoader final : public SchemaLoader {
public:
    DefaultSchemaLoader(std::string name, const BuildContext& context) : name_(std::move(name)), context_(context) {}
    Result<Json> schema() override {
        Result<Json> found = read_schema_file("./" + name_ + ".json", context_);
        return found.has_value() || found.error().code() != ErrorCode::not_found ? found : Json::object();
    }

private:
    std::string name_;
    BuildContext context_;
};

class CompositeSchemaLoader final : public SchemaLoader {
public:
    explicit CompositeSchemaLoader(std::vector<std::shared_ptr<SchemaLoader>> loaders) : loaders_(std::move(loaders)) {}
    Result<Json> schema() override {
        Json properties = Json::object();
        for (const std::shared_ptr<SchemaLoader>& loader : loaders_) {
            LEVADA_TRY(const Json schema, loader->schema());
            const Json* own = schema.find("properties");
            if (own == nullptr || !own->is_object()) {
                return Error(ErrorCode::invalid_data, "schema: a schema to be merged has no properties");
            }
            Json merged = *own;
            for (const Json::Member& member : properties.as_object()) {
                merged.set(member.key, member.value);
            }
            properties = std::move(merged);
        }
        return Json::object({{"$schema", "http://json-schema.org/draft-07/schema#"},
                             {"type", Json::array({"null", "object"})},
                             {"properties", std::move(properties)}});
    }

private:
    std::vector<std::shared_ptr<SchemaLoader>> loaders_;
};

class CachingSchemaLoader final : public SchemaLoader {
public:
    explicit CachingSchemaLoader(std::shared_ptr<SchemaLoader> loader) : loader_(std::move(loader)) {}
    Result<Json> schema() override {
        if (!schema_) {
            LEVADA_TRY(schema_, loader_->schema());
        }
        return *schema_;
    }

private:
    std::shared_ptr<SchemaLoader> loader_;
    std::optional<Json> schema_;
};

}  // namespace

Result<Json> read_schema_file(std::string_view path, const BuildContext& context) {
    LEVADA_TRY(const std::string text, read_beside(path, context));
    LEVADA_TRY(const Json raw, parse_json(text).with("file", std::string(path)));
    return expand(raw, raw, 0);
}

std::shared_ptr<SchemaLoader> make_default_schema_loader(std::string name, const BuildContext& context) {
    return std::make_shared<DefaultSchemaLoader>(std::move(name), context);
}

std::shared_ptr<SchemaLoader> make_composite_schema_loader(std::vector<std::shared_ptr<SchemaLoader>> loaders) {
    return std::make_shared<CompositeSchemaLoader>(std::move(loaders));
}

std::shared_ptr<SchemaLoader> make_caching_schema_loader(std::shared_ptr<SchemaLoader> loader) {
    return std::make_shared<CachingSchemaLoader>(std::move(loader));
}

}  // namespace levada::airbyte
