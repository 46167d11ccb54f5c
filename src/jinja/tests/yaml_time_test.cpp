#include "yaml_time.h"

#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(YamlTime, AsPyYamlReadsIt) {
    // Goal: plain dates and times have PyYAML's types. Method: texts with the repr that yaml.safe_load gave; an empty
    // one where it stays text.
    struct Case {
        const char* text;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"2024-02-29", "datetime.date(2024, 2, 29)"},
        {"2024-2-9", ""},
        {"20240229", ""},
        {"2024-02-29 x", ""},
        {"2024-02-29T13:45", ""},
        {"2024-02-29T13:45:30.5Z", "datetime.datetime(2024, 2, 29, 13, 45, 30, 500000, tzinfo=datetime.timezone.utc)"},
        {"2024-2-9 1:02:03", "datetime.datetime(2024, 2, 9, 1, 2, 3)"},
        {"2024-02-29T13:45:30.", "datetime.datetime(2024, 2, 29, 13, 45, 30)"},
        {"2024-02-29 13:45:30.1234567 +02:00",
         "datetime.datetime(2024, 2, 29, 13, 45, 30, 123456, "
         "tzinfo=datetime.timezone(datetime.timedelta(seconds=7200)))"},
        {"2024-02-29t13:45:30-5",
         "datetime.datetime(2024, 2, 29, 13, 45, 30, "
         "tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=68400)))"},
        {"2024-02-29T13:45:30 Z", "datetime.datetime(2024, 2, 29, 13, 45, 30, tzinfo=datetime.timezone.utc)"},
        {"2024-13-01", "!ValueError"},
        {"2024-02-29T25:00:00", "!ValueError"},
        {"0000-01-01", "!ValueError"},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(is_yaml_time(c.text), c.want[0] != '\0') << c.text;
        if (is_yaml_time(c.text)) {
            const Outcome<Value> got = yaml_time(c.text);
            EXPECT_EQ(got ? got->repr() : "!" + std::string(got.error().python_class()), c.want) << c.text;
        }
    }
}

TEST(YamlTime, InsideATree) {
    constexpr RenderCase kCases[] = {
        {"a time in a list",
         "{{ fromyaml('[2024-02-29 10:00:00]') }}",
         "{}",
         "[datetime.datetime(2024, 2, 29, 10, 0)]"},
        {"a key", "{{ fromyaml('2024-02-29: 1') }}", "{}", "{datetime.date(2024, 2, 29): 1}"},
        {"quoted", "{{ fromyaml('\"2024-02-29 10:00:00\"') }}", "{}", "2024-02-29 10:00:00"},
        {"month 13 gives the default", "{{ fromyaml('2024-13-01', 'd') }}", "{}", "d"},
        {"no text is no YAML", "{{ fromyaml(5, 'd') }}", "{}", "!TypeError"},
        {"undefined", "{{ fromyaml(missing) }}", "{}", "!UndefinedError"},
        {"printed", "{{ fromyaml('2024-02-29T13:45:30Z') }}", "{}", "2024-02-29 13:45:30+00:00"},
    };
    expect_dbt(kCases);
}

}  // namespace levada::jinja
