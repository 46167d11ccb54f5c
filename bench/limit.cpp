// What the work costs without a product around it: fetch pages, parse with simdjson, write the records out, or turn
// them into zstd Parquet; or fetch a list and what belongs to each of it.
// levada_bench_limit read|parquet|partitions BASE_URL PARQUET_FILE
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <simdjson.h>

#include "levada/adapters/curl_http.h"
#include "levada/adapters/duckdb/duckdb_engine.h"
#include "levada/adapters/system_clock.h"

namespace {

using levada::Deadline;

constexpr int kPageSize = 1000;

/// Fetches the pages one after another and gives their records, a line each.
class Pages {
public:
    Pages(std::string base_url, levada::Clock& clock) : base_url_(std::move(base_url)), http_({}, clock) {}

    /// The next page of the list; false at the end.
    bool next(std::string& lines) {
        return fetch("/bench/page?page=" + std::to_string(++page_) + "&per_page=" + std::to_string(kPageSize), lines);
    }

    /// The records of any page, a line each; false when it has none. Aborts the program on any failure: this is a
    /// measure, not a product.
    bool fetch(const std::string& path, std::string& lines) {
        levada::HttpRequest request;
        request.url = base_url_ + path;
        auto response = http_.send(request, Deadline::never());
        LEVADA_ASSERT(response.has_value());
        lines.clear();
        simdjson::ondemand::document document =
            parser_.iterate(response->body.data(), response->body.size(), response->body.capacity());
        for (simdjson::ondemand::object record : document["data"].get_array()) {
            lines.append(std::string_view(record.raw_json()));
            lines.push_back('\n');
        }
        http_.recycle(std::move(*response));
        return !lines.empty();
    }

private:
    std::string base_url_;
    levada::CurlHttp http_;
    simdjson::ondemand::parser parser_;
    int page_ = 0;
};

/// The parents, and for each of them its children.
void write_partitions(Pages& pages) {
    constexpr int kParentsPerPage = 100;
    std::string lines;
    for (int page = 1; pages.fetch("/bench/parents?page=" + std::to_string(page), lines); ++page) {
        for (int i = 1; i <= kParentsPerPage; ++i) {
            std::string children;
            pages.fetch("/bench/children?parent=" + std::to_string((page - 1) * kParentsPerPage + i), children);
            std::fwrite(children.data(), 1, children.size(), stdout);
        }
    }
}

class PageSource final : public levada::RecordSource {
public:
    explicit PageSource(Pages& pages) : pages_(pages) {}

    levada::Result<std::optional<levada::RecordBlock>> next() override {
        if (!pages_.next(lines_)) {
            return std::optional<levada::RecordBlock>();
        }
        levada::RecordBlock block;
        block.records = lines_;
        block.batch_id = "bench";
        return std::optional(block);
    }
    levada::Status reject(const levada::RejectedRecord& record) override { return record.cause; }
    void undeclared(std::string_view /*field*/, std::string_view /*value*/) override {}

private:
    Pages& pages_;
    std::string lines_;
};

std::vector<levada::RecordColumn> columns() {
    using levada::ColumnType;
    std::vector<levada::RecordColumn> out;
    const auto add = [&](const char* name, ColumnType type) {
        out.push_back({name, type, levada::ColumnOrigin::field, name});
    };
    for (const char* name : {"name", "email", "country", "city", "plan", "note", "description"}) {
        add(name, ColumnType::text);
    }
    add("id", ColumnType::integer);
    add("orders", ColumnType::integer);
    add("is_active", ColumnType::boolean);
    add("balance", ColumnType::number);
    add("score", ColumnType::number);
    add("created_at", ColumnType::timestamp_tz);
    add("updated_at", ColumnType::timestamp_tz);
    add("tags", ColumnType::json);
    add("address", ColumnType::json);
    return out;
}

}  // namespace

int main(int argc, char** argv) {  // NOLINT(bugprone-exception-escape): a measure may abort
    constexpr int kArgumentCount = 4;
    LEVADA_ASSERT(argc == kArgumentCount);
    levada::SystemClock clock;
    Pages pages(argv[2], clock);
    if (std::string_view(argv[1]) == "partitions") {
        write_partitions(pages);
        return 0;
    }
    if (std::string_view(argv[1]) == "read") {
        std::string lines;
        while (pages.next(lines)) {
            std::fwrite(lines.data(), 1, lines.size(), stdout);
        }
        return 0;
    }
    levada::DuckDbOptions options;
    options.memory_limit_bytes = std::uint64_t{1} << 30;
    auto engine = levada::DuckDbEngine::open(options, clock);
    LEVADA_ASSERT(engine.has_value());
    PageSource source(pages);
    const std::string sql = "COPY (SELECT * FROM {records}) TO '" + std::string(argv[3]) +
                            "' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)";
    const auto written = (*engine)->execute_over_records(sql, columns(), source, Deadline::never());
    if (!written) {
        std::fprintf(stderr, "%s\n", written.error().to_string().c_str());
    }
    return written ? 0 : 1;
}
