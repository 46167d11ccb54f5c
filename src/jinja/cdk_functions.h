#pragma once

#include "levada/jinja/environment.h"

namespace levada::jinja::cdk {

/// The 13 macros and 8 filters. Source: airbyte-cdk 7.39.1, interpolation/macros.py and filters.py.
void add_macros(Environment& environment);
void add_filters(Environment& environment);

}  // namespace levada::jinja::cdk
