#include "bounded_datetime.h"

#include "component_fixture.h"
#include "cursor_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

Result<std::string> eval(const Json& node, const Json& config) {
    testing::ComponentFixture fixture(config);
    LEVADA_TRY(const BoundedDatetime date, BoundedDatetime::make(node, Json::object(), "%Y-%m-%d", fixture.context));
    LEVADA_TRY(const Moment moment, date.eval());
    return testing::text_of(moment);
}

TEST(BoundedDatetime, Eval) {
    struct Case {
        const char* name;
        const char* node;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"text in the owner's format", "\"{{ config['start'] }}\"", "2024-01-05T00:00:00Z"},
        {"component", "{datetime: \"{{ config['start'] }}\"}", "2024-01-05T00:00:00Z"},
        {"own format", "{datetime: '05.01.2024 10', datetime_format: '%d.%m.%Y %H'}", "2024-01-05T10:00:00Z"},
        {"raised", "{datetime: '2024-01-05', min_datetime: '2024-01-07'}", "2024-01-07T00:00:00Z"},
        {"lowered", "{datetime: '2024-01-05', max_datetime: \"{{ '2024-01-02' }}\"}", "2024-01-02T00:00:00Z"},
        {"within",
         "{datetime: '2024-01-05', min_datetime: '2024-01-01', max_datetime: '2024-01-31'}",
         "2024-01-05T00:00:00Z"},
        {"bound that renders empty", "{datetime: '2024-01-05', max_datetime: \"{{ '' }}\"}", "2024-01-05T00:00:00Z"},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(eval(testing::yaml(c.node), testing::json(R"({"start": "2024-01-05"})")).value(), c.want) << c.name;
    }
    EXPECT_EQ(eval(Json("soon"), Json::object()).error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(eval(testing::yaml("{datetime: '2024-01-05', min_datetime: soon}"), Json::object()).error().code(),
              ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
