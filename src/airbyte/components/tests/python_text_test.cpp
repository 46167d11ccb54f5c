#include "python_text.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(PythonText, Decode) {
    struct Case {
        const char* encoding;
        std::string bytes;
        const char* want;
    };
    const Case cases[] = {{"utf-8", "\xC3\xBC", "\xC3\xBC"},
                          {"UTF_8", "a", "a"},
                          {"utf-8-sig",
                           "\xEF\xBB\xBF"
                           "a",
                           "a"},
                          {"latin-1", "\xFC", "\xC3\xBC"},
                          {"ISO-8859-1", "\x80", "\xC2\x80"},
                          {"windows-1252", "\x80", "\xE2\x82\xAC"},
                          {"utf-16", std::string("\xFF\xFE\xFC\x00", 4), "\xC3\xBC"},
                          {"koi8-r", "\xC1", "\xD0\xB0"},
                          {"iso8859_2", "\xB3", "\xC5\x82"},
                          {"shift_jis", "\x93\xFA", "\xE6\x97\xA5"},
                          {"utf-16-be", std::string("\xD8\x3D\xDE\x00", 4), "\xF0\x9F\x98\x80"}};
    for (const Case& c : cases) {
        const Result<std::string> decoded = decode_text(c.bytes, c.encoding);
        ASSERT_TRUE(decoded) << c.encoding << ": " << decoded.error().to_string();
        EXPECT_EQ(*decoded, c.want) << c.encoding;
    }
    EXPECT_EQ(decode_text("\xFF", "utf-8").error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(decode_text("\x80", "ascii").error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(decode_text("a", "no-such-encoding").error().code(), ErrorCode::unsupported);
}

TEST(PythonText, Utf8) {
    EXPECT_TRUE(is_utf8("a\xC3\xBC\xF0\x9F\x98\x80"));
    for (const char* broken : {"\xC3", "\xED\xA0\x80", "\xC0\x80", "\xF4\x90\x80\x80", "\x80"}) {
        EXPECT_FALSE(is_utf8(broken)) << broken;
    }
}

TEST(PythonText, EncodingInHeaders) {
    struct Case {
        const char* type;
        std::optional<std::string> want;
    };
    const Case cases[] = {{"application/json", "utf-8"},
                          {"text/xml", "ISO-8859-1"},
                          {"text/xml; charset=\"UTF-8\"", "UTF-8"},
                          {"application/xml", std::nullopt}};
    for (const Case& c : cases) {
        HttpHeaders headers;
        headers.add("content-type", c.type);
        EXPECT_EQ(encoding_in_headers(headers), c.want) << c.type;
    }
}

TEST(PythonText, TextOfResponse) {
    HttpResponse response;
    response.headers.add("Content-Type", "text/plain");
    response.body = "\xFC";
    EXPECT_EQ(text_of(response), "\xC3\xBC");
    response.headers.set("Content-Type", "application/json");
    EXPECT_EQ(text_of(response), "\xEF\xBF\xBD");
    response.headers.clear();
    EXPECT_EQ(text_of(response), "\xC3\xBC");
}

TEST(PythonText, Strip) {
    EXPECT_EQ(strip(" \n\xC2\xA0x y\t\xE3\x80\x80"), "x y");
    EXPECT_EQ(strip(" \t"), "");
}

TEST(PythonText, EncodeLatin1) {
    EXPECT_EQ(encode_latin1("t\xC3\xB6k \xC2\xA9").value(), "t\xF6k \xA9");
    EXPECT_EQ(encode_latin1("\xE2\x98\x83").error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
