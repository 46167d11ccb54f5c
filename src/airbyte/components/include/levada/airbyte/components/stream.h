#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/cursor.h"
#include "levada/airbyte/components/record.h"

namespace levada::airbyte {

/// Reads one slice page by page.
class PageReader {
public:
    virtual ~PageReader() = default;
    /// Fetches the next page into `page` (cleared first); false at the end. The views live until the next call.
    /// The records of a page are valid even when the call after it fails. Errors: traced, invalid_data.
    virtual Result<bool> next(RecordPage& page) = 0;
};

/// Gets the records of slices. Source: retrievers/retriever.py.
class Retriever {
public:
    virtual ~Retriever() = default;
    virtual Result<std::unique_ptr<PageReader>> read(const StreamSlice& slice) = 0;  ///< its pages, in order
    /// The slicer to use instead of the cursor (AsyncRetriever's job slicer); null = the cursor.
    virtual StreamSlicer* own_slicer() { return nullptr; }
};

/// The JSON schema of a stream. Source: schema/schema_loader.py.
class SchemaLoader {
public:
    virtual ~SchemaLoader() = default;
    /// May send requests (DynamicSchemaLoader). Errors: traced, invalid_config (file not found).
    virtual Result<Json> schema() = 0;
};

/// A stream ready to be read; also what partition routers read as a parent.
/// Reading: `cursor().slices()`, for each slice read(), for each record cursor().observe(), then close_slice().
class Stream {
public:
    virtual ~Stream() = default;
    virtual const std::string& name() const = 0;  ///< as in the catalog
    virtual Cursor& cursor() = 0;                 ///< lives as long as the stream
    /// The slices to read now: of the cursor, or of the retriever where it makes its own.
    virtual Result<std::unique_ptr<SliceSequence>> slices() = 0;
    virtual Result<std::unique_ptr<PageReader>> read(const StreamSlice& slice) = 0;  ///< its pages, in order
    virtual Result<Json> schema() = 0;                                               ///< SchemaLoader::schema()
    /// The stream as the catalog lists it. Errors: of schema().
    virtual Result<Json> as_catalog_entry() = 0;
};

/// Builds the stream that `node` (DeclarativeStream, StateDelegatingStream) describes as a parent of another one:
/// requester cached, no state messages. `state` is the parent's own state (incremental_dependency) or null.
/// Errors: invalid_config, unsupported.
Result<std::shared_ptr<Stream>> build_parent_stream(const Json& node, const Json* state, BuildContext& context);

std::vector<ComponentSpec<Retriever>> specs_of_retrievers();
template <>
struct FamilyOf<Retriever> {
    static constexpr std::string_view kName = "retriever";
    static std::vector<ComponentSpec<Retriever>> specs() { return specs_of_retrievers(); }
};

std::vector<ComponentSpec<SchemaLoader>> specs_of_schema_loaders();
template <>
struct FamilyOf<SchemaLoader> {
    static constexpr std::string_view kName = "schema loader";
    static std::vector<ComponentSpec<SchemaLoader>> specs() { return specs_of_schema_loaders(); }
};

}  // namespace levada::airbyte
