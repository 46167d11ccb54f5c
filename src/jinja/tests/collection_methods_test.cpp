#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(CollectionMethods, AsTheReference) {
    // Goal: lists, tuples and dicts have their methods. Method: templates whose output the reference implementation
    // gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ l.append(4) }}{{ l }}", "{\"l\": [3, 1, 2]}", "None[3, 1, 2, 4]"},
        {"02",
         "{{ l.extend([5, 6]) }}{{ l.insert(0, 9) }}{{ l.insert(-1, 8) }}{{ l }}",
         "{\"l\": [3, 1, 2]}",
         "NoneNoneNone[9, 3, 1, 2, 5, 8, 6]"},
        {"03", "{{ l.pop() }} {{ l.pop(0) }} {{ l }}", "{\"l\": [3, 1, 2]}", "2 3 [1]"},
        {"04", "{{ [].pop() }}", "{}", "!IndexError"},
        {"05", "{{ l.remove(3) }}{{ l }}", "{\"l\": [3, 1, 2]}", "None[1, 2]"},
        {"06", "{{ l.remove(99) }}", "{\"l\": [3, 1, 2]}", "!ValueError"},
        {"07", "{{ l.sort() }}{{ l }}{{ l.reverse() }}{{ l }}", "{\"l\": [3, 1, 2]}", "None[1, 2, 3]None[3, 2, 1]"},
        {"08", "{{ l.sort(reverse=true) }}{{ l }}", "{\"l\": [3, 1, 2]}", "None[3, 2, 1]"},
        {"09", "{{ l.index(1) }} {{ l.count(1) }} {{ (1, 2, 1).count(1) }}", "{\"l\": [3, 1, 2]}", "1 1 2"},
        {"10", "{{ l.index(99) }}", "{\"l\": [3, 1, 2]}", "!ValueError"},
        {"11", "{{ l.copy() }} {{ l.clear() }}{{ l }}", "{\"l\": [3, 1, 2]}", "[3, 1, 2] None[]"},
        {"12",
         "{{ d.get('b') }} {{ d.get('q') }} {{ d.get('q', 5) }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "1 None 5"},
        {"13",
         "{{ d.items() }} {{ d.keys() }} {{ d.values() }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "dict_items([('b', 1), ('a', 2), ('C', 3)]) dict_keys(['b', 'a', 'C']) dict_values([1, 2, 3])"},
        {"14",
         "{{ d.setdefault('q', 1) }}{{ d.setdefault('b', 9) }}{{ d }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "11{'b': 1, 'a': 2, 'C': 3, 'q': 1}"},
        {"15",
         "{{ d.update({'b': 9}, z=1) }}{{ d }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "None{'b': 9, 'a': 2, 'C': 3, 'z': 1}"},
        {"16",
         "{{ d.pop('b') }} {{ d.pop('q', 'x') }} {{ d }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "1 x {'a': 2, 'C': 3}"},
        {"17", "{{ d.pop('q') }}", "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}", "!KeyError"},
        {"18", "{{ d.popitem() }} {{ d }}", "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}", "('C', 3) {'b': 1, 'a': 2}"},
        {"19",
         "{{ d.copy() }} {{ d.clear() }}{{ d }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "{'b': 1, 'a': 2, 'C': 3} None{}"},
        {"20", "{{ d.get([]) }}", "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}", "!TypeError"},
        {"21",
         "{% for k in d %}{{ d.update({k ~ 'x': 1}) }}{% endfor %}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "!RuntimeError"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
