#pragma once

#include "component_fixture.h"

#include <string>

#include <gtest/gtest.h>

#include "levada/airbyte/components/record_selector.h"
#include "levada/airbyte/components/stream_slice.h"

namespace levada::airbyte::testing {

/// The record after the transformation that `yaml_text` describes, or "error: …".
inline std::string transformed(std::string_view yaml_text, std::string_view record, Json config = Json::object()) {
    ComponentFixture f(std::move(config));
    const auto made = f.make<Transformation>(yaml_text);
    if (!made.has_value()) {
        return "error: " + made.error().message();
    }
    RecordPage page;
    RecordEditor editor(page);
    editor.reset(record);
    const StreamSlice slice = StreamSlice::make(Json::object({{"p", "s"}}), Json(), Json()).value();
    const Result<void> done = (*made)->transform(editor, &slice);
    if (!done.has_value()) {
        return "error: " + done.error().message();
    }
    return std::string(editor.json()) + (editor.is_unserialisable() ? " unserialisable" : "");
}

}  // namespace levada::airbyte::testing
