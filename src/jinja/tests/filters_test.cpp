#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Filters, AsTheReference) {
    // Goal: every filter of Jinja2 is there. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ 'abs' is filter }}", "{}", "True"},
        {"02", "{{ 'attr' is filter }}", "{}", "True"},
        {"03", "{{ 'batch' is filter }}", "{}", "True"},
        {"04", "{{ 'capitalize' is filter }}", "{}", "True"},
        {"05", "{{ 'center' is filter }}", "{}", "True"},
        {"06", "{{ 'count' is filter }}", "{}", "True"},
        {"07", "{{ 'd' is filter }}", "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}", "True"},
        {"08", "{{ 'default' is filter }}", "{}", "True"},
        {"09", "{{ 'dictsort' is filter }}", "{}", "True"},
        {"10", "{{ 'e' is filter }}", "{}", "True"},
        {"11", "{{ 'escape' is filter }}", "{}", "True"},
        {"12", "{{ 'filesizeformat' is filter }}", "{}", "True"},
        {"13", "{{ 'first' is filter }}", "{}", "True"},
        {"14", "{{ 'float' is filter }}", "{}", "True"},
        {"15", "{{ 'forceescape' is filter }}", "{}", "True"},
        {"16", "{{ 'format' is filter }}", "{}", "True"},
        {"17", "{{ 'groupby' is filter }}", "{}", "True"},
        {"18", "{{ 'indent' is filter }}", "{}", "True"},
        {"19", "{{ 'int' is filter }}", "{}", "True"},
        {"20", "{{ 'items' is filter }}", "{}", "True"},
        {"21", "{{ 'join' is filter }}", "{}", "True"},
        {"22", "{{ 'last' is filter }}", "{}", "True"},
        {"23", "{{ 'length' is filter }}", "{}", "True"},
        {"24", "{{ 'list' is filter }}", "{}", "True"},
        {"25", "{{ 'lower' is filter }}", "{}", "True"},
        {"26", "{{ 'map' is filter }}", "{}", "True"},
        {"27", "{{ 'max' is filter }}", "{}", "True"},
        {"28", "{{ 'min' is filter }}", "{}", "True"},
        {"29", "{{ 'pprint' is filter }}", "{}", "True"},
        {"30", "{{ 'random' is filter }}", "{}", "True"},
        {"31", "{{ 'reject' is filter }}", "{}", "True"},
        {"32", "{{ 'rejectattr' is filter }}", "{}", "True"},
        {"33", "{{ 'replace' is filter }}", "{}", "True"},
        {"34", "{{ 'reverse' is filter }}", "{}", "True"},
        {"35", "{{ 'round' is filter }}", "{}", "True"},
        {"36", "{{ 'safe' is filter }}", "{}", "True"},
        {"37", "{{ 'select' is filter }}", "{}", "True"},
        {"38", "{{ 'selectattr' is filter }}", "{}", "True"},
        {"39", "{{ 'slice' is filter }}", "{}", "True"},
        {"40", "{{ 'sort' is filter }}", "{}", "True"},
        {"41", "{{ 'string' is filter }}", "{}", "True"},
        {"42", "{{ 'striptags' is filter }}", "{}", "True"},
        {"43", "{{ 'sum' is filter }}", "{}", "True"},
        {"44", "{{ 'title' is filter }}", "{}", "True"},
        {"45", "{{ 'tojson' is filter }}", "{}", "True"},
        {"46", "{{ 'trim' is filter }}", "{}", "True"},
        {"47", "{{ 'truncate' is filter }}", "{}", "True"},
        {"48", "{{ 'unique' is filter }}", "{}", "True"},
        {"49", "{{ 'upper' is filter }}", "{}", "True"},
        {"50", "{{ 'urlencode' is filter }}", "{}", "True"},
        {"51", "{{ 'urlize' is filter }}", "{}", "True"},
        {"52", "{{ 'wordcount' is filter }}", "{}", "True"},
        {"53", "{{ 'wordwrap' is filter }}", "{}", "True"},
        {"54", "{{ 'xmlattr' is filter }}", "{}", "True"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
