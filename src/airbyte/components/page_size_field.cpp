#include "page_size_field.h"

#include "levada/base/text.h"

namespace levada::airbyte {

Result<PageSizeField> PageSizeField::make(const FieldValues& fields) {
    PageSizeField field;
    const Json* given = fields.json("page_size");
    if (given == nullptr) {
        return field;
    }
    if (given->is_integer()) {
        field.constant = given->as_integer();
        return field;
    }
    const std::string text = python_str(*given);
    const bool is_digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    if (is_digits) {
        field.constant = parse_int64(text);
    } else if (!text.empty()) {
        LEVADA_TRY(field.text, fields.interpolated("page_size"));
    }
    return field;
}

Result<std::optional<std::int64_t>> PageSizeField::value() const {
    if (!text) {
        return constant;
    }
    LEVADA_TRY(const Json evaluated, text->eval(Scope()));
    if (!evaluated.is_integer()) {
        return Error(ErrorCode::invalid_data, "page_size: " + python_str(evaluated) + " is no integer");
    }
    return std::optional(evaluated.as_integer());
}

}  // namespace levada::airbyte
