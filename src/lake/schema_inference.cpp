#include "levada/lake/schema_inference.h"

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include <simdjson.h>

namespace levada::lake {
namespace {

namespace ondemand = simdjson::ondemand;

std::optional<ColumnType> type_of(ondemand::value& value) {
    ondemand::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    switch (type) {
        case ondemand::json_type::boolean:
            return ColumnType::boolean;
        case ondemand::json_type::string:
            return ColumnType::text;
        case ondemand::json_type::array:
        case ondemand::json_type::object:
            return ColumnType::json;
        case ondemand::json_type::number: {
            std::int64_t number = 0;
            return value.get_int64().get(number) == simdjson::SUCCESS ? ColumnType::integer : ColumnType::number;
        }
        case ondemand::json_type::null:
            break;
    }
    return std::nullopt;
}

}  // namespace

struct SchemaInference::State {
    ondemand::parser parser;
    std::string padded;
    std::deque<StreamField> fields;
    std::unordered_map<std::string_view, StreamField*> index;  // views into fields

    void note(std::string_view name, ColumnType type) {
        if (const auto found = index.find(name); found != index.end()) {
            found->second->type = wider_type(found->second->type, type);
            return;
        }
        if (fields.size() < kInferredFieldsMax) {
            StreamField& field = fields.emplace_back(StreamField{"", std::string(name), type});
            index.emplace(field.field, &field);
        }
    }

    void look_at_record(std::string_view line) {
        ondemand::document document;
        ondemand::object object;
        if (parser.iterate(line.data(), line.size(), line.size() + simdjson::SIMDJSON_PADDING).get(document) !=
                simdjson::SUCCESS ||
            document.get_object().get(object) != simdjson::SUCCESS) {
            return;
        }
        for (auto item : object) {
            ondemand::field field;
            std::string_view name;
            if (std::move(item).get(field) != simdjson::SUCCESS ||
                field.unescaped_key().get(name) != simdjson::SUCCESS) {
                return;
            }
            if (const std::optional<ColumnType> type = type_of(field.value())) {
                note(name, *type);
            }
        }
    }
};

SchemaInference::SchemaInference() : state_(std::make_unique<State>()) {}
SchemaInference::~SchemaInference() = default;

void SchemaInference::look_at(std::string_view lines) {
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        std::string_view line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 1, lines.size()));
        if (lines.size() < simdjson::SIMDJSON_PADDING) {
            state_->padded.assign(line);
            state_->padded.append(simdjson::SIMDJSON_PADDING, ' ');
            line = std::string_view(state_->padded.data(), line.size());
        }
        if (!line.empty()) {
            state_->look_at_record(line);
        }
    }
}

std::vector<StreamField> SchemaInference::fields() const {
    return {state_->fields.begin(), state_->fields.end()};
}

}  // namespace levada::lake
