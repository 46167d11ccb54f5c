#pragma once

#include "objects.h"

#include <string>
#include <string_view>

namespace levada::jinja {

/// Python's complex: what a negative number raised to a fraction is, and what a literal like 1+2j reads as. It has its
/// text, its parts and the four operations; for the rest it is an object of no use.
class ComplexObject final : public NativeObject {
public:
    ComplexObject(double real, double imaginary) : real_(real), imaginary_(imaginary) {}

    double real() const { return real_; }
    double imaginary() const { return imaginary_; }
    std::string_view type_name() const override { return "complex"; }
    Outcome<Value> attribute(Evaluator& evaluator, std::string_view name) override;
    std::string repr() const override;

private:
    double real_;
    double imaginary_;
};

Value make_complex(double real, double imaginary);
bool is_complex(const Value& value);
/// base ** exponent for a negative base. Source: CPython 3.11, complexobject.c, _Py_c_pow.
Value complex_power(double base, double exponent);

enum class ComplexOperation : std::uint8_t { add, subtract, multiply, divide };

/// Either is complex. Errors: type_error (the other is no number), zero_division_error.
Outcome<Value> complex_result(ComplexOperation operation, const Value& a, const Value& b);
/// Either is complex.
bool complex_equals(const Value& a, const Value& b);

}  // namespace levada::jinja
