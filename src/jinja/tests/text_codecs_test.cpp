#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(TextCodecs, AsTheReference) {
    // Goal: texts become bytes and come back as with Python. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ '\xC3"
         "\xA9"
         "'.encode() }} {{ '\xC3"
         "\xA9"
         "'.encode('latin-1') }} {{ 'a'.encode('utf-16') }} {{ 'a'.encode('UTF_16_BE') }} {{ '\xF0"
         "\x9F"
         "\x98"
         "\x80"
         "'.encode('utf-16-le') }} {{ 'a'.encode('utf-32-le') }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "b'\\xc3\\xa9' b'\\xe9' b'\\xff\\xfea\\x00' b'\\x00a' b'=\\xd8\\x00\\xde' b'a\\x00\\x00\\x00'"},
        {"02",
         "{{ '\xC3"
         "\xA9"
         "\xE2"
         "\x82"
         "\xAC"
         "'.encode('ascii', 'replace') }} {{ '\xE2"
         "\x82"
         "\xAC"
         "'.encode('latin1', 'ignore') }} {{ '\xE2"
         "\x82"
         "\xAC"
         "'.encode('ascii', 'xmlcharrefreplace') }} {{ '\xE2"
         "\x82"
         "\xAC"
         "\xC3"
         "\xA9"
         "'.encode('ascii', 'backslashreplace') }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "b'?\?' b'' b'&#8364;' b'\\\\u20ac\\\\xe9'"},
        {"03",
         "{{ '\xE2"
         "\x82"
         "\xAC"
         "'.encode('ascii') }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "!UnicodeEncodeError"},
        {"04",
         "{{ 'a'.encode('zz') }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "!LookupError"},
        {"05",
         "{{ '\xE2"
         "\x82"
         "\xAC"
         "'.encode('ascii', 'zz') }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "!LookupError"},
        {"06",
         "{{ '\xC3"
         "\xA9"
         "'.encode().decode() }} {{ '\xC3"
         "\xA9"
         "'.encode().decode('latin-1') }} {{ 'ab'.encode('utf-16').decode('utf-16') }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "\xC3"
         "\xA9"
         " \xC3"
         "\x83"
         "\xC2"
         "\xA9"
         " ab"},
        {"07",
         "{{ '\xC3"
         "\xA9"
         "'.encode('latin-1').decode() }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "!UnicodeDecodeError"},
        {"08",
         "{{ '\xC3"
         "\xA9"
         "'.encode('latin-1').decode('utf-8', 'replace') }}{{ '\xC3"
         "\xA9"
         "a'.encode('latin-1').decode('ascii', 'ignore') }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "\xEF"
         "\xBF"
         "\xBD"
         "a"},
        {"09",
         "{{ '\xF0"
         "\x9F"
         "\x98"
         "\x80"
         "'.encode('utf-16-be').decode('utf-16-be') == '\xF0"
         "\x9F"
         "\x98"
         "\x80"
         "' }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "True"},
        {"10",
         "{{ 'abc'.translate('x'.maketrans('ab', 'xy', 'c')) }} {{ 'abc'.translate('x'.maketrans({'a': 'zz', 98: "
         "none})) }}",
         "{\"n\": 7, \"f\": 2.5, \"l\": [3, 1, 2], \"d\": {\"a\": 1}, \"s\": \"Hello\"}",
         "xy zzc"},
        {"no encoding of text", "{{ 'a'.encode('hex_codec') }}", "{}", "!LookupError"},
        {"byte order mark",
         "{{ 'a'.encode('utf-8-sig') }} {{ 'a'.encode('utf-8-sig').decode('utf_8_sig') }}",
         "{}",
         "b'\\xef\\xbb\\xbfa' a"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
