#pragma once

#include <string>
#include <vector>

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// How a connection check ended.
struct ConnectionStatus {
    bool has_succeeded = false;
    std::string message;
};

/// How a read ended.
struct ReadOutcome {
    /// Names of the streams that failed, each once.
    std::vector<std::string> failed_streams;
    /// Every failure with its stream, for the message that ends the sync.
    std::string failures;
    /// The connector has said itself that the sync failed: no message of ours is wanted.
    bool is_told = false;
    bool has_succeeded() const { return failed_streams.empty(); }
};

/// What reads one API: a manifest that runs here, or a program that runs beside us. It was opened with a configuration,
/// for a read also with a catalog and states, and with a MessageSink, which gets all that it says. Not thread-safe.
/// Every implementation runs tests/contract/connector_contract.h. Source of the verbs: AirbyteProtocol v0.
class Connector {
public:
    virtual ~Connector() = default;

    /// ConnectorSpecification. Errors: invalid_config (it has none), and why it cannot be had.
    virtual Result<Json> spec() const = 0;
    /// Errors: invalid_config when the configuration does not fit the spec. A program looks at it by itself in its
    /// other verbs: no error here.
    virtual Result<void> validate_config() const = 0;
    /// Tries the connection. One that fails is no error. Errors: the check itself could not be done.
    virtual Result<ConnectionStatus> check() = 0;
    /// AirbyteCatalog. May send requests. Errors: of those.
    virtual Result<Json> discover() = 0;
    /// Reads the streams of the configured catalog: statuses, records, states and traces go to the messages; every
    /// stream gets a last status. A failing stream is reported and does not stop the others. Errors: what ends the
    /// whole sync, those of the messages among them.
    virtual Result<ReadOutcome> read() = 0;
};

}  // namespace levada::airbyte
