#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(FiltersSelection, AsTheReference) {
    // Goal: selecting filters give what Jinja2 gives. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ ls | map('upper') | list }} {{ rows | map(attribute='name') | list }} {{ rows | map(attribute='zz', "
         "default='q') | list }}",
         "{\"ls\": [\"b\", \"A\", \"c\"], \"rows\": [{\"name\": \"ann\", \"age\": 30, \"g\": \"x\"}, {\"name\": "
         "\"Bob\", \"age\": 25, \"g\": \"y\"}, {\"name\": \"cid\", \"age\": 30, \"g\": \"x\"}]}",
         "['B', 'A', 'C'] ['ann', 'Bob', 'cid'] ['q', 'q', 'q']"},
        {"02", "{{ l | map('nosuch') | list }}", "{\"l\": [3, 1, 2]}", "!TemplateRuntimeError"},
        {"03", "{{ l | map() | list }}", "{\"l\": [3, 1, 2]}", "!FilterArgumentError"},
        {"04", "{{ [] | map() | list }}", "{}", "[]"},
        {"05",
         "{{ l | select('odd') | list }} {{ l | reject('odd') | list }} {{ [0, 1, ''] | select | list }}",
         "{\"l\": [3, 1, 2]}",
         "[3, 1] [2] [1]"},
        {"06",
         "{{ rows | selectattr('age', 'gt', 26) | map(attribute='name') | list }} {{ rows | rejectattr('age') | list "
         "}}",
         "{\"rows\": [{\"name\": \"ann\", \"age\": 30, \"g\": \"x\"}, {\"name\": \"Bob\", \"age\": 25, \"g\": \"y\"}, "
         "{\"name\": \"cid\", \"age\": 30, \"g\": \"x\"}]}",
         "['ann', 'cid'] []"},
        {"07",
         "{{ rows | selectattr() | list }}",
         "{\"rows\": [{\"name\": \"ann\", \"age\": 30, \"g\": \"x\"}, {\"name\": \"Bob\", \"age\": 25, \"g\": \"y\"}, "
         "{\"name\": \"cid\", \"age\": 30, \"g\": \"x\"}]}",
         "!FilterArgumentError"},
        {"08", "{{ l | select('nosuch') | list }}", "{\"l\": [3, 1, 2]}", "!TemplateRuntimeError"},
        {"09",
         "{{ rows | groupby('g') }}",
         "{\"rows\": [{\"name\": \"ann\", \"age\": 30, \"g\": \"x\"}, {\"name\": \"Bob\", \"age\": 25, \"g\": \"y\"}, "
         "{\"name\": \"cid\", \"age\": 30, \"g\": \"x\"}]}",
         "[('x', [{'name': 'ann', 'age': 30, 'g': 'x'}, {'name': 'cid', 'age': 30, 'g': 'x'}]), ('y', [{'name': 'Bob', "
         "'age': 25, 'g': 'y'}])]"},
        {"10",
         "{% for g in rows | groupby('g') %}{{ g.grouper }}:{{ g.list | length }} {% endfor %}",
         "{\"rows\": [{\"name\": \"ann\", \"age\": 30, \"g\": \"x\"}, {\"name\": \"Bob\", \"age\": 25, \"g\": \"y\"}, "
         "{\"name\": \"cid\", \"age\": 30, \"g\": \"x\"}]}",
         "x:2 y:1 "},
        {"11",
         "{{ nest | map('sum') | list }} {{ nest | map('first') | map('string') | list }}",
         "{\"nest\": [[1, 2], [3, 4]]}",
         "[3, 7] ['1', '3']"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
