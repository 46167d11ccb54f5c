#include "program_calls.h"

#include <gtest/gtest.h>

namespace levada::programs {
namespace {

TEST(LogTail, KeepsTheNewestLines) {
    LogTail tail;
    for (int i = 1; i <= 25; ++i) {
        tail.add("line " + std::to_string(i));
    }
    tail.add(std::string(1000, 'x'));
    EXPECT_TRUE(tail.text().starts_with("line 7\n")) << tail.text();
    EXPECT_TRUE(tail.text().ends_with("\n" + std::string(500, 'x')));
}

TEST(TraceOfEnd, SaysHowItEnded) {
    // Goal: code or signal, a word on memory where it may be that, the last words; or our own error.
    struct Case {
        const char* name;
        Result<ProgramEnd> end;
        const char* log;
        std::uint64_t memory_bytes;
        const char* want;
    };
    const Case cases[] = {
        {"exit", ProgramEnd{.exit_code = 2, .signal = 0}, "", 0, "the connector's program ended with 2"},
        {"killed, no limit",
         ProgramEnd{.exit_code = 0, .signal = 9},
         "",
         0,
         "the connector's program was ended by signal 9; the machine may have run out of memory"},
        {"out of memory",
         ProgramEnd{.exit_code = 1, .signal = 0},
         "MemoryError",
         std::uint64_t{1} << 30,
         "the connector's program ended with 1; it may have needed more than its 1024 MB of memory; its last words: "
         "MemoryError"},
        {"our error", Error(ErrorCode::invalid_data, "a line of 1 GB"), "x", 0, "a line of 1 GB"},
    };
    for (const Case& c : cases) {
        LogTail tail;
        if (*c.log != '\0') {
            tail.add(c.log);
        }
        EXPECT_EQ(trace_of_end(c.end, tail, {.memory_bytes = c.memory_bytes}).message, c.want) << c.name;
    }
    EXPECT_EQ(error_of_end(Error(ErrorCode::not_found, "none").hint("install"), {}, {}).hint(), "install");
}

}  // namespace
}  // namespace levada::programs
