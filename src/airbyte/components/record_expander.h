#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/components/dpath.h"
#include "levada/airbyte/components/interpolation.h"
#include "levada/airbyte/components/record.h"

namespace levada::airbyte {

class Retriever;

/// Turns the items of lists inside a record into records. Source: expanders/record_expander.py.
class RecordExpander {
public:
    /// Reads a RecordExpander component; null gives none. Errors: invalid_config.
    static Result<std::shared_ptr<RecordExpander>> make(const Json* node, BuildContext& context);

    /// Appends the records that `record` (JSON text) expands to. Errors: invalid_data, of the list's own retriever.
    Result<void> expand(std::string_view record, RecordPage& page) const;

private:
    struct ParentField {
        dpath::Glob from;
        std::vector<std::string> to;
    };
    Result<void> emit(const Json& parent, const Json& item, const Json* merge_base, RecordPage& page) const;
    Result<std::int64_t> emit_embedded(const Json& parent, const Json* merge_base, RecordPage& page) const;
    Result<std::int64_t> emit_fetched(const Json& parent, const Json* merge_base, RecordPage& page) const;
    Result<bool> is_truncated(const Json& parent) const;
    bool carries_parent() const { return keeps_original_ || merges_parent_ || !parent_fields_.empty(); }

    dpath::Glob path_;
    dpath::Glob indicator_;
    std::vector<ParentField> parent_fields_;
    std::shared_ptr<Retriever> list_retriever_;
    bool keeps_original_ = false;
    bool merges_parent_ = false;
    bool emits_parent_when_empty_ = false;
};

}  // namespace levada::airbyte
