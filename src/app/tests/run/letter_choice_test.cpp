#include "run/letter_choice.h"

#include "recorded_process.h"

#include <gtest/gtest.h>

#include "levada/delivery/messages.h"
#include "levada/testing/memory_metadata.h"
#include "levada/testing/memory_queue.h"

namespace levada::app {
namespace {

TEST(LetterCount, OneIsOne) {
    EXPECT_EQ(letter_count(0), "0 dead letters");
    EXPECT_EQ(letter_count(1), "1 dead letter");
    EXPECT_EQ(letter_count(2), "2 dead letters");
}

TEST(LettersToHandle, WantsToBeToldWhich) {
    testing::MemoryQueue queue;
    testing::MemoryMetadata metadata;
    const SystemClock clock;
    const Project project;
    DeadLetters letters(queue, metadata, clock);
    for (const char* body : {"1", "2"}) {
        const std::string message =
            encode(DeadLetter{.run = "r", .stream = "s", .record = 1, .code = "c", .body = body});
        const std::string_view payload = message;
        ASSERT_TRUE(queue.append("p.s.dlq", std::span(&payload, 1)));
    }
    ASSERT_TRUE(letters.mark({letters.list({})->front()}, {LetterStatus::discarded, "ann", "not needed"}));
    struct Case {
        const char* name;
        const char* option;
        const char* value;
        std::optional<std::size_t> want;
    };
    const Case cases[] = {
        {"nothing", "dry-run", "", std::nullopt},
        {"all that are open", "all", "", 1},
        {"of a stream", "stream", "s", 1},
        {"discarded", "status", "discarded", 1},
        {"unknown id", "ID", "zz", std::nullopt},
        {"wrong time", "since", "yesterday", std::nullopt},
        {"later", "since", "2100-01-01T00:00:00Z", 0},
        {"later than a date", "since", "2100-01-01", 0},
        {"before a date", "until", "2100-01-01", 1},
        {"of a pipeline", "pipeline", "p", 1},
        {"of a pipeline that is not there", "pipeline", "pp", std::nullopt},
        {"of a stream that is not there", "stream", "ss", std::nullopt},
        {"of a run that is known by its letters", "run", "r", 1},
        {"of a run that is not there", "run", "q", std::nullopt},
    };
    for (const Case& c : cases) {
        Arguments arguments;
        arguments.set(c.option, c.value);
        const auto found = letters_to_handle({project, letters, metadata, clock}, arguments);
        EXPECT_EQ(found.has_value(), c.want.has_value()) << "case: " << c.name;
        if (found && c.want) {
            EXPECT_EQ(found->size(), *c.want) << "case: " << c.name;
        }
    }
}

TEST(HandlerName, IsGivenOrTheUser) {
    Process process;
    EXPECT_EQ(handler_name(process, {}), "unknown");
    process.environment["USER"] = "bob";
    EXPECT_EQ(handler_name(process, {}), "bob");
    Arguments arguments;
    arguments.set("by", "ann");
    EXPECT_EQ(handler_name(process, arguments), "ann");
}

}  // namespace
}  // namespace levada::app
