#include "cli/command.h"
#include "serve/stop_signal.h"

#include "levada/adapters/system_clock.h"
#include "levada/base/file.h"
#include "levada/base/text.h"
#include "levada/collect/replay_index.h"
#include "levada/gateway/server.h"

namespace levada::app {

namespace {

constexpr std::int64_t kPortMax = 65535;
constexpr std::chrono::milliseconds kDrain{2000};

Result<std::uint16_t> port_of(const Arguments& arguments) {
    const auto port = parse_int64(arguments.text("port"));
    if (!port || *port < 0 || *port > kPortMax) {
        return Error(ErrorCode::invalid_config, "--port: wanted 0 to 65535, found \"" + arguments.text("port") + "\"");
    }
    return static_cast<std::uint16_t>(*port);
}

Result<ReplayIndex> index_of(const Arguments& arguments) {
    ReplayOptions options;
    for (const std::string_view name : split(arguments.text("ignore"), ',')) {
        if (!trim(name).empty()) {
            options.ignored_query_parameters.emplace_back(trim(name));
        }
    }
    ReplayIndex index(std::move(options));
    LEVADA_TRY(std::string bytes, read_file(arguments.text("FILE")));
    LEVADA_TRY(const std::size_t count,
               index.add(bytes_in_memory(std::move(bytes))).with("file", arguments.text("FILE")));
    static_cast<void>(count);
    return index;
}

Result<ExitCode> run_replay_server(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const std::uint16_t port, port_of(arguments));
    LEVADA_TRY(const ReplayIndex index, index_of(arguments));
    SystemClock clock;
    gateway::ServerOptions options;
    options.port = port;
    options.access.host_check = gateway::HostCheck::any;
    gateway::Router router;
    LEVADA_CHECK(router.add("*", "/{path*}", gateway::Execution::inline_io, replay_handler(index)));
    StopSignal stop;
    LEVADA_TRY(const auto server, gateway::Server::start(options, std::move(router), {}, clock));
    print(process.out,
          "Serving " + std::to_string(index.exchange_count()) + " recorded exchanges at " + server->url() +
              "\nRead from it with: --http-rewrite '" + server->url() + "/{host}'\n");
    stop.wait();
    server->stop(kDrain);
    return ExitCode::success;
}

}  // namespace

CommandSpec command_replay_server() {
    return {
        .path = {"replay-server"},
        .summary = "Serve a recording of the raw zone (WARC) as if it were the API.",
        .operands = {{.name = "FILE", .help = "A .warc.gz file.", .is_required = true}},
        .options = {{.name = "port",
                     .value_name = "P",
                     .help = "Where to listen; 0 takes a free port.",
                     .choices = {},
                     .otherwise = "0"},
                    {.name = "ignore",
                     .value_name = "A,B",
                     .help = "Query parameters that do not count when no recorded request matches exactly.",
                     .choices = {},
                     .otherwise = ""}},
        .details = "Ends on SIGINT or SIGTERM.\n",
        .run = run_replay_server,
    };
}

}  // namespace levada::app
