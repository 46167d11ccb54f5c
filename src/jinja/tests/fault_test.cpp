#include "levada/jinja/fault.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Fault, BecomesAnError) {
    const Fault syntax = Fault(FaultKind::template_syntax_error, "unexpected '}'").at(3, 7).at(9, 9);
    EXPECT_EQ(syntax.line(), 3U);
    EXPECT_EQ(syntax.column(), 7U);
    const Error error = syntax.to_error();
    EXPECT_EQ(error.code(), ErrorCode::invalid_config);
    EXPECT_EQ(error.fact("template_line"), "3");
    EXPECT_EQ(error.fact("exception"), "TemplateSyntaxError");
    EXPECT_EQ(Fault(FaultKind::undefined_error, "x").to_error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(Fault(FaultKind::unsupported, "x").to_error().code(), ErrorCode::unsupported);
    EXPECT_EQ(Fault::named("ISO8601Error", "x").python_class(), "ISO8601Error");
}

}  // namespace levada::jinja
