// `text % values`: Python's printf-style formatting.
#include "format.h"
#include "objects.h"
#include "ops.h"
#include "text.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "levada/base/ascii.h"

namespace levada::jinja {

namespace {

constexpr std::int64_t kSizeMax = std::numeric_limits<std::int64_t>::max();

struct Conversion {
    bool is_left = false;
    bool is_zero_padded = false;
    bool is_alternate = false;
    char sign = '-';
    std::size_t width = 0;
    std::optional<std::size_t> precision;
    char type = 0;
};

/// Expands one format text; hands out the positional arguments one by one.
class PercentFormatter {
public:
    PercentFormatter(const Value& format, const Value& arguments)
        : format_(format.text()), arguments_(arguments), is_markup_(format.is_markup()) {}

    Outcome<std::string> run() {
        while (at_ < format_.size()) {
            const std::size_t next = std::min(format_.find('%', at_), format_.size());
            out_ += format_.substr(at_, next - at_);
            at_ = next;
            if (at_ < format_.size()) {
                ++at_;
                LEVADA_DO(expand());
            }
        }
        LEVADA_DO(check_all_used());
        return std::move(out_);
    }

private:
    Outcome<void> expand() {
        if (at_ < format_.size() && format_[at_] == '%') {
            ++at_;
            out_ += '%';
            return {};
        }
        LEVADA_LET(const Conversion conversion, read_conversion());
        LEVADA_LET(const Value value, next_argument());
        if (std::max(conversion.width, conversion.precision.value_or(0)) > kFormatWidthMax) {
            return fail(FaultKind::memory_error, "a width or precision beyond the limit of 1,000,000");
        }
        LEVADA_LET(const std::string text, convert(conversion, value));
        out_ += text;
        return {};
    }

    Outcome<Conversion> read_conversion() {
        Conversion conversion;
        LEVADA_DO(read_key());
        read_flags(conversion);
        LEVADA_LET(const std::optional<std::int64_t> width, read_size(Part::width));
        if (width) {
            conversion.is_left = conversion.is_left || *width < 0;
            conversion.width = static_cast<std::size_t>(*width < 0 ? -std::max(*width, -kSizeMax) : *width);
        }
        if (at_ < format_.size() && format_[at_] == '.') {
            ++at_;
            LEVADA_LET(const std::optional<std::int64_t> precision, read_size(Part::precision));
            conversion.precision = static_cast<std::size_t>(std::max<std::int64_t>(0, precision.value_or(0)));
        }
        if (at_ < format_.size() && std::string_view("hlL").find(format_[at_]) != std::string_view::npos) {
            ++at_;
        }
        if (at_ >= format_.size()) {
            return fail(FaultKind::value_error, "incomplete format");
        }
        conversion.type = format_[at_++];
        return conversion;
    }

    /// From a key on, the value it names is the only argument, also for widths.
    Outcome<void> read_key() {
        keyed_.reset();
        if (at_ >= format_.size() || format_[at_] != '(') {
            return {};
        }
        if (!is_mapping()) {
            return fail(FaultKind::type_error, "format requires a mapping");
        }
        std::size_t depth = 1;
        std::size_t end = at_ + 1;
        while (end < format_.size() && depth > 0) {
            depth += format_[end] == '(' ? 1U : 0U;
            depth -= format_[end] == ')' ? 1U : 0U;
            ++end;
        }
        if (depth > 0) {
            return fail(FaultKind::value_error, "incomplete format key");
        }
        LEVADA_LET(keyed_, value_of_key(format_.substr(at_ + 1, end - at_ - 2)));
        at_ = end;
        return {};
    }

    void read_flags(Conversion& conversion) {
        for (; at_ < format_.size(); ++at_) {
            switch (format_[at_]) {
                case '-':
                    conversion.is_left = true;
                    break;
                case '0':
                    conversion.is_zero_padded = true;
                    break;
                case '#':
                    conversion.is_alternate = true;
                    break;
                case '+':
                    conversion.sign = '+';
                    break;
                case ' ':
                    conversion.sign = conversion.sign == '+' ? '+' : ' ';
                    break;
                default:
                    return;
            }
        }
    }

    enum class Part : std::uint8_t { width, precision };

    Outcome<std::optional<std::int64_t>> read_size(Part part) {
        if (at_ < format_.size() && format_[at_] == '*') {
            ++at_;
            LEVADA_LET(const Value value, next_argument());
            const std::optional<std::int64_t> size = small_integer(value);
            if (!size) {
                return value.is(Kind::big_integer)
                           ? fail(FaultKind::overflow_error, "Python int too large to convert to C ssize_t")
                           : fail(FaultKind::type_error, "* wants int");
            }
            if (part == Part::precision &&
                (*size > std::numeric_limits<int>::max() || *size < std::numeric_limits<int>::min())) {
                return fail(FaultKind::overflow_error, "Python int too large to convert to C int");
            }
            return size;
        }
        std::optional<std::int64_t> size;
        while (at_ < format_.size() && is_ascii_digit(format_[at_])) {
            size = size.value_or(0) * 10 + (format_[at_++] - '0');
            if (*size > static_cast<std::int64_t>(kFormatWidthMax)) {
                return fail(FaultKind::value_error, "width too big");
            }
        }
        return size;
    }

    Outcome<Value> next_argument() {
        if (keyed_) {
            if (keyed_->is_missing()) {
                return fail(FaultKind::type_error, "not enough arguments for format string");
            }
            return std::exchange(*keyed_, Value());
        }
        if (arguments_.is(Kind::tuple)) {
            const std::vector<Value>& items = arguments_.as<ListObject>().items;
            if (used_ >= items.size()) {
                return fail(FaultKind::type_error, "not enough arguments for format string");
            }
            return items[used_++];
        }
        if (used_++ > 0) {
            return fail(FaultKind::type_error, "not enough arguments for format string");
        }
        return arguments_;
    }

    /// Python takes anything that has [] for a mapping, but text and tuples.
    bool is_mapping() const {
        return arguments_.is(Kind::dict) || arguments_.is(Kind::raw_object) || arguments_.is(Kind::list) ||
               arguments_.is(Kind::raw_array) || arguments_.is_undefined() || arguments_.is(Kind::range) ||
               arguments_.is(Kind::bytes);
    }

    Outcome<Value> value_of_key(std::string_view key) {
        if (arguments_.is_undefined()) {
            return fail(undefined_fault(arguments_));
        }
        if (!arguments_.is(Kind::dict) && !arguments_.is(Kind::raw_object)) {
            return fail(FaultKind::type_error, "indices must be integers or slices, not str");
        }
        Value value = arguments_.find(key);
        if (value.is_missing()) {
            return fail(FaultKind::key_error, "'" + std::string(key) + "'");
        }
        used_ = 1;
        return value;
    }

    Outcome<std::string> convert(const Conversion& conversion, const Value& value) const {
        const auto is_one_of = [&](std::string_view types) {
            return types.find(conversion.type) != std::string_view::npos;
        };
        if (is_one_of("sra")) {
            return convert_text(conversion, value);
        }
        if (is_one_of("c")) {
            return convert_character(conversion, value);
        }
        if (is_one_of("diuoxX")) {
            return convert_integer(conversion, value);
        }
        if (is_one_of("eEfFgG")) {
            return convert_real(conversion, value);
        }
        return fail(FaultKind::value_error, std::string("unsupported format character '") + conversion.type + "'");
    }

    static FormatSpec spec_of(const Conversion& conversion, bool is_number) {
        FormatSpec spec;
        spec.width = conversion.width;
        spec.align = conversion.is_left ? '<' : '>';
        if (is_number && conversion.is_zero_padded && !conversion.is_left) {
            spec.align = '=';
            spec.fill = "0";
        }
        return spec;
    }

    Outcome<std::string> convert_text(const Conversion& conversion, const Value& value) const {
        std::string text = conversion.type == 's'   ? value.str()
                           : conversion.type == 'r' ? value.repr()
                                                    : ascii_of(value);
        if (is_markup_ && !(conversion.type == 's' && value.is_markup())) {
            std::string escaped;
            append_escaped_text(escaped, text);
            text = std::move(escaped);
        }
        if (conversion.precision) {
            text.resize(offset_of(text, *conversion.precision));
        }
        return pad("", text, spec_of(conversion, false), '>');
    }

    static Outcome<std::string> convert_character(const Conversion& conversion, const Value& value) {
        std::string text;
        const std::optional<std::int64_t> code = small_integer(value);
        if (value.is_string() && count_code_points(value.text()) == 1) {
            text = std::string(value.text());
        } else if (code && *code >= 0 && *code < 0x110000) {
            append_utf8(text, static_cast<char32_t>(*code));
        } else if (code || value.is(Kind::big_integer)) {
            return fail(FaultKind::overflow_error, "%c arg not in range(0x110000)");
        } else {
            return fail(FaultKind::type_error, "%c requires int or char");
        }
        return pad("", text, spec_of(conversion, false), '>');
    }

    static bool is_decimal(const Conversion& conversion) {
        return std::string_view("diu").find(conversion.type) != std::string_view::npos;
    }

    static std::string sign_of(const Conversion& conversion, bool is_negative) {
        if (is_negative) {
            return "-";
        }
        return conversion.sign == '-' ? std::string() : std::string(1, conversion.sign);
    }

    static Outcome<BigInteger> integer_of(const Conversion& conversion, const Value& value) {
        if (is_integral(value)) {
            return big_of(value);
        }
        if (value.is_undefined() && is_decimal(conversion)) {
            return fail(undefined_fault(value));
        }
        if (!value.is(Kind::real) || !is_decimal(conversion)) {
            return fail(FaultKind::type_error,
                        std::string("%") + conversion.type + " format: a real number is required, not " +
                            std::string(value.type_name()));
        }
        if (!std::isfinite(value.as_real())) {
            return fail(std::isnan(value.as_real()) ? FaultKind::value_error : FaultKind::overflow_error,
                        "cannot convert float to integer");
        }
        return BigInteger::from_double(value.as_real());
    }

    static Outcome<std::string> convert_integer(const Conversion& conversion, const Value& value) {
        LEVADA_LET(const BigInteger number, integer_of(conversion, value));
        const unsigned base = is_decimal(conversion) ? 10 : (conversion.type == 'o' ? 8 : 16);
        std::string digits = (number.is_negative() ? number.negated() : number).to_string(base);
        if (conversion.type == 'X') {
            std::transform(digits.begin(), digits.end(), digits.begin(), [](unsigned char c) {
                return static_cast<char>(std::toupper(c));
            });
        }
        if (conversion.precision && digits.size() < *conversion.precision) {
            digits.insert(0, *conversion.precision - digits.size(), '0');
        }
        std::string sign = sign_of(conversion, number.is_negative());
        if (conversion.is_alternate && !is_decimal(conversion)) {
            sign += std::string("0") + conversion.type;
        }
        return pad(sign, digits, spec_of(conversion, true), '>');
    }

    static Outcome<std::string> convert_real(const Conversion& conversion, const Value& value) {
        if (value.is_undefined()) {
            return fail(undefined_fault(value));
        }
        if (!is_numeric(value)) {
            return fail(FaultKind::type_error, "must be real number, not " + std::string(value.type_name()));
        }
        LEVADA_LET(const double real, to_real(value));
        const std::string text =
            format_real(std::fabs(real), conversion.type, conversion.precision.value_or(6), conversion.is_alternate);
        const bool is_negative = std::signbit(real) && !std::isnan(real);
        const std::string sign = sign_of(conversion, is_negative);
        return pad(sign, text, spec_of(conversion, true), '>');
    }

    Outcome<void> check_all_used() const {
        const bool is_tuple = arguments_.is(Kind::tuple);
        const std::size_t wanted = is_tuple ? arguments_.as<ListObject>().items.size() : (is_mapping() ? 0 : 1);
        if (used_ < wanted) {
            return fail(FaultKind::type_error, "not all arguments converted during string formatting");
        }
        return {};
    }

    std::string_view format_;
    const Value& arguments_;
    bool is_markup_;
    std::size_t at_ = 0;
    std::size_t used_ = 0;
    std::optional<Value> keyed_;  // Of the field that is read: the value its key names, until it is used.
    std::string out_;
};

}  // namespace

Outcome<Value> percent_format(const Value& format, const Value& arguments) {
    LEVADA_LET(std::string text, PercentFormatter(format, arguments).run());
    return make_text(std::move(text), format.is_markup());
}

}  // namespace levada::jinja
