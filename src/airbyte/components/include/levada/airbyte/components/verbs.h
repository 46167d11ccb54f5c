#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "levada/airbyte/components/file_area.h"
#include "levada/airbyte/connector.h"
#include "levada/airbyte/message_writer.h"
#include "levada/base/result.h"
#include "levada/ports/clock.h"
#include "levada/ports/http.h"

namespace levada::airbyte {

/// One call of an Airbyte connector.
struct VerbOptions {
    /// spec, check, discover or read.
    std::string verb;
    std::string manifest_text;
    std::string manifest_file;
    /// Texts of the JSON files; nothing where the verb does not take it.
    std::optional<std::string> config;
    std::optional<std::string> catalog;
    std::optional<std::string> state;
    /// Where the files of records go; null: nowhere, and streams with files fail. Outlives the call.
    FileArea* files = nullptr;
};

/// Runs a verb: protocol messages go to `out`, the result is the exit code (0 when all went well, else 1).
/// Every failure is in the messages; only a failing `out` is not. Source: airbyte-cdk 7.39.1, entrypoint.py.
int run_verb(const VerbOptions& options, Http& http, Clock& clock, TextSink& out);

/// Opens the connector of a call, which says what it has to say to the sink.
using OpenConnector = std::function<Result<std::unique_ptr<Connector>>(MessageSink&)>;

/// The same for any kind of connector.
int run_verb(const std::string& verb, const OpenConnector& open, Clock& clock, TextSink& out);

}  // namespace levada::airbyte
