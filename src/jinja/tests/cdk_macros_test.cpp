#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(CdkMacros, AsTheReference) {
    // Goal: the macros of the CDK give what it gives. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ max(2, 3) }} {{ min([3, 1]) }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"3 1\""},
        {"02",
         "{{ max() }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"{{ max() }}\""},
        {"03",
         "{{ max(1, 'a') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"{{ max(1, 'a') }}\""},
        {"04",
         "{{ timestamp('2022-02-28') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "1646006400.0"},
        {"05",
         "{{ timestamp('2022-02-28T12:30:00.5Z') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "1646051400.5"},
        {"06",
         "{{ timestamp(1646006400.9) }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "1646006400"},
        {"07",
         "{{ timestamp('bad') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
        {"08",
         "{{ duration('PT1H30M') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"1:30:00\""},
        {"09",
         "{{ duration('P1Y2M3DT4H5M6S') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"1 years, 2 months, 3 days, 4:05:06\""},
        {"09b",
         "{{ duration('P1M') }}; {{ duration('P2M') }}; {{ duration('P1Y') }}; {{ duration('-P3M') }}",
         "{}",
         "\"1 month, 0:00:00; 2 months, 0:00:00; 1 years, 0:00:00; -3 month, 0:00:00\""},
        {"10",
         "{{ duration('bad') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ISO8601Error"},
        {"11",
         "{{ str_to_datetime('2022-01-01T13:45:30+02:00') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-01-01 11:45:30+00:00\""},
        {"12",
         "{{ str_to_datetime('2022-01-31') + duration('P1M') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-02-28 00:00:00+00:00\""},
        {"13",
         "{{ (str_to_datetime('2022-01-14') - str_to_datetime('2022-01-10')).days }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "4"},
        {"14",
         "{{ format_datetime('2022-01-14', '%s') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "1642118400"},
        {"15",
         "{{ format_datetime('2022-01-14T01:02:03.456+05:30', '%Y-%m-%dT%H:%M:%S.%f%z') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-01-13T19:32:03.456000+0000\""},
        {"16",
         "{{ format_datetime(1642118400, '%Y-%m-%d') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-01-14\""},
        {"17",
         "{{ format_datetime(1642118400000, '%Y-%m-%d', '%ms') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-01-14\""},
        {"18",
         "{{ format_datetime('14/01/2022', '%Y-%m-%d') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
        {"19",
         "{{ format_datetime('14/01/2022', '%Y-%m-%d', '%d/%m/%Y') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-01-14\""},
        {"20",
         "{{ sanitize_url('a b+c/é') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"a+b%2Bc%2F%C3%A9\""},
        {"21",
         "{{ camel_case_to_snake_case('ABTest') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"a_b_test\""},
        {"22",
         "{{ generate_uuid() | length }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "36"},
        {"23", "{{ now_utc() }}", "{}", "\"2023-11-14 22:13:20+00:00\""},
        {"24", "{{ today_utc() }}", "{}", "\"2023-11-14\""},
        {"25", "{{ day_delta(1, '%Y-%m-%d') }}", "{}", "\"2023-11-15\""},
        {"26", "{{ today_with_timezone('Pacific/Tarawa') }}", "{}", "\"2023-11-15\""},
        {"27",
         "{{ today_with_timezone('No/Such') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!UnknownTimeZoneError"},
    };
    expect_interpolates(kCases);
}

}  // namespace levada::jinja
