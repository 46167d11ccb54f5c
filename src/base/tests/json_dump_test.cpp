#include <cmath>

#include <gtest/gtest.h>

#include "levada/base/json.h"

namespace levada {
namespace {

TEST(JsonDump, DoublesAsPythonWritesThem) {
    struct Case {
        double value;
        const char* want;
    };
    const Case kCases[] = {{1.0, "1.0"},
                           {0.1, "0.1"},
                           {1e15, "1000000000000000.0"},
                           {1e16, "1e+16"},
                           {1e-4, "0.0001"},
                           {1e-5, "1e-05"},
                           {-2.5, "-2.5"},
                           {1.5e300, "1.5e+300"},
                           {std::nan(""), "NaN"},
                           {0.0, "0.0"},
                           {-INFINITY, "-Infinity"}};
    for (const Case& c : kCases) {
        std::string out;
        append_json_double(out, c.value);
        EXPECT_EQ(out, c.want);
    }
}

TEST(JsonDump, EscapesWhatJsonDemands) {
    std::string out;
    append_json_string(out, std::string_view("a\"\\\n\r\t\b\f\x01 é", 12));
    EXPECT_EQ(out, "\"a\\\"\\\\\\n\\r\\t\\b\\f\\u0001 é\"");
}

TEST(JsonDump, PrettyIndentsByTwo) {
    const Json value = Json::object({{"a", Json::array({1, 2})}, {"b", Json::object()}});
    EXPECT_EQ(value.dump_pretty(), "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}");
}

}  // namespace
}  // namespace levada
