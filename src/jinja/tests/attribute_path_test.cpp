#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(AttributePath, AsTheReference) {
    // Goal: dotted and indexed paths are followed. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ [{'a': {'b': 1}}] | map(attribute='a.b') | list }}", "{}", "[1]"},
        {"02",
         "{{ nest | map(attribute='1') | list }} {{ nest | map(attribute=0) | list }}",
         "{\"nest\": [[1, 2], [3, 4]]}",
         "[2, 4] [1, 3]"},
        {"03", "{{ [{'a': {}}] | map(attribute='a.b', default=5) | list }}", "{}", "[5]"},
        {"04",
         "{{ rows | sort(attribute='g,age') | map(attribute='name') | join }}",
         "{\"rows\": [{\"name\": \"ann\", \"age\": 30, \"g\": \"x\"}, {\"name\": \"Bob\", \"age\": 25, \"g\": \"y\"}, "
         "{\"name\": \"cid\", \"age\": 30, \"g\": \"x\"}]}",
         "anncidBob"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
