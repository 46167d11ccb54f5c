#pragma once

#include <string>
#include <string_view>

namespace levada::jinja {

/// Takes comments and tags out, decodes entities and makes runs of blanks single: markupsafe's striptags.
std::string without_tags(std::string_view text);

}  // namespace levada::jinja
