#include "python_xml.h"

#include "python_text.h"

#include <memory>
#include <string>
#include <vector>

#include <expat.h>

namespace levada::airbyte {
namespace {

/// One open element: what was found in it so far.
struct Element {
    std::string name;
    Json item;  // null until it has attributes or children
    std::string data;
};

/// Adds `value` under `key`; the second of a name makes a list. Source: _DictSAXHandler.push_data.
void push(Json& item, const std::string& key, Json value) {
    Json* held = item.find(key);
    if (held == nullptr) {
        item.set(key, std::move(value));
        return;
    }
    if (held->is_array()) {
        held->push_back(std::move(value));
        return;
    }
    *held = Json::array({std::move(*held), std::move(value)});
}

/// What the parser's callbacks build.
struct Document {
    XML_Parser parser = nullptr;
    std::vector<Element> open;
    Json root;
    bool is_too_deep = false;
};

Document& document_of(void* data) {
    return *static_cast<Document*>(data);
}

void XMLCALL on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
    Document& document = document_of(data);
    if (document.open.size() >= kXmlDepthMax) {
        document.is_too_deep = true;
        XML_StopParser(document.parser, XML_FALSE);
        return;
    }
    Element element{.name = name, .item = Json(), .data = ""};
    for (const XML_Char** pair = attributes; *pair != nullptr; pair += 2) {
        element.item.set(std::string("@") + pair[0], Json(std::string(pair[1])));
    }
    document.open.push_back(std::move(element));
}

void XMLCALL on_end(void* data, const XML_Char* /*name*/) {
    Document& document = document_of(data);
    Element element = std::move(document.open.back());
    document.open.pop_back();
    const std::string_view text = strip(element.data);
    Json value = text.empty() ? Json() : Json(text);
    if (!element.item.is_null()) {
        if (!text.empty()) {
            push(element.item, "#text", std::move(value));
        }
        value = std::move(element.item);
    }
    push(document.open.empty() ? document.root : document.open.back().item, element.name, std::move(value));
}

void XMLCALL on_text(void* data, const XML_Char* text, int size) {
    Document& document = document_of(data);
    if (!document.open.empty()) {
        document.open.back().data.append(text, static_cast<std::size_t>(size));
    }
}

/// Whatever has no handler, entity references among it, is dropped.
void XMLCALL on_other(void* /*data*/, const XML_Char* /*text*/, int /*size*/) {}

int XMLCALL on_external(XML_Parser /*parser*/,
                        const XML_Char* /*context*/,
                        const XML_Char* /*base*/,
                        const XML_Char* /*system_id*/,
                        const XML_Char* /*public_id*/) {
    return XML_STATUS_OK;
}

struct ParserRelease {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

}  // namespace

Result<Json> parse_xml(std::string_view text) {
    const std::unique_ptr<XML_ParserStruct, ParserRelease> parser(XML_ParserCreate("utf-8"));
    LEVADA_ASSERT(parser != nullptr);
    Document document;
    document.parser = parser.get();
    XML_SetUserData(parser.get(), &document);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetDefaultHandler(parser.get(), on_other);
    XML_SetExternalEntityRefHandler(parser.get(), on_external);
    constexpr std::size_t kChunkBytesMax = std::size_t{1} << 26U;
    for (std::size_t begin = 0; begin == 0 || begin < text.size(); begin += kChunkBytesMax) {
        const std::string_view chunk = text.substr(begin, kChunkBytesMax);
        const bool is_last = begin + chunk.size() == text.size();
        if (XML_Parse(parser.get(), chunk.data(), static_cast<int>(chunk.size()), is_last ? 1 : 0) ==
            XML_STATUS_ERROR) {
            return Error(ErrorCode::invalid_data,
                         document.is_too_deep ? std::string("XML: nested too deeply")
                                              : std::string("XML: ") + XML_ErrorString(XML_GetErrorCode(parser.get())));
        }
    }
    return std::move(document.root);
}

}  // namespace levada::airbyte
