#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Cdk, AsTheReference) {
    // Goal: interpolation types its results as airbyte-cdk does. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ config.n }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "5"},
        {"02",
         "{{ config.s }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"00123\""},
        {"03",
         "{{ config.nul }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "null"},
        {"04",
         "{{ config.list }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "[\"a\", \"b\"]"},
        {"05",
         "{{ record }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "{\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": {\"x\": null}}"},
        {"06",
         "{{ record.name }}-{{ record.id }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"Ann-1\""},
        {"07",
         "{{ record.o }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "{\"x\": null}"},
        {"08",
         "{{ record.zz }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"\""},
        {"09",
         "{{ record.zz.y }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!UndefinedError"},
        {"10",
         "{{ unknown }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
        {"11",
         "{{ stream_interval.id }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"s1\""},
        {"12",
         "{{ stream_partition['id'] }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"s1\""},
        {"13",
         "{{ stream_state.x }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!AirbyteTracedException"},
        {"14",
         "1.50",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "1.5"},
        {"15",
         "true",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"true\""},
        {"16",
         "True",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "true"},
        {"17",
         "[1, 2]",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "[1, 2]"},
        {"18",
         "plain text",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"plain text\""},
        {"19",
         "'quoted'",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"quoted\""},
        {"20",
         "{{ response.a }},",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "py:(1,)"},
        {"21",
         "{{ '' }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"\""},
        {"22",
         "{{ none }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "null"},
        {"23",
         "{{ 1 in 'abc' }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"{{ 1 in 'abc' }}\""},
        {"24",
         "{{ range(3) }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
        {"25",
         "{{ response.a }}.{{ response.a }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "1.1"},
        {"26",
         "{\"id\": {{ response.a }}}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "{\"id\": 1}"},
        {"27",
         "{{ record.tags | join(',') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"x,y\""},
        {"28",
         "{{ config.missing or 'x' }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"x\""},
        {"29",
         "{{ 5 / 2 }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "2.5"},
        {"30",
         "{{ (1, 2) }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "py:(1, 2)"},
        {"31",
         "{% if config.n > 3 %}yes{% else %}no{% endif %}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"yes\""},
        {"32",
         "{{ config.n | nosuch }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!TemplateAssertionError"},
        {"33",
         "{% if %}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!TemplateSyntaxError"},
        {"undeclared variables come before errors of Python's compiler",
         "{% macro m() %}{% endmacro %}{% call m(caller=2) %}{{ y }}{% endcall %}",
         "{}",
         "!ValueError"},
        {"an error of Python's compiler",
         "{% macro m() %}{% endmacro %}{% call m(caller=2) %}{% endcall %}",
         "{}",
         "!SyntaxError"},
    };
    expect_interpolates(kCases);
}

}  // namespace levada::jinja
