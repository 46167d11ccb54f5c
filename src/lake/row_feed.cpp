#include "levada/lake/row_feed.h"

#include "levada/base/text.h"

namespace levada::lake {

Result<std::int64_t> QueryFeed::run(std::string_view sql) {
    /// An engine counts the rows of a statement over records; this one has none of its own.
    class NoRecords final : public RecordSource {
    public:
        Result<std::optional<RecordBlock>> next() override { return std::optional<RecordBlock>(); }
        Status reject(const RejectedRecord& /*record*/) override { return ok(); }
        void undeclared(std::string_view /*field*/, std::string_view /*value*/) override {}
    };
    NoRecords none;
    const std::string whole = replace_all(std::string(sql), kRowsMark, "(" + query_ + ")");
    return engine_.execute_over_records(whole, {}, none, Deadline::never());
}

Result<std::int64_t> RecordFeed::run(std::string_view sql) {
    LEVADA_TRY(const std::unique_ptr<RecordSource> source, open_());
    const std::string whole = replace_all(std::string(sql), kRowsMark, "{records}");
    return engine_.execute_over_records(whole, columns_, *source, Deadline::never());
}

}  // namespace levada::lake
