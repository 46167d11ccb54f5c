#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <typeindex>
#include <typeinfo>
#include <vector>

#include "levada/airbyte/messages.h"
#include "levada/base/json.h"
#include "levada/ports/clock.h"
#include "levada/ports/http.h"

namespace levada::airbyte {

class Decoder;
class Cursor;
class SchemaLoader;

/// What the components of one source share, or of one of its streams where several are read at once. Lives as long as
/// the source. Used by one thread at a time, but for shared() and root().
class SourceContext {
public:
    SourceContext(Json config, Http& http, Clock& clock, MessageSink& messages);
    /// The context of one stream of `source`, which outlives it: the same world and catalog, all that is shared(), and
    /// a configuration of its own (config_changes.h), so that another thread may use it than its source's.
    SourceContext(SourceContext& source, MessageSink& messages);

    /// The source that this is a stream's context of; itself when it is a source's.
    SourceContext& root() { return root_ == nullptr ? *this : *root_; }
    const SourceContext& root() const { return root_ == nullptr ? *this : *root_; }

    /// The live config: token updaters write to it, templates read it.
    const Json& config() const { return config_; }
    Json& mutable_config() {
        ++config_version_;
        return config_;
    }
    /// Grows with each mutable_config(): holders of copies see that they are old.
    std::uint64_t config_version() const { return config_version_; }
    Http& http() { return http_; }
    Clock& clock() const { return clock_; }
    MessageSink& messages() { return messages_; }

    /// The one object of type T of the source, made on first use: response cache, api budget, token caches. Where
    /// streams are read at once all of them use it: T is thread-safe, or not changed once streams are read.
    template <class T>
    T& shared() {
        return root().own<T>();
    }

    /// The one object of type T of this context.
    template <class T>
    T& own() {
        const std::scoped_lock lock(mutex_);
        std::shared_ptr<void>& slot = own_[std::type_index(typeid(T))];
        if (slot == nullptr) {
            slot = std::make_shared<T>();
        }
        return *static_cast<T*>(slot.get());
    }

    /// The manifest's file name, for errors.
    std::string manifest_file;
    /// The whole resolved manifest (api_budget, concurrency_level, definitions).
    const Json* manifest = nullptr;
    /// The configured catalog of a read; null for the other verbs. Of a source: streams look at configured_catalog().
    Json catalog;
    const Json& configured_catalog() const { return root().catalog; }
    /// The entry of `stream` in the configured catalog, or null.
    const Json* configured_stream(std::string_view stream) const;

private:
    Json config_;
    std::uint64_t config_version_ = 1;
    Http& http_;
    Clock& clock_;
    MessageSink& messages_;
    SourceContext* root_ = nullptr;
    std::mutex mutex_;
    std::map<std::type_index, std::shared_ptr<void>> own_;  // under mutex_
};

class PartitionRouter;
class RequestOptionsProvider;
class Transformation;

/// What a stream hands to its retriever. All empty for retrievers outside streams.
struct StreamParts {
    std::vector<std::shared_ptr<Transformation>> transformations;
    /// Options of cursor and router for requests; null when there are none.
    std::shared_ptr<const RequestOptionsProvider> slice_options;
    std::shared_ptr<PartitionRouter> router;
    /// The stream's `incremental_sync` node, or null.
    const Json* incremental_sync = nullptr;
    bool is_data_feed = false;
    bool is_client_side_incremental = false;
};

/// Where a component is being built: the source and the stream it belongs to. Copy it to change the stream's part.
class BuildContext {
public:
    explicit BuildContext(SourceContext& source) : source_(&source) {}

    SourceContext& source() const { return *source_; }
    const Json& config() const { return source_->config(); }
    Http& http() const { return source_->http(); }
    Clock& clock() const { return source_->clock(); }
    MessageSink& messages() const { return source_->messages(); }

    /// Name of the stream; of the requester's owner outside streams.
    std::string stream;
    /// The stream's cursor once it exists: client-side filters, data feeds, pagination trackers. Null before.
    std::shared_ptr<Cursor> cursor;
    /// The retriever's decoder, for selector and paginator; null = JSON.
    std::shared_ptr<Decoder> decoder;
    /// Schema of the stream, for schema normalisation. Null when there is none.
    std::shared_ptr<SchemaLoader> schema_loader;
    /// The stream's input state after its migrations, before its router is built: routers give parents their part of
    /// it. Null when the stream has none.
    std::shared_ptr<const Json> input_state;
    /// The DeclarativeStream node being built, for components that look at their siblings (state migrations). May be
    /// null.
    const Json* stream_node = nullptr;
    /// `cursor_field` of the stream's entry in the configured catalog; empty when there is none, and for parents.
    std::vector<std::string> catalog_cursor_field;
    /// The HttpRequester being built, for authenticators that need its URL or name their own requests. May be null.
    const Json* requester_node = nullptr;
    StreamParts parts;
    /// True where requesters keep answers whatever they say (schema loaders).
    bool forces_cache = false;
    /// True where requesters obtain a credential (HttpRequest::is_authentication).
    bool is_login = false;
    /// Component variables of ConfigComponentsResolver and the like; null elsewhere.
    const Json* extra_variables = nullptr;

    /// An error about `node`, with the manifest's file and the node's line.
    Error error_at(const Json& node, ErrorCode code, std::string message) const;

private:
    SourceContext* source_;
};

}  // namespace levada::airbyte
