#include "cli/parser.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

std::vector<CommandSpec> commands() {
    CommandSpec run{
        .path = {"run"},
        .summary = "Run it.",
        .operands = {{.name = "PIPELINE", .help = "Which.", .is_required = false}},
        .options =
            {{.name = "stream", .value_name = "S", .help = "Only it.", .choices = {}, .otherwise = ""},
             {.name = "format", .value_name = "F", .help = "How.", .choices = {"table", "csv"}, .otherwise = "table"},
             {.name = "dry-run", .value_name = "", .help = "Only say.", .choices = {}, .otherwise = ""}},
        .details = "",
        .run = {}};
    CommandSpec get{
        .path = {"state", "get"},
        .summary = "Show.",
        .operands = {{.name = "PIPELINE", .help = "Which.", .is_required = true}},
        .options =
            {{.name = "key", .value_name = "K", .help = "A key.", .choices = {}, .otherwise = "", .is_required = true}},
        .details = "",
        .run = {}};
    return {run, get};
}

TEST(CommandLine, ReadsOptionsAndOperands) {
    const auto specs = commands();
    const auto parsed = parse_command_line(specs, {"run", "--stream=a", "shop", "--dry-run", "--format", "csv"});
    ASSERT_TRUE(parsed) << parsed.error().to_string();
    EXPECT_EQ(parsed->command->path, std::vector<std::string>{"run"});
    EXPECT_EQ(parsed->arguments.text("stream"), "a");
    EXPECT_EQ(parsed->arguments.text("PIPELINE"), "shop");
    EXPECT_EQ(parsed->arguments.text("format"), "csv");
    EXPECT_TRUE(parsed->arguments.has("dry-run"));
    EXPECT_EQ(parsed->arguments.text("project"), ".") << "the default of a common option";
    EXPECT_FALSE(parsed->arguments.has("json"));
}

TEST(CommandLine, AfterTwoDashesAllAreOperands) {
    const auto specs = commands();
    const auto parsed = parse_command_line(specs, {"run", "--", "--stream"});
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->arguments.text("PIPELINE"), "--stream");
}

TEST(CommandLine, CommonOptionsMayStandFirst) {
    const auto specs = commands();
    const auto parsed = parse_command_line(specs, {"--project", "p", "--json", "--log-level=debug", "run", "shop"});
    ASSERT_TRUE(parsed) << parsed.error().to_string();
    EXPECT_EQ(parsed->arguments.text("project"), "p");
    EXPECT_EQ(parsed->arguments.text("log-level"), "debug");
    EXPECT_EQ(parsed->arguments.text("PIPELINE"), "shop");
    EXPECT_TRUE(parsed->arguments.has("json"));
}

TEST(CommandLine, RefusesWithTheNextCommand) {
    struct Case {
        std::vector<std::string> words;
        const char* message;
        const char* hint;
    };
    const Case cases[] = {
        {{"rum"}, "there is no command \"rum\"; did you mean \"run\"?", "levada --help"},
        {{"state", "gett", "x"},
         "there is no command \"state gett\"; did you mean \"state get\"?",
         "levada state --help"},
        {{"run", "--straem", "x"}, "there is no option --straem; did you mean --stream?", "levada run --help"},
        {{"run", "--stream"}, "--stream needs a value: S", "levada run --help"},
        {{"run", "--dry-run=1"}, "--dry-run takes no value", "levada run --help"},
        {{"run", "--format", "xml"}, "--format: wanted one of table, csv, found \"xml\"", "levada run --help"},
        {{"run", "a", "b"}, "unexpected argument \"b\"", "levada run --help"},
        {{"state", "get", "--key", "k"}, "argument PIPELINE is missing: Which.", "levada state get --help"},
        {{"state", "get", "p"}, "option --key K is missing: A key.", "levada state get --help"},
        {{"run", "-x"}, "there is no option -x", "levada run --help"},
    };
    const auto specs = commands();
    for (const Case& c : cases) {
        const auto parsed = parse_command_line(specs, c.words);
        ASSERT_FALSE(parsed) << c.message;
        EXPECT_EQ(parsed.error().message(), c.message);
        EXPECT_EQ(parsed.error().hint(), c.hint) << c.message;
        EXPECT_EQ(parsed.error().code(), ErrorCode::invalid_config);
    }
}

TEST(CommandLine, HelpOfProgramGroupAndCommand) {
    const auto specs = commands();
    struct Case {
        std::vector<std::string> words;
        const char* want;
    };
    const Case cases[] = {
        {{}, "Usage: levada COMMAND"},
        {{"--help"}, "Usage: levada COMMAND"},
        {{"state"}, "Usage: levada state COMMAND"},
        {{"state", "--help"}, "Usage: levada state COMMAND"},
        {{"run", "x", "--help"}, "Usage: levada run [PIPELINE]"},
        {{"state", "get", "-h"}, "Usage: levada state get PIPELINE"},
    };
    for (const Case& c : cases) {
        const auto parsed = parse_command_line(specs, c.words);
        ASSERT_TRUE(parsed) << c.want;
        EXPECT_EQ(parsed->command, nullptr);
        EXPECT_NE(parsed->text.find(c.want), std::string::npos) << parsed->text;
    }
}

}  // namespace
}  // namespace levada::app
