#pragma once

#include "page_loop.h"

#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

/// Refuses combinations of a SimpleRetriever's fields that the CDK refuses while building.
/// True when the first page of each slice is embedded in the parent's record (lazy_read_pointer).
/// Errors: invalid_config. Source: model_to_component_factory.py, create_simple_retriever.
Result<bool> check_retriever(const FieldValues& fields, const RetrieverParts& parts);

/// An offset grows by the records of a page, which an extractor that puts those of several together counts twice.
/// Either may be null. Errors: config_error traced. Source: _reject_union_combined_extractor_for_offset_increment.
Result<void> refuse_summed_offsets(const Json* paginator, const Json* extractor);

/// For a requester that has no page to make smaller and no window to split: its filters may not ask for that.
/// Errors: invalid_config. Source: _reject_reduce_page_size_action, _reject_split_request_window_action.
Result<void> refuse_page_actions(const FieldValues& fields, std::string_view requester_field);

}  // namespace levada::airbyte
