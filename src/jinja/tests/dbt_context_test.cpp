#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(DbtContext, AsTheReference) {
    // Goal: the functions of the base context answer as in dbt. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ var('answer') }} {{ var('zz', 'd') }}", "{}", "42 d"},
        {"02", "{{ var('zz') }}", "{}", "!RequiredVarNotFoundError"},
        {"03", "{{ var.has_var('answer') }}", "{}", "True"},
        {"04", "{{ env_var('SET') }} {{ env_var('UNSET', 'x') }}", "{}", "value x"},
        {"05", "{{ env_var('UNSET') }}", "{}", "!EnvVarMissingError"},
        {"06", "{{ env_var('DBT_ENV_SECRET_A') }}", "{}", "!SecretEnvVarLocationError"},
        {"07", "{{ fromjson('{\"a\": [1, null]}') }} {{ fromjson('[', 'd') }}", "{}", "{'a': [1, None]} d"},
        {"08", "{{ tojson({'b': 1, 'a': [true]}, sort_keys=true) }}", "{}", "{\"a\": [true], \"b\": 1}"},
        {"09",
         "{{ fromyaml('a: 1\\nd: 2020-01-01\\nq: \"2020-01-02\"') }}",
         "{}",
         "{'a': 1, 'd': datetime.date(2020, 1, 1), 'q': '2020-01-02'}"},
        {"10", "{{ set([1, 1]) }} {{ set(5) }} {{ set_strict(5) }}", "{}", "!TypeError"},
        {"11", "{{ zip([1, 2], 'ab') | list }} {{ zip(1, default=[]) }}", "{}", "[(1, 'a'), (2, 'b')] []"},
        {"12", "{{ local_md5('hello') }}", "{}", "5d41402abc4b2a76b9719d911017c592"},
        {"13",
         "{{ diff_of_two_dicts({'a': ['x', 'Y'], 'b': ['q']}, {'a': ['x']}) }}",
         "{}",
         "{'a': ['Y'], 'b': ['q']}"},
        {"14", "{{ return(5) }}", "{}", "!MacroReturn"},
        {"15", "{{ log('x') }}{{ flags.FULL_REFRESH }}{{ modules.os }}", "{}", "False"},
        {"env_var of what is no text", "{{ env_var(5) }}", "{}", "!AttributeError"},
        {"env_var of nothing", "{{ env_var(nope, 'x') }}", "{}", "!UndefinedError"},
        {"a character that YAML forbids", "{{ fromyaml('a\\x0bb', 'D') }} {{ fromyaml('a\\x7fb') }}", "{}", "D None"},
        {"fromyaml of what is no text", "{{ fromyaml(5) }}", "{}", "!TypeError"},
        {"fromyaml of markup", "{{ fromyaml('a' | safe) }}", "{}", "!TypeError"},
        {"a number that YAML reads as one", "{{ toyaml(1e20) }}", "{}", "1.0e+20\n...\n"},
    };
    expect_dbt(kCases);
}

}  // namespace levada::jinja
