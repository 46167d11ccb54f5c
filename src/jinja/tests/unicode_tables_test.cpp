#include "unicode_tables.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(UnicodeTables, AreSortedForSearching) {
    for (std::size_t i = 1; i < kUnicodeRangesCount; ++i) {
        ASSERT_LT(kUnicodeRanges[i - 1].last, kUnicodeRanges[i].first) << "row " << i;
    }
    for (std::size_t i = 1; i < kUnicodeCasesCount; ++i) {
        ASSERT_LT(kUnicodeCases[i - 1].code, kUnicodeCases[i].code) << "row " << i;
    }
    EXPECT_GT(kUnicodeSpecialCasesCount, 90U);
}

}  // namespace levada::jinja
