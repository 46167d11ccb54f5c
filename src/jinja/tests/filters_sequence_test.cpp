#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(FiltersSequence, AsTheReference) {
    // Goal: sequence filters give what Jinja2 gives. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ l | first }} {{ l | last }} {{ [] | first }}|{{ '' | last }}|{{ l | length }} {{ d | count }}",
         "{\"l\": [3, 1, 2], \"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "3 2 ||3 3"},
        {"02", "{{ 5 | length }}", "{}", "!TypeError"},
        {"03",
         "{{ 'abc' | list }} {{ d | list }} {{ range(3) | list }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "['a', 'b', 'c'] ['b', 'a', 'C'] [0, 1, 2]"},
        {"04",
         "{{ l | join }} {{ l | join(', ') }} {{ rows | join('-', attribute='name') }}",
         "{\"l\": [3, 1, 2], \"rows\": [{\"name\": \"ann\", \"age\": 30, \"g\": \"x\"}, {\"name\": \"Bob\", \"age\": "
         "25, \"g\": \"y\"}, {\"name\": \"cid\", \"age\": 30, \"g\": \"x\"}]}",
         "312 3, 1, 2 ann-Bob-cid"},
        {"05",
         "{{ l | reverse | list }} {{ 'abc' | reverse }} {{ 5 | reverse }}",
         "{\"l\": [3, 1, 2]}",
         "!FilterArgumentError"},
        {"06",
         "{{ ls | sort }} {{ ls | sort(true) }} {{ ls | sort(case_sensitive=true) }} {{ rows | "
         "sort(attribute='age,name') | map(attribute='name') | list }}",
         "{\"ls\": [\"b\", \"A\", \"c\"], \"rows\": [{\"name\": \"ann\", \"age\": 30, \"g\": \"x\"}, {\"name\": "
         "\"Bob\", \"age\": 25, \"g\": \"y\"}, {\"name\": \"cid\", \"age\": 30, \"g\": \"x\"}]}",
         "['A', 'b', 'c'] ['c', 'b', 'A'] ['A', 'b', 'c'] ['Bob', 'ann', 'cid']"},
        {"07", "{{ [1, 'a'] | sort }}", "{}", "!TypeError"},
        {"08",
         "{{ ['a', 'A', 'b', 1, 1.0] | unique | list }} {{ rows | unique(attribute='g') | map(attribute='name') | list "
         "}}",
         "{\"rows\": [{\"name\": \"ann\", \"age\": 30, \"g\": \"x\"}, {\"name\": \"Bob\", \"age\": 25, \"g\": \"y\"}, "
         "{\"name\": \"cid\", \"age\": 30, \"g\": \"x\"}]}",
         "['a', 'b', 1] ['ann', 'Bob']"},
        {"09",
         "{{ l | min }} {{ l | max }} {{ ls | max }} {{ [] | min }} {{ (rows | max(attribute='age')).name }}",
         "{\"l\": [3, 1, 2], \"ls\": [\"b\", \"A\", \"c\"], \"rows\": [{\"name\": \"ann\", \"age\": 30, \"g\": \"x\"}, "
         "{\"name\": \"Bob\", \"age\": 25, \"g\": \"y\"}, {\"name\": \"cid\", \"age\": 30, \"g\": \"x\"}]}",
         "1 3 c  ann"},
        {"10",
         "{{ l | batch(2) | list }} {{ l | batch(2, 'x') | list }} {{ l | slice(2) | list }} {{ l | slice(2, 'x') | "
         "list }}",
         "{\"l\": [3, 1, 2]}",
         "[[3, 1], [2]] [[3, 1], [2, 'x']] [[3, 1], [2]] [[3, 1], [2, 'x']]"},
        {"11",
         "{{ l | sum }} {{ rows | sum(attribute='age') }} {{ l | sum(start=10) }} {{ ['a'] | sum }}",
         "{\"l\": [3, 1, 2], \"rows\": [{\"name\": \"ann\", \"age\": 30, \"g\": \"x\"}, {\"name\": \"Bob\", \"age\": "
         "25, \"g\": \"y\"}, {\"name\": \"cid\", \"age\": 30, \"g\": \"x\"}]}",
         "!TypeError"},
        {"12",
         "{{ d | dictsort }} {{ d | dictsort(true) }} {{ d | dictsort(by='value', reverse=true) }} {{ d | "
         "dictsort(by='x') }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "!FilterArgumentError"},
        {"13",
         "{{ d | items | list }} {{ missing | items | list }} {{ 5 | items | list }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "!TypeError"},
        {"14",
         "{{ missing | default('x') }} {{ '' | default('x') }} {{ '' | default('x', true) }} {{ none | d('x') }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "x  x None"},
        {"15",
         "{{ d | attr('items') is defined }} {{ d | attr('b') is defined }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "True False"},
        {"a dict is asked for a place", "{{ {0: 'x'} | random }}", "{}", "x"},
        {"a dict without that key", "{{ d | random }}", "{\"d\": {\"a\": 1}}", "!KeyError"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
