#include "python_xml.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(ParseXml, Values) {
    struct Case {
        const char* name;
        const char* text;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"text", "<a>x</a>", R"({"a":"x"})"},
        {"empty", "<a/>", R"({"a":null})"},
        {"attributes", "<a id=\"1\">x</a>", R"({"a":{"@id":"1","#text":"x"}})"},
        {"children", "<a><b>1</b><c>2</c></a>", R"({"a":{"b":"1","c":"2"}})"},
        {"repeated", "<a><b>1</b><b/><b>3</b></a>", R"({"a":{"b":["1",null,"3"]}})"},
        {"trimmed", "<a>\n  x \n</a>", R"({"a":"x"})"},
        {"mixed", "<a>x<b>1</b>y</a>", R"({"a":{"b":"1","#text":"xy"}})"},
        {"known entities", "<a>&lt;&amp;</a>", R"({"a":"<&"})"},
        {"cdata", "<a><![CDATA[<b>]]></a>", R"({"a":"<b>"})"},
        {"own entities stay away", "<!DOCTYPE a [<!ENTITY e \"boom\">]><a>x&e;y</a>", R"({"a":"xy"})"},
        {"namespace", "<n:a xmlns:n=\"u\"><n:b/></n:a>", R"({"n:a":{"@xmlns:n":"u","n:b":null}})"},
    };
    for (const Case& c : kCases) {
        const Result<Json> parsed = parse_xml(c.text);
        ASSERT_TRUE(parsed) << c.name << ": " << parsed.error().to_string();
        EXPECT_EQ(parsed->dump(), c.want) << c.name;
    }
}

TEST(ParseXml, Broken) {
    std::string deep;
    for (std::size_t i = 0; i <= kXmlDepthMax; ++i) {
        deep += "<a>";
    }
    for (const std::string& text :
         {std::string(), std::string("<a>"), std::string("<a></b>"), std::string("x"), deep}) {
        const Result<Json> parsed = parse_xml(text);
        ASSERT_FALSE(parsed) << text.substr(0, 20);
        EXPECT_EQ(parsed.error().code(), ErrorCode::invalid_data);
    }
}

}  // namespace
}  // namespace levada::airbyte
