#include "complex.h"

#include "ops.h"
#include "text.h"
#include "try.h"

#include <cmath>
#include <optional>

namespace levada::jinja {

namespace {

struct Parts {
    double real = 0;
    double imaginary = 0;
};

/// Nothing where the value is no number.
std::optional<Parts> parts_of(const Value& value) {
    if (is_complex(value)) {
        return Parts{value.as<ComplexObject>().real(), value.as<ComplexObject>().imaginary()};
    }
    if (!is_numeric(value)) {
        return std::nullopt;
    }
    const Outcome<double> real = to_real(value);
    return real ? std::optional(Parts{*real, 0}) : std::nullopt;
}

/// 1.0 is 1 in a complex number.
std::string part_text(double part) {
    std::string text = Value::real(part).repr();
    if (text.ends_with(".0")) {
        text.resize(text.size() - 2);
    }
    return text;
}

/// Source: CPython 3.11, complexobject.c, _Py_c_quot: divides by the larger part first.
Outcome<Value> quotient(const Parts& a, const Parts& b) {
    const double real_size = std::fabs(b.real);
    const double imaginary_size = std::fabs(b.imaginary);
    if (real_size == 0 && imaginary_size == 0) {
        return fail(FaultKind::zero_division_error, "complex division by zero");
    }
    if (real_size >= imaginary_size) {
        const double ratio = b.imaginary / b.real;
        const double divisor = b.real + b.imaginary * ratio;
        return make_complex((a.real + a.imaginary * ratio) / divisor, (a.imaginary - a.real * ratio) / divisor);
    }
    const double ratio = b.real / b.imaginary;
    const double divisor = b.real * ratio + b.imaginary;
    return make_complex((a.real * ratio + a.imaginary) / divisor, (a.imaginary * ratio - a.real) / divisor);
}

}  // namespace

Outcome<Value> ComplexObject::attribute(Evaluator& /*evaluator*/, std::string_view name) {
    return name == "real" ? Value::real(real_) : name == "imag" ? Value::real(imaginary_) : Value();
}

std::string ComplexObject::repr() const {
    if (real_ == 0 && !std::signbit(real_)) {
        return part_text(imaginary_) + "j";
    }
    const std::string imaginary = part_text(imaginary_);
    return "(" + part_text(real_) + (imaginary[0] == '-' ? "" : "+") + imaginary + "j)";
}

Value make_complex(double real, double imaginary) {
    return make_native(new ComplexObject(real, imaginary));
}

bool is_complex(const Value& value) {
    return value.is(Kind::object) && value.type_name() == "complex";
}

Value complex_power(double base, double exponent) {
    const double length = std::pow(std::fabs(base), exponent);
    const double phase = std::atan2(0.0, base) * exponent;
    return make_complex(length * std::cos(phase), length * std::sin(phase));
}

Outcome<Value> complex_result(ComplexOperation operation, const Value& a, const Value& b) {
    const std::optional<Parts> x = parts_of(a);
    const std::optional<Parts> y = parts_of(b);
    if (!x || !y) {
        return fail(FaultKind::type_error,
                    "unsupported operand type(s): '" + std::string(a.type_name()) + "' and '" +
                        std::string(b.type_name()) + "'");
    }
    switch (operation) {
        case ComplexOperation::add:
            return make_complex(x->real + y->real, x->imaginary + y->imaginary);
        case ComplexOperation::subtract:
            return make_complex(x->real - y->real, x->imaginary - y->imaginary);
        case ComplexOperation::multiply:
            return make_complex(x->real * y->real - x->imaginary * y->imaginary,
                                x->real * y->imaginary + x->imaginary * y->real);
        case ComplexOperation::divide:
            break;
    }
    return quotient(*x, *y);
}

bool complex_equals(const Value& a, const Value& b) {
    const std::optional<Parts> x = parts_of(a);
    const std::optional<Parts> y = parts_of(b);
    return x && y && x->real == y->real && x->imaginary == y->imaginary;
}

}  // namespace levada::jinja
