#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::programs {

/// The AirbyteCatalog of what a tap's discovery printed: streams by their `tap_stream_id`, keys and cursors from the
/// metadata. Errors: invalid_data. Source: Singer specification, DISCOVERY_MODE.md and SYNC_MODE.md.
Result<Json> airbyte_catalog_of_singer(const Json& singer_catalog);

/// The Singer catalog with exactly the streams of the configured catalog selected, all of their fields, and the
/// replication method that each is read with. A stream that forces its method keeps it.
Json selected_singer_catalog(const Json& singer_catalog, const Json& configured_catalog);

/// The catalog entry of a SCHEMA message, for taps that cannot discover.
Json singer_entry_of_schema(const Json& message);

/// A tap's state is one value for all streams. This is the part of it for one of them: its own bookmark, and all that
/// is no bookmark. It is a valid state by itself.
Json singer_state_for(const Json& value, std::string_view stream);

/// The tap's state of the states of its streams (a list of AirbyteStateMessage, or null): null when there are none.
Json merged_singer_state(const Json& states);

}  // namespace levada::programs
