#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(TimeOps, AsTheReference) {
    // Goal: dates and durations add up as in Python. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ str_to_datetime('2022-01-31') - duration('P1D') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-01-30 00:00:00+00:00\""},
        {"02",
         "{{ str_to_datetime('2024-02-29') + duration('P1Y') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2025-02-28 00:00:00+00:00\""},
        {"03",
         "{{ duration('PT1H') + duration('PT30M') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"1:30:00\""},
        {"04",
         "{{ duration('PT1H') * 3 }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"3:00:00\""},
        {"05",
         "{{ duration('PT1H') / 2 }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"0:30:00\""},
        {"06",
         "{{ duration('PT1H') / duration('PT30M') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "2.0"},
        {"07",
         "{{ duration('P2D') // 2 }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"1 day, 0:00:00\""},
        {"08",
         "{{ -duration('P1D') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"-1 day, 0:00:00\""},
        {"09",
         "{{ str_to_datetime('2022-01-31') + 1 }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"{{ str_to_datetime('2022-01-31') + 1 }}\""},
        {"10",
         "{{ str_to_datetime('9999-12-31') + duration('P2D') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!OverflowError"},
        {"11",
         "{{ str_to_datetime('2022-01-31') < str_to_datetime('2022-02-01') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "true"},
        {"12",
         "{{ duration('P1D') > duration('PT1H') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "true"},
        {"13",
         "{{ duration('P1D') == duration('PT24H') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "true"},
        {"14", "{{ str_to_datetime('2026-01-01').date() - duration('P1DT2H') }}", "{}", "\"2025-12-31\""},
        {"15", "{{ str_to_datetime('2026-01-01').date() + duration('P1DT2H') }}", "{}", "\"2026-01-02\""},
        {"16", "{{ str_to_datetime('2026-01-01').date() - (-duration('PT2H')) }}", "{}", "\"2026-01-02\""},
        {"17", "{{ str_to_datetime('2026-01-01').date() + (-duration('PT2H')) }}", "{}", "\"2025-12-31\""},
    };
    expect_interpolates(kCases);
}

}  // namespace levada::jinja
