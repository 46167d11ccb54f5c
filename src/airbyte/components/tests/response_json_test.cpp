#include "response_json.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(ResponseJson, WholeBody) {
    struct Case {
        const char* body;
        std::optional<std::string_view> want;
    };
    const Case cases[] = {{" {\"a\":1} ", "{\"a\":1}"},
                          {"[1, 2]", "[1, 2]"},
                          {"[ ]", "[ ]"},
                          {"null", "null"},
                          {"3", "3"},
                          {"<html>", std::nullopt},
                          {"", std::nullopt}};
    for (const Case& c : cases) {
        HttpResponse http;
        http.status = 200;
        http.body = c.body;
        Response response(std::move(http));
        EXPECT_EQ(json_text_of(response), c.want) << "body '" << c.body << "'";
        EXPECT_EQ(json_or_empty(response), c.want.value_or("{}")) << "body '" << c.body << "'";
    }
}

}  // namespace
}  // namespace levada::airbyte
