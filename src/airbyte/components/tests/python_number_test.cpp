#include "python_number.h"

#include <cmath>

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(PythonNumber, Float) {
    struct Case {
        const char* text;
        std::optional<double> want;
    };
    const Case cases[] = {{"1", 1.0},
                          {" 2.5 ", 2.5},
                          {"+3", 3.0},
                          {"1_000", 1000.0},
                          {"1e3", 1000.0},
                          {".5", 0.5},
                          {"", std::nullopt},
                          {"\xC2\xA0１_２.５", 12.5},
                          {"_1", std::nullopt},
                          {"1_", std::nullopt},
                          {"x", std::nullopt},
                          {"0x10", std::nullopt},
                          {"-Infinity", -INFINITY}};
    for (const Case& c : cases) {
        EXPECT_EQ(python_float(c.text), c.want) << "text '" << c.text << "'";
    }
    EXPECT_TRUE(std::isnan(python_float("nan").value()));
}

TEST(PythonNumber, FloatOfValues) {
    EXPECT_EQ(python_float(Json(true), "x").value(), 1.0);
    EXPECT_EQ(python_float(Json(3), "x").value(), 3.0);
    EXPECT_EQ(python_float(Json("4.5"), "x").value(), 4.5);
    const Result<double> refused = python_float(Json::array(), "field");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::invalid_data);
    EXPECT_NE(refused.error().message().find("field"), std::string::npos);
}

TEST(PythonNumber, Int) {
    EXPECT_EQ(python_int(Json(2.9), "x").value(), 2);
    EXPECT_EQ(python_int(Json(" 1_0 "), "x").value(), 10);
    EXPECT_EQ(python_int(Json("-１２"), "x").value(), -12);
    EXPECT_EQ(python_int(Json(true), "x").value(), 1);
    EXPECT_FALSE(python_int(Json("2.5"), "x"));
    EXPECT_FALSE(python_int(Json(), "x"));
}

}  // namespace
}  // namespace levada::airbyte
