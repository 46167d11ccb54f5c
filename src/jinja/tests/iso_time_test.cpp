#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(IsoTime, AsTheReference) {
    // Goal: dates are read as dateutil.isoparse reads them. Method: templates whose output the reference implementation
    // gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ str_to_datetime('2022') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-01-01 00:00:00+00:00\""},
        {"02",
         "{{ str_to_datetime('2022-03') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-03-01 00:00:00+00:00\""},
        {"03",
         "{{ str_to_datetime('20220304') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-03-04 00:00:00+00:00\""},
        {"04",
         "{{ str_to_datetime('2022-W09-4') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-03-03 00:00:00+00:00\""},
        {"05",
         "{{ str_to_datetime('2022W09') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-02-28 00:00:00+00:00\""},
        {"06",
         "{{ str_to_datetime('2022-060') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-03-01 00:00:00+00:00\""},
        {"07",
         "{{ str_to_datetime('2022-03-04T05') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-03-04 05:00:00+00:00\""},
        {"08",
         "{{ str_to_datetime('2022-03-04T0506') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-03-04 05:06:00+00:00\""},
        {"09",
         "{{ str_to_datetime('2022-03-04T05:06:07.1234567') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-03-04 05:06:07.123456+00:00\""},
        {"10",
         "{{ str_to_datetime('2022-03-04T05:06:07,5Z') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-03-04 05:06:07.500000+00:00\""},
        {"11",
         "{{ str_to_datetime('2022-03-04 05:06:07-0330') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-03-04 08:36:07+00:00\""},
        {"12",
         "{{ str_to_datetime('2022-03-04T24:00') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "\"2022-03-05 00:00:00+00:00\""},
        {"13",
         "{{ str_to_datetime('2022-03-04T24:01') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
        {"14",
         "{{ str_to_datetime('2022-13-01') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
        {"15",
         "{{ str_to_datetime('2022-02-30') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
        {"16",
         "{{ str_to_datetime('202203') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
        {"17",
         "{{ str_to_datetime('2022-3-4') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
        {"18",
         "{{ str_to_datetime('2022-03-04T') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
        {"19",
         "{{ str_to_datetime('2022-03-04T5:06') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
        {"20",
         "{{ str_to_datetime('2022-03-04T05:06:07+25:00') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
        {"21",
         "{{ str_to_datetime('2022-03-0405:06') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
        {"22",
         "{{ str_to_datetime('x') }}",
         "{\"config\": {\"start_date\": \"2024-01-15\", \"n\": 5, \"s\": \"00123\", \"token\": \"tök&en\", \"list\": "
         "[\"a\", \"b\"], \"nul\": null}, \"record\": {\"id\": 1, \"name\": \"Ann\", \"tags\": [\"x\", \"y\"], \"o\": "
         "{\"x\": null}}, \"stream_slice\": {\"id\": \"s1\"}, \"response\": {\"a\": 1, \"f\": 1.1, \"e\": \"\"}}",
         "!ValueError"},
    };
    expect_interpolates(kCases);
}

}  // namespace levada::jinja
