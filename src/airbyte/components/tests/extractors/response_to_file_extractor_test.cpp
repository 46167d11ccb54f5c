#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/record_selector.h"
#include "levada/base/gzip.h"

namespace levada::airbyte {
namespace {

std::string records_of(std::string_view node, std::string body, int status = 200) {
    testing::ComponentFixture fixture;
    const auto extractor = fixture.make<Extractor>(node).value();
    HttpResponse http;
    http.status = status;
    http.body = std::move(body);
    Response response(std::move(http));
    RecordPage page;
    const Result<void> extracted = extractor->extract(response, page);
    std::string all;
    for (const std::string_view record : page.records()) {
        all += std::string(record) + ";";
    }
    return extracted ? all : all + "error";
}

TEST(ResponseToFileExtractor, Records) {
    constexpr const char* kNode = "type: ResponseToFileExtractor";
    EXPECT_EQ(records_of(kNode, "a,b\n1,NA\n\n\"\",x\n"), R"({"a":"1","b":null};{"a":null,"b":"x"};)");
    EXPECT_EQ(records_of(kNode, "a,b\n1\n"), R"({"a":"1","b":null};)");
    EXPECT_EQ(records_of(kNode, "a,a\n1,2\n"), R"({"a":"1","a.1":"2"};)");
    EXPECT_EQ(records_of(kNode, gzip_compress("a\n1\n")), R"({"a":"1"};)");
    EXPECT_EQ(records_of(kNode, ""), "");
    EXPECT_EQ(records_of(kNode, "a\n1\n", 404), "");
    EXPECT_EQ(records_of(kNode, "a\n1,2\n"), "error");
    EXPECT_EQ(records_of("{type: ResponseToFileExtractor, preserve_na_values: true}", "a,b\nNA,\n"),
              R"({"a":"NA","b":null};)");
}

}  // namespace
}  // namespace levada::airbyte
