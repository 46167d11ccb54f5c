#include "levada/lake/stream_schema.h"

#include <algorithm>
#include <optional>
#include <set>

#include "levada/base/ascii.h"
#include "levada/base/text.h"
#include "levada/lake/row_feed.h"

namespace levada::lake {
namespace {

// Hudi's own columns begin so.
constexpr std::string_view kHoodiePrefix = "_hoodie_";

std::string sql_type_of(ColumnType type) {
    switch (type) {
        case ColumnType::boolean:
            return "BOOLEAN";
        case ColumnType::integer:
            return "BIGINT";
        case ColumnType::number:
            return "DOUBLE";
        case ColumnType::date:
            return "DATE";
        case ColumnType::timestamp:
            return "TIMESTAMP";
        case ColumnType::timestamp_tz:
            return "TIMESTAMP WITH TIME ZONE";
        case ColumnType::text:
        case ColumnType::json:
        case ColumnType::time:
            break;
    }
    return "VARCHAR";
}

/// The types a schema allows, `null` left out.
std::vector<std::string_view> allowed_types(const Json& property) {
    std::vector<std::string_view> out;
    const Json* type = property.find("type");
    if (type == nullptr) {
        return out;
    }
    if (type->is_string()) {
        out.emplace_back(type->as_string());
    }
    for (std::size_t i = 0; type->is_array() && i < type->size(); ++i) {
        if (type->as_array()[i].is_string()) {
            out.emplace_back(type->as_array()[i].as_string());
        }
    }
    std::erase(out, "null");
    return out;
}

ColumnType type_of_text(const Json& property) {
    const std::string_view format = property.string_or("format", "");
    const std::string_view airbyte_type = property.string_or("airbyte_type", "");
    if (format == "date") {
        return ColumnType::date;
    }
    if (format == "date-time") {
        return airbyte_type == "timestamp_without_timezone" ? ColumnType::timestamp : ColumnType::timestamp_tz;
    }
    if (format == "time") {
        return ColumnType::time;
    }
    return ColumnType::text;
}

ColumnType type_of_name(std::string_view name, const Json& property) {
    if (name == "boolean") {
        return ColumnType::boolean;
    }
    if (name == "integer") {
        return ColumnType::integer;
    }
    if (name == "number") {
        const std::string_view airbyte_type = property.string_or("airbyte_type", "");
        return airbyte_type == "integer" || airbyte_type == "big_integer" ? ColumnType::integer : ColumnType::number;
    }
    return name == "string" ? type_of_text(property) : ColumnType::json;
}

/// Of `oneOf` or `anyOf`: the one type that all alternatives have, else JSON text.
ColumnType type_of_alternatives(const Json& alternatives) {
    std::optional<ColumnType> common;
    for (std::size_t i = 0; alternatives.is_array() && i < alternatives.size(); ++i) {
        const Json& alternative = alternatives.as_array()[i];
        if (alternative.string_or("type", "") == "null") {
            continue;
        }
        const ColumnType type = type_of_property(alternative);
        if (common.has_value() && *common != type) {
            return ColumnType::json;
        }
        common = type;
    }
    return common.value_or(ColumnType::json);
}

bool is_moment(ColumnType type) {
    return type == ColumnType::date || type == ColumnType::timestamp || type == ColumnType::timestamp_tz;
}

bool is_numeric(ColumnType type) {
    return type == ColumnType::integer || type == ColumnType::number;
}

bool is_reserved(const std::string& lower) {
    return lower == kRawIdColumn || lower == kExtractedAtColumn || lower == kAirbyteMetaColumn ||
           lower == kGenerationIdColumn || lower == kPositionColumn;
}

/// Names taken so far, without regard to case.
class ColumnNames {
public:
    explicit ColumnNames(const StreamSchema& schema) {
        for (const StreamField& field : schema.fields) {
            taken_.insert(to_lower(field.column));
        }
    }

    std::string take(std::string_view field) {
        std::string base = sanitized_name(field);
        if (to_lower(base).starts_with(kHoodiePrefix)) {
            base = "_" + base;
        }
        std::string name = base;
        for (int suffix = 1; is_reserved(to_lower(name)) || !taken_.insert(to_lower(name)).second; ++suffix) {
            name = base + "_" + std::to_string(suffix);
        }
        return name;
    }

private:
    std::set<std::string> taken_;
};

}  // namespace

const StreamField* StreamSchema::find_field(std::string_view field) const {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [field](const StreamField& f) { return f.field == field; });
    return found == fields.end() ? nullptr : &*found;
}

std::string StreamSchema::print() const {
    Json out = Json::array();
    for (const StreamField& field : fields) {
        out.push_back(Json::array({Json(field.column), Json(field.field), Json(to_string(field.type))}));
    }
    return out.dump();
}

Result<StreamSchema> StreamSchema::parse(std::string_view text) {
    const Error broken(ErrorCode::corruption, "the fields in the commit's metadata cannot be read");
    const Result<Json> parsed = parse_json(text);
    if (!parsed.has_value() || !parsed->is_array()) {
        return broken;
    }
    StreamSchema out;
    for (const Json& entry : parsed->as_array()) {
        if (!entry.is_array() || entry.size() != 3) {
            return broken;
        }
        const Json::Array& parts = entry.as_array();
        if (!std::all_of(parts.begin(), parts.end(), [](const Json& part) { return part.is_string(); })) {
            return broken;
        }
        const std::optional<ColumnType> type = column_type_from(parts[2].as_string());
        if (!type.has_value()) {
            return broken;
        }
        out.fields.push_back({parts[0].as_string(), parts[1].as_string(), *type});
    }
    return out;
}

ColumnType type_of_property(const Json& property) {
    for (const char* key : {"oneOf", "anyOf"}) {
        if (const Json* alternatives = property.find(key)) {
            return type_of_alternatives(*alternatives);
        }
    }
    const std::vector<std::string_view> types = allowed_types(property);
    if (types.empty()) {
        return ColumnType::json;
    }
    ColumnType common = type_of_name(types.front(), property);
    for (const std::string_view name : types) {
        const ColumnType type = type_of_name(name, property);
        if (common != type) {
            const bool are_numbers = is_numeric(common) && is_numeric(type);
            common = are_numbers ? ColumnType::number : ColumnType::json;
        }
    }
    return common;
}

ColumnType wider_type(ColumnType a, ColumnType b) {
    if (a == b) {
        return a;
    }
    if (is_numeric(a) && is_numeric(b)) {
        return ColumnType::number;
    }
    return is_moment(a) && is_moment(b) ? ColumnType::timestamp_tz : ColumnType::text;
}

std::string sanitized_name(std::string_view name) {
    std::string out;
    for (const char c : name) {
        const bool is_digit = is_ascii_digit(c);
        const bool is_letter = is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80;
        if (is_digit && out.empty()) {
            out.push_back('_');
        }
        out.push_back(is_digit || is_letter ? c : '_');
    }
    return out.empty() ? "_" : out;
}

StreamSchema with_fields(StreamSchema base, const std::vector<StreamField>& fields) {
    ColumnNames names(base);
    for (const StreamField& field : fields) {
        const auto known = std::find_if(
            base.fields.begin(), base.fields.end(), [&field](const StreamField& f) { return f.field == field.field; });
        if (known != base.fields.end()) {
            known->type = wider_type(known->type, field.type);
            continue;
        }
        base.fields.push_back({names.take(field.field), field.field, field.type});
    }
    return base;
}

std::vector<StreamField> fields_of_json_schema(const Json& schema) {
    std::vector<StreamField> out;
    const Json* properties = schema.find("properties");
    for (std::size_t i = 0; properties != nullptr && properties->is_object() && i < properties->size(); ++i) {
        const Json::Member& member = properties->as_object()[i];
        out.push_back({"", member.key, type_of_property(member.value)});
    }
    return out;
}

std::vector<RecordColumn> record_columns(const StreamSchema& schema) {
    std::vector<RecordColumn> out = {
        {std::string(kRawIdColumn), ColumnType::text, ColumnOrigin::record_id, ""},
        {std::string(kExtractedAtColumn), ColumnType::timestamp_tz, ColumnOrigin::extracted_at, ""},
        {std::string(kAirbyteMetaColumn), ColumnType::text, ColumnOrigin::meta, ""},
        {std::string(kGenerationIdColumn), ColumnType::integer, ColumnOrigin::generation_id, ""},
    };
    for (const StreamField& field : schema.fields) {
        out.push_back({field.column, field.type, ColumnOrigin::field, field.field});
    }
    out.push_back({std::string(kPositionColumn), ColumnType::integer, ColumnOrigin::position, ""});
    return out;
}

std::vector<Column> table_columns(const StreamSchema& schema) {
    std::vector<Column> out;
    for (const RecordColumn& column : record_columns(schema)) {
        if (column.origin != ColumnOrigin::position) {
            out.push_back({column.name, sql_type_of(column.type)});
        }
    }
    return out;
}

}  // namespace levada::lake
