#include "levada/airbyte/components/scope.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/stream_slice.h"

namespace levada::airbyte {
namespace {

TEST(Scope, BindsNames) {
    const Json value = Json::object({{"k", 1}});
    const StreamSlice slice = StreamSlice::make(Json::object({{"p", 1}}), Json(), Json()).value();
    Scope scope;
    scope.json("a", value).raw("b", "[1]").integer("c", 7).null("d").slice(&slice).next_page_token(nullptr);
    EXPECT_EQ(scope.find("a")->json, &value);
    EXPECT_EQ(scope.find("b")->raw, "[1]");
    EXPECT_EQ(scope.find("c")->integer, 7);
    EXPECT_EQ(scope.find("d")->kind, Scope::Kind::null);
    EXPECT_EQ(scope.find("stream_slice")->raw, R"({"p":1})");
    EXPECT_EQ(scope.find("next_page_token")->kind, Scope::Kind::null);
    EXPECT_EQ(scope.stream_slice(), &slice);
    EXPECT_EQ(scope.find("e"), nullptr);
    scope.integer("c", 8);
    EXPECT_EQ(scope.find("c")->integer, 8) << "a name bound again is replaced";
}

}  // namespace
}  // namespace levada::airbyte
