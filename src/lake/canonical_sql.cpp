#include "canonical_sql.h"

#include "names.h"

namespace levada::lake {
namespace {

using Kind = SqlType::Kind;

/// A lambda parameter of its own for each depth, told by the size of what is around it.
std::string parameter_for(const std::string& expression) {
    return "v" + std::to_string(expression.size());
}

std::string record_sql(const std::string& expression, const SqlType& type) {
    std::string fields;
    for (const SqlType::Field& field : type.children) {
        fields += (fields.empty() ? "" : ", ") + sql_name(field.name) +
                  " := " + canonical_sql("(" + expression + ")." + sql_name(field.name), field.type);
    }
    return "CASE WHEN " + expression + " IS NOT NULL THEN struct_pack(" + fields + ") END";
}

}  // namespace

std::string canonical_sql(const std::string& expression, const SqlType& type) {
    switch (type.kind) {
        case Kind::date:
            return "CAST(" + expression + " AS VARCHAR)";
        case Kind::timestamp:
        case Kind::timestamp_tz:
            return "strftime(CAST(" + expression + " AS TIMESTAMPTZ) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')";
        case Kind::decimal: {
            const std::string text = "CAST(" + expression + " AS VARCHAR)";
            return type.scale == 0 ? text : "rtrim(rtrim(" + text + ", '0'), '.')";
        }
        case Kind::blob:
            return "'0x' || lower(hex(" + expression + "))";
        case Kind::list: {
            const std::string item = parameter_for(expression);
            return "list_transform(" + expression + ", lambda " + item + ": " +
                   canonical_sql(item, type.children[0].type) + ")";
        }
        case Kind::map: {
            const std::string item = parameter_for(expression);
            return "map_from_entries(list_transform(map_entries(" + expression + "), lambda " + item +
                   ": struct_pack(key := " + item +
                   ".key, value := " + canonical_sql(item + ".value", type.children[1].type) + ")))";
        }
        case Kind::record:
            return record_sql(expression, type);
        default:
            break;
    }
    return expression;
}

}  // namespace levada::lake
