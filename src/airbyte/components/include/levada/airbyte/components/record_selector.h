#pragma once

#include <memory>
#include <vector>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/record.h"
#include "levada/airbyte/components/request_parts.h"
#include "levada/airbyte/components/response.h"

namespace levada::airbyte {

/// Finds the records in a response. Source: extractors/record_extractor.py. Thread-safe: stateless.
class Extractor {
public:
    virtual ~Extractor() = default;
    /// Appends one slice per record; items that are no objects are passed on as they are.
    /// Errors: invalid_data (decoder failures, paths that the CDK refuses).
    virtual Result<void> extract(Response& response, RecordPage& page) const = 0;
};

/// Changes one record. Source: transformations/transformation.py. Thread-safe: stateless.
class Transformation {
public:
    virtual ~Transformation() = default;
    /// Edits `record`. `slice` may be null. Errors: invalid_data from templates.
    virtual Result<void> transform(RecordEditor& record, const StreamSlice* slice) const = 0;
};

/// Drops records. Source: extractors/record_filter.py.
class RecordFilter {
public:
    virtual ~RecordFilter() = default;
    /// True to keep `record` (JSON text). Errors: invalid_data from templates.
    virtual Result<bool> keep(std::string_view record, const RequestScope& scope) const = 0;
};

/// Response to records: extract, filter, transform, normalise. Source: extractors/record_selector.py.
class RecordSelector {
public:
    virtual ~RecordSelector() = default;
    /// Replaces `page` by the records of `response`; sets response.extracted_count.
    virtual Result<void> select(Response& response, const RequestScope& scope, RecordPage& page) = 0;
    /// The steps after extraction on records that came from elsewhere (async downloads), in place.
    virtual Result<void> process(RecordPage& page, const RequestScope& scope) = 0;
};

std::vector<ComponentSpec<Extractor>> specs_of_extractors();
template <>
struct FamilyOf<Extractor> {
    static constexpr std::string_view kName = "extractor";
    static std::vector<ComponentSpec<Extractor>> specs() { return specs_of_extractors(); }
};

std::vector<ComponentSpec<Transformation>> specs_of_transformations();
template <>
struct FamilyOf<Transformation> {
    static constexpr std::string_view kName = "transformation";
    static std::vector<ComponentSpec<Transformation>> specs() { return specs_of_transformations(); }
};

std::vector<ComponentSpec<RecordSelector>> specs_of_selectors();
template <>
struct FamilyOf<RecordSelector> {
    static constexpr std::string_view kName = "record selector";
    static std::vector<ComponentSpec<RecordSelector>> specs() { return specs_of_selectors(); }
};

}  // namespace levada::airbyte
