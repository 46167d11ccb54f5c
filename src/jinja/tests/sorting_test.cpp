#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Sorting, AsTheReference) {
    // Goal: sorting is stable and compares as Python does. Method: templates whose output the reference implementation
    // gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ [3, 1, 2] | sort }} {{ [3, 1, 2] | sort(reverse=true) }}", "{}", "[1, 2, 3] [3, 2, 1]"},
        {"02",
         "{{ rows | sort(attribute='g') | map(attribute='name') | list }} {{ rows | sort(attribute='g', reverse=true) "
         "| map(attribute='name') | list }}",
         "{\"rows\": [{\"name\": \"ann\", \"age\": 30, \"g\": \"x\"}, {\"name\": \"Bob\", \"age\": 25, \"g\": \"y\"}, "
         "{\"name\": \"cid\", \"age\": 30, \"g\": \"x\"}]}",
         "['ann', 'cid', 'Bob'] ['Bob', 'ann', 'cid']"},
        {"03", "{{ [1, 'a'] | sort }}", "{}", "!TypeError"},
        {"04", "{{ [none, 1] | sort }}", "{}", "!TypeError"},
        {"05", "{{ [(2, 'b'), (1, 'z'), (2, 'a')] | sort }}", "{}", "[(1, 'z'), (2, 'a'), (2, 'b')]"},
        {"06", "{{ [] | sort }}", "{}", "[]"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
