#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Dunders, AsTheReference) {
    // Goal: operators as methods work outside the sandbox. Method: templates whose output the reference implementation
    // gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ n.__truediv__(2) }} {{ n.__floordiv__(2) }} {{ n.__pow__(2) }} {{ n.__rsub__(1) }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "3.5 3 49 -6"},
        {"02",
         "{{ n.__lt__(8) }} {{ n.__ge__(8) }} {{ n.__lt__(2.5) }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "True False NotImplemented"},
        {"03",
         "{{ f.__neg__() }} {{ (-2).__abs__() }} {{ n.__bool__() }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "-2.5 2 True"},
        {"04",
         "{{ f.__int__() }} {{ n.__float__() }} {{ f.__round__() }} {{ (2.675).__round__(2) }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "2 7.0 2 2.67"},
        {"05",
         "{{ l.__reversed__() | list }} {{ l.__iter__() | list }} {{ d.__iter__() | list }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "[2, 1, 3] [3, 1, 2] ['a']"},
        {"06",
         "{{ n.__add__('x') }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "NotImplemented"},
        {"07",
         "{{ s.__mul__(2) }} {{ s.__contains__('ell') }} {{ s.__getitem__(1) }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "HelloHello True e"},
        {"08",
         "{{ s.__getitem__('a') }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "!TypeError"},
        {"09",
         "{{ d.__getitem__('zz') }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "!KeyError"},
        {"10",
         "{{ d.__setitem__('b', 2) }}{{ d }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "None{'a': 1, 'b': 2}"},
        {"11",
         "{{ s.__format__('>8') }}|{{ n.__format__('03d') }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "   Hello|007"},
        {"12",
         "{{ d.items().__eq__(d.items()) }} {{ l.__ne__([1]) }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "True True"},
        {"13",
         "{{ s.__class__.upper('a') }} {{ d.__class__.fromkeys([1, 2], 0) }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "A {1: 0, 2: 0}"},
        {"14",
         "{{ s.__class__.upper(1) }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "!TypeError"},
        {"15",
         "{{ s.__class__.upper() }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "!TypeError"},
        {"16",
         "{{ n.__nope__ is defined }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "False"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
