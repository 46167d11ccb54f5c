#pragma once

#include <memory>

#include "levada/jinja/template.h"

namespace levada::jinja {

/// The program of a template, for code of this room that evaluates in its own way.
std::shared_ptr<const Program> program_of(const Template& compiled);

}  // namespace levada::jinja
