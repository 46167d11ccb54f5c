#include "python_csv.h"

#include <gtest/gtest.h>

#include "levada/base/text.h"

namespace levada::airbyte {
namespace {

std::string rows_of(std::string_view text, const std::string& delimiter) {
    CsvReader reader(text, delimiter);
    std::vector<std::string> row;
    std::string all;
    while (reader.next(row).value()) {
        all += "[" + join(row, "|") + "]";
    }
    return all;
}

TEST(CsvReader, Rows) {
    struct Case {
        const char* name;
        const char* text;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"plain", "a,b\n1,2\n", "[a|b][1|2]"},
        {"no break at the end", "a,b\n1,2", "[a|b][1|2]"},
        {"carriage returns", "a\r\nb\rc", "[a][b][c]"},
        {"quotes", "\"a,b\",\"c\"\"d\"\n", "[a,b|c\"d]"},
        {"break in quotes", "\"a\r\nb\"\n", "[a\nb]"},
        {"text behind quotes", "\"a\"b,c\n", "[ab|c]"},
        {"quote inside", "a\"b,c\n", "[a\"b|c]"},
        {"empty line", "a\n\nb\n", "[a][][b]"},
        {"empty cells", ",\n", "[|]"},
        {"open quote", "\"a\nb", "[a\nb]"},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(rows_of(c.text, ","), c.want) << c.name;
    }
    EXPECT_EQ(rows_of("a;b\tc\n", "\t"), "[a;b|c]");
}

TEST(CsvReader, FieldTooLarge) {
    const std::string text(kCsvFieldBytesMax + 1, 'x');
    CsvReader reader(text, ",");
    std::vector<std::string> row;
    const Result<bool> read = reader.next(row);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
