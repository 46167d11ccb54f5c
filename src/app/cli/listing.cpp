#include "cli/listing.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "levada/observe/progress.h"
#include "levada/query/result_writer.h"

namespace levada::app {

namespace {

std::string text_of(const Json& value, Shown shown) {
    if (shown == Shown::count && value.is_integer()) {
        return observe::format_count(static_cast<std::uint64_t>(std::max<std::int64_t>(value.as_integer(), 0)));
    }
    if (shown == Shown::seconds && value.is_number()) {
        std::array<char, 32> text{};
        const int size = std::snprintf(text.data(), text.size(), "%.1f", value.as_double());
        return std::string(text.data(), static_cast<std::size_t>(size));
    }
    return value.is_string() ? value.as_string() : value.dump();
}

/// Items as rows of texts.
class ItemRows final : public SqlRows {
public:
    ItemRows(const std::vector<ListingColumn>& columns, const std::vector<Json>& items)
        : shown_(columns), items_(items) {
        for (const ListingColumn& column : columns) {
            const bool is_number = column.shown != Shown::as_it_is ||
                                   (!items.empty() && std::all_of(items.begin(), items.end(), [&](const Json& item) {
                                       const Json* value = item.find(column.member);
                                       return value != nullptr && value->is_integer();
                                   }));
            columns_.push_back({column.heading, is_number ? "BIGINT" : "VARCHAR"});
        }
    }

    const std::vector<SqlColumn>& columns() const override { return columns_; }
    Result<bool> next() override { return next_++ < items_.size(); }
    Result<Json> value(std::size_t column) override {
        const Json* value = items_[next_ - 1].find(shown_[column].member);
        return value == nullptr ? Json() : *value;
    }
    Result<std::optional<std::string_view>> text(std::size_t column) override {
        LEVADA_TRY(const Json found, value(column));
        text_ = found.is_null() ? "" : text_of(found, shown_[column].shown);
        return std::optional<std::string_view>(text_);
    }

private:
    const std::vector<ListingColumn>& shown_;
    const std::vector<Json>& items_;
    std::vector<SqlColumn> columns_;
    std::size_t next_ = 0;
    std::string text_;
};

}  // namespace

Status print_listing(const Process& process,
                     const Arguments& arguments,
                     const std::vector<ListingColumn>& columns,
                     const std::vector<Json>& items) {
    if (arguments.has("json")) {
        for (const Json& item : items) {
            print(process.out, item.dump() + "\n");
        }
        return ok();
    }
    ItemRows rows(columns, items);
    LEVADA_CHECK(query::write_table(rows, {}, [&](std::string_view piece) -> Status {
        print(process.out, piece);
        return ok();
    }));
    return ok();
}

}  // namespace levada::app
