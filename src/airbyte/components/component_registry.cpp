#include <algorithm>

#include "levada/airbyte/components/authenticator.h"
#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/cursor.h"
#include "levada/airbyte/components/decoder.h"
#include "levada/airbyte/components/error_handler.h"
#include "levada/airbyte/components/paginator.h"
#include "levada/airbyte/components/record_selector.h"
#include "levada/airbyte/components/requester.h"
#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {

namespace {

template <class T>
void add_specs(std::string_view family, std::vector<ComponentSpec<T>> specs, std::vector<ComponentInfo>& all) {
    for (ComponentSpec<T>& spec : specs) {
        all.push_back({family, spec.type, spec.summary, std::move(spec.fields), spec.example});
    }
}

template <class... T>
void add_families(std::vector<ComponentInfo>& all) {
    (add_specs<T>(FamilyOf<T>::kName, FamilyOf<T>::specs(), all), ...);
}

std::vector<ComponentInfo> collect() {
    std::vector<ComponentInfo> all;
    add_families<Authenticator,
                 BackoffStrategy,
                 Decoder,
                 ErrorHandler,
                 Extractor,
                 IncrementalSync,
                 PaginationStrategy,
                 Paginator,
                 PartitionRouter,
                 RecordSelector,
                 Requester,
                 ResponseFilter,
                 Retriever,
                 SchemaLoader,
                 StateMigration,
                 Transformation>(all);
    add_specs<PlainComponent>("part", specs_of_values(), all);
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.type < b.type; });
    return all;
}

}  // namespace

const std::vector<ComponentInfo>& all_components() {
    static const std::vector<ComponentInfo> kAll = collect();
    return kAll;
}

const ComponentInfo* find_component(std::string_view type) {
    const std::vector<ComponentInfo>& all = all_components();
    const auto found =
        std::lower_bound(all.begin(), all.end(), type, [](const ComponentInfo& info, std::string_view name) {
            return info.type < name;
        });
    return found != all.end() && found->type == type ? &*found : nullptr;
}

}  // namespace levada::airbyte
