#include "levada/query/rows_service.h"

#include "negotiation.h"
#include "response_cache.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "levada/base/hash.h"
#include "levada/base/text.h"
#include "levada/query/openapi.h"
#include "levada/query/request_error.h"
#include "levada/query/result_writer.h"
#include "levada/query/sql_builder.h"

namespace levada::query {

/// What a request comes to, before anything is read.
struct RowsService::Plan {
    std::shared_ptr<const std::vector<Table>> tables;  ///< Keeps `table` alive.
    const Table* table = nullptr;
    RowQuery query;
    Media media;
    bool is_counting = false;
    std::uint64_t limit = 0;     ///< Rows to write at most.
    bool is_limit_ours = false;  ///< The limit is rows_max, not the client's.
};

namespace {

/// Narrows limit and offset of the query to the Range header's window.
void apply_range(const RowRange& range, RowQuery& query) {
    query.offset = std::max(query.offset, range.first);
    if (range.last) {
        const std::uint64_t most = *range.last >= query.offset ? *range.last - query.offset + 1 : 0;
        query.limit = query.limit ? std::min(*query.limit, most) : most;
    }
}

std::string content_range(std::uint64_t offset, std::uint64_t count, std::optional<std::uint64_t> total) {
    const std::string rows = count == 0 ? "*" : std::to_string(offset) + "-" + std::to_string(offset + count - 1);
    return rows + "/" + (total ? std::to_string(*total) : "*");
}

Result<std::uint64_t> write_rows(SqlRows& rows, const Media& media, std::uint64_t limit, const Output& output) {
    if (media.kind == Media::Kind::csv) {
        return write_csv(rows, limit, output);
    }
    JsonFormat format;
    format.shape = media.kind == Media::Kind::object ? JsonFormat::Shape::object : JsonFormat::Shape::array;
    format.nulls = media.is_stripping_nulls ? JsonFormat::Nulls::stripped : JsonFormat::Nulls::kept;
    format.lines = JsonFormat::Lines::one_per_row;
    format.rows_max = limit;
    return write_json(rows, format, output);
}

Error not_singular(std::string_view how_many) {
    return request_error("PGRST116",
                         "JSON object requested, multiple (or no) rows returned",
                         "The result contains " + std::string(how_many) + " rows");
}

/// A single object needs exactly one row: one more is asked for, to see that it is not there.
Status check_singular(SqlRows& rows, std::uint64_t written) {
    if (written == 0) {
        return not_singular("0");
    }
    LEVADA_TRY(const bool has_more, rows.next());
    return has_more ? Status(not_singular("2 or more")) : ok();
}

/// Everything that makes a response what it is. The parts cannot run into each other: none has a line end.
std::string key_of(const Request& request, std::string_view version) {
    std::string key;
    for (const std::string_view part : {version,
                                        request.path_parameter("table"),
                                        request.query,
                                        request.header("Accept"),
                                        request.header("Prefer"),
                                        request.header("Range")}) {
        key += part;
        key += '\n';
    }
    return key;
}

/// Source: RFC 9110 section 13.1.2: a list of tags compared weakly, or `*`.
bool matches_tag(std::string_view if_none_match, std::string_view tag) {
    for (const std::string_view item : split(if_none_match, ',')) {
        const std::string_view text = trim(item);
        if (text == "*" || text == tag || (text.starts_with("W/") && text.substr(2) == tag)) {
            return true;
        }
    }
    return false;
}

Error beyond_the_end(std::uint64_t offset, std::uint64_t total) {
    return request_error("PGRST103",
                         "Requested range not satisfiable",
                         "An offset of " + std::to_string(offset) + " was requested, but there are only " +
                             std::to_string(total) + " rows.");
}

}  // namespace

RowsService::RowsService(SqlEngine& engine, TableCatalog& catalog, RowLimits limits)
    : engine_(engine),
      catalog_(catalog),
      limits_(limits),
      cache_(std::make_unique<ResponseCache>(limits.cache_bytes_max)) {}

RowsService::~RowsService() = default;

Result<RowsService::Plan> RowsService::plan(const Request& request) const {
    if (request.query.size() > limits_.query_bytes_max) {
        return request_error("LVD414",
                             "The query string is longer than " + std::to_string(limits_.query_bytes_max) + " bytes");
    }
    const std::optional<std::vector<Parameter>> parameters = parse_query_string(request.query);
    if (!parameters) {
        return request_error("PGRST100", "The query string has a wrong percent escape");
    }
    Plan plan;
    LEVADA_TRY(plan.tables, catalog_.tables(request.deadline));
    LEVADA_TRY(plan.table, find_table(*plan.tables, request.path_parameter("table")));
    LEVADA_TRY(plan.query, parse_row_query(*parameters));
    LEVADA_TRY(plan.media, parse_accept(request.header("Accept")));
    LEVADA_TRY(const std::optional<RowRange> range, parse_range(request.header("Range")));
    if (range) {
        apply_range(*range, plan.query);
    }
    plan.is_counting = wants_count(request.header("Prefer"));
    plan.is_limit_ours = !plan.query.limit || *plan.query.limit > limits_.rows_max;
    plan.limit = plan.is_limit_ours ? limits_.rows_max : *plan.query.limit;
    return plan;
}

Result<std::uint64_t> RowsService::count_rows(const Plan& plan, Deadline deadline) const {
    LEVADA_TRY(const SqlStatement statement, build_count(*plan.table, plan.query));
    LEVADA_TRY(const std::unique_ptr<SqlRows> rows, engine_.query(statement.text, statement.parameters, deadline));
    LEVADA_TRY(const bool has_row, rows->next());
    if (!has_row) {
        return Error(ErrorCode::internal, "a count gave no row");
    }
    LEVADA_TRY(const std::optional<std::string_view> text, rows->text(0));
    const std::optional<std::int64_t> count = parse_int64(text.value_or(""));
    if (!count || *count < 0) {
        return Error(ErrorCode::internal, "a count gave no number");
    }
    return static_cast<std::uint64_t>(*count);
}

Result<Response> RowsService::read(const Plan& plan, Deadline deadline) const {
    std::optional<std::uint64_t> total;
    if (plan.is_counting) {
        LEVADA_TRY(total, count_rows(plan, deadline));
        if (plan.query.offset > 0 && plan.query.offset >= *total) {
            return beyond_the_end(plan.query.offset, *total);
        }
    }
    // One row more than is written tells whether the end was reached.
    const bool is_peeking = plan.is_limit_ours || plan.media.kind == Media::Kind::object;
    LEVADA_TRY(const SqlStatement statement, build_select(*plan.table, plan.query, plan.limit + (is_peeking ? 1 : 0)));
    LEVADA_TRY(const std::unique_ptr<SqlRows> rows, engine_.query(statement.text, statement.parameters, deadline));
    Response response;
    response.headers.push_back({"Content-Type", std::string(plan.media.content_type())});
    LEVADA_TRY(const std::uint64_t written,
               write_rows(*rows, plan.media, plan.limit, collect_into(response.body, limits_.body_bytes_max)));
    bool is_cut = false;
    if (plan.media.kind == Media::Kind::object) {
        LEVADA_CHECK(check_singular(*rows, written));
    } else if (plan.is_limit_ours && written == plan.limit) {
        LEVADA_TRY(is_cut, rows->next());
    }
    const bool is_part = is_cut || (total && written < *total);
    response.status = is_part ? 206 : 200;
    response.headers.push_back({"Content-Range", content_range(plan.query.offset, written, total)});
    if (plan.is_counting) {
        response.headers.push_back({"Preference-Applied", "count=exact"});
    }
    response.headers.push_back({"Vary", "Accept, Prefer, Range"});
    return response;
}

Result<Response> RowsService::answer(const Request& request) const {
    LEVADA_TRY(const Plan plan, this->plan(request));
    const std::string version = version_of_ ? version_of_(*plan.table) : std::string();
    if (version.empty()) {
        return read(plan, request.deadline);
    }
    std::string key = key_of(request, version);
    const std::string tag = "\"" + sha256_hex(key).substr(0, 32) + "\"";
    if (matches_tag(request.header("If-None-Match"), tag)) {
        Response unchanged;
        unchanged.status = 304;
        return std::move(unchanged).with("ETag", tag).with("Vary", "Accept, Prefer, Range");
    }
    if (std::optional<Response> kept = cache_->find(key)) {
        return std::move(*kept);
    }
    LEVADA_TRY(Response response, read(plan, request.deadline));
    response.headers.push_back({"ETag", tag});
    response.headers.push_back({"Cache-Control", "private, no-cache"});
    cache_->keep(std::move(key), response);
    return response;
}

Response RowsService::refuse(const Request& request, const Error& error) const {
    const ApiError shown = api_error_of(error);
    if (shown.status >= 500 && on_internal_error_) {
        on_internal_error_(request, error);
    }
    return error_response(shown);
}

Response RowsService::rows(const Request& request) const {
    Result<Response> response = answer(request);
    return response ? std::move(*response) : refuse(request, response.error());
}

Response RowsService::tables(const Request& request) const {
    const auto tables = catalog_.tables(request.deadline);
    if (!tables) {
        return refuse(request, tables.error());
    }
    Json list = Json::array();
    for (const Table& table : **tables) {
        Json columns = Json::array();
        for (const SqlColumn& column : table.columns) {
            columns.push_back(Json::object({{"name", column.name}, {"type", column.type}}));
        }
        list.push_back(Json::object({{"schema", table.schema},
                                     {"name", table.name},
                                     {"path", path_of(table)},
                                     {"columns", std::move(columns)}}));
    }
    return Response::json(200, list.dump());
}

Response RowsService::openapi(const Request& request, std::string_view server_url, std::string_view version) const {
    const auto tables = catalog_.tables(request.deadline);
    if (!tables) {
        return refuse(request, tables.error());
    }
    return Response::json(200, openapi_document(**tables, {std::string(server_url), std::string(version)}).dump());
}

}  // namespace levada::query
