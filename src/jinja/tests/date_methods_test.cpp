#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(DateMethods, AsTheReference) {
    // Goal: dates have the methods of Python. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ str_to_datetime('2022-03-04').isoformat() }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-03-04T00:00:00+00:00\""},
        {"02",
         "{{ str_to_datetime('2022-03-04').strftime('%d/%m/%y %H:%M:%S.%f %Z %z %j %a %B') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"04/03/22 00:00:00.000000 UTC +0000 063 Fri March\""},
        {"03",
         "{{ str_to_datetime('2022-03-04T05:06:07').year }} {{ str_to_datetime('2022-03-04T05:06:07').minute }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022 6\""},
        {"04",
         "{{ str_to_datetime('2022-03-04').timestamp() }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "1646352000.0"},
        {"05",
         "{{ str_to_datetime('2022-03-04').weekday() }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "4"},
        {"06",
         "{{ str_to_datetime('2022-03-04').isoweekday() }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "5"},
        {"07",
         "{{ str_to_datetime('2022-03-04').date() }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-03-04\""},
        {"08",
         "{{ str_to_datetime('2022-03-04').replace(day=31, hour=5) }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-03-31 05:00:00+00:00\""},
        {"09",
         "{{ str_to_datetime('2022-03-04').replace(day=32) }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
        {"10",
         "{{ str_to_datetime('2022-03-04').toordinal() }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "738218"},
        {"11",
         "{{ duration('P1DT1H').total_seconds() }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "90000.0"},
        {"12",
         "{{ duration('P1DT1H').seconds }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "3600"},
        {"13",
         "{{ str_to_datetime('2022-03-04T05:06:07.123456').isoformat(' ', 'milliseconds') }}",
         "{\"config\": {}}",
         "\"2022-03-04 05:06:07.123+00:00\""},
        {"14",
         "{{ str_to_datetime('2022-03-04T05:06:07.123456').isoformat('T', 'seconds') }}",
         "{\"config\": {}}",
         "\"2022-03-04T05:06:07+00:00\""},
        {"15",
         "{{ str_to_datetime('2022-03-04T05:06:07').isoformat(timespec='hours') }}",
         "{\"config\": {}}",
         "\"2022-03-04T05+00:00\""},
        {"16",
         "{{ str_to_datetime('2022-03-04T05:06:07').isoformat(timespec='microseconds') }}",
         "{\"config\": {}}",
         "\"2022-03-04T05:06:07.000000+00:00\""},
        {"17", "{{ str_to_datetime('2022-03-04').isoformat(timespec='days') }}", "{\"config\": {}}", "!ValueError"},
    };
    expect_interpolates(kCases);
}

}  // namespace levada::jinja
