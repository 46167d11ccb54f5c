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
    EXPECT_EQ(records_of("{type: ResponseToFileExtractor, preserve_na_values: true}", "a,b\nNA,\n"),
              R"({"a":"NA","b":null};)");
}

TEST(ResponseToFileExtractor, RowsThatDoNotFit) {
    // Goal: rows that are too long, short, blank or not closed are what pandas makes of them.
    struct Case {
        const char* name;
        const char* text;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"the first row has a label more", "a\n1,2\n3\n4,5\n", R"({"a":"2"};{"a":null};{"a":"5"};)"},
        {"two labels more", "a,b\n1,2,3,4\n2,b\n", R"({"a":"3","b":"4"};{"a":null,"b":null};)"},
        {"a later row is too long", "a\n1\n2,3\n", "error"},
        {"a short row before a long one", "a,b\n1\n2,b,c\n", "error"},
        {"no name", "a,,b\n1,2,3", R"({"a":"1","Unnamed: 1":"2","b":"3"};)"},
        {"a name that a repetition takes", "a,a.1,a\n1,2,3\n", R"({"a":"1","a.1":"2","a.2":"3"};)"},
        {"blank lines", "\n\na,b\n\n \n1,2\n", R"({"a":"1","b":"2"};)"},
        {"byte order mark",
         "\xEF\xBB\xBF"
         "a\n1\n",
         R"({"a":"1"};)"},
        {"a quote that is not closed", "a\n1\n\"x\n", "error"},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(records_of("type: ResponseToFileExtractor", c.text), c.want) << c.name;
    }
}

TEST(ResponseToFileExtractor, ABrokenRowTakesItsChunk) {
    // Goal: rows are read a hundred at a time. Method: a first chunk that is right, then a row that is too long.
    std::string text = "a\n";
    std::string want;
    for (int i = 0; i < 100; ++i) {
        text += "1\n";
        want += R"({"a":"1"};)";
    }
    EXPECT_EQ(records_of("type: ResponseToFileExtractor", text + "1\n1,2\n"), want + "error");
    EXPECT_EQ(records_of("type: ResponseToFileExtractor", text + "1,2\n1,2\n"), want + R"({"a":"1"};{"a":"1"};)");
}

}  // namespace
}  // namespace levada::airbyte
