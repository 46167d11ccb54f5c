"""Decoders and extractors: JSON, JSONL, CSV, XML, gzip, zip, items, lines; paths, combined extractors, expanders."""

import base64
import gzip
import io
import zipfile

from parts import case, option, retriever, stream


def inner(dice):
    """A decoder that may be wrapped, and a text for it."""
    kind = dice.one("JsonDecoder", "JsonlDecoder", "CsvDecoder", "CsvDecoder", "JsonItemsDecoder")
    if kind == "CsvDecoder":
        delimiter, encoding = dice.one(",", ",", ";", "\t", "|", "\\t"), dice.one("utf-8", "utf-8", "latin-1", "utf-16", "cp1252", "nonsense")
        real = delimiter.replace("\\t", "\t")
        lines = [real.join(row) for row in dice.some([["1", "Ann", "x"], ["2", '"q,""uo\nte"', ""], ["3", "é", "NA"], ["4"], ["5", "a", "b", "too many"], [""], ["6", "null", " sp "], ["7", '"open', "x"]], 0, 4)]
        text = dice.one("", "", "\ufeff") + dice.one("\n", "\r\n").join([real.join(dice.one(["id", "name", "x"], ["id", "id", "x"], ["", "b", "c"], ["id"]))] + lines) + dice.one("", "\n", "\n\n")
        fields = dice.options(0.5, delimiter=[delimiter], encoding=[encoding], set_values_to_none=[["NA"], ["", "NA"], ["null"]])
        return {"type": kind, **fields}, text.encode(encoding if encoding != "nonsense" else "utf-8", "replace")
    if kind == "JsonlDecoder":
        lines = dice.some(['{"id": 1}', '{"id": 2, "data": [{"id": 3}]}', "", "broken", "[{\"id\": 4}]", "7", "null", '{"data": {"id": 5}}', ' {"id": 6} '], 0, 4)
        return {"type": kind}, dice.one("\n", "\r\n").join(lines).encode() + dice.one(b"", b"\n")
    text = dice.one('{"data": [{"id": 1}, {"id": 2}]}', '[{"id": 1}, {"id": 2, "data": [{"id": 7}]}]', "{}", "[]", "null", "7", '"text"', "", "broken", '{"data": {"a": {"id": 1}, "b": {"id": 2}}}', '{"data": [[{"id": 1}], {"id": 2}], "x": 1}', '{"data": [1, "a", null]}',
                    '{"data": [{"id": NaN}, {"id": 1e400}]}', '{"data": [{"id": 1, "id": 2}]}', '{"data": [{"list": [{"k": 1}, {"k": 2}, 3], "id": 1, "deep": {"list": []}}]}', '\ufeff{"data": [{"id": 1}]}', '{"data": null}', '{"data": false}', '{"data": ""}')
    if kind == "JsonItemsDecoder":
        return {"type": kind, "items_path": dice.one("data.item", "data", "item", "", "data.item.list", "data.a"), **dice.options(0.2, encoding=["utf-8", "latin-1"])}, text.encode()
    return {"type": kind}, text.encode()


def packed(dice, decoder, content):
    how = dice.one("", "", "", "gzip", "gzip", "zip", "broken", "double")
    if how == "gzip":
        return {"type": "GzipDecoder", "decoder": decoder}, dice.one(gzip.compress(content, mtime=0), gzip.compress(content, mtime=0), content)
    if how == "double":
        return {"type": "GzipDecoder", "decoder": {"type": "GzipDecoder", "decoder": decoder}}, gzip.compress(gzip.compress(content, mtime=0), mtime=0)
    if how == "zip":
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", dice.one(zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)) as archive:
            for name in dice.one(["a"], ["a", "b"], []):
                archive.writestr(zipfile.ZipInfo(name), content)
        return {"type": "ZipfileDecoder", "decoder": decoder}, file.getvalue()
    if how == "broken":
        return {"type": dice.one("GzipDecoder", "ZipfileDecoder"), "decoder": decoder}, dice.one(gzip.compress(content, mtime=0)[:-9], b"PK\x03\x04nonsense", b"", b"\x1f\x8b")
    return decoder, content


XML = ["<r><data><i id='1'>a</i><i id='2'/></data></r>", "<r><data><id>1</id></data></r>", "<r/>", "<r><data>text</data></r>", "<r><broken>", "", "<?xml version='1.0' encoding='latin-1'?><r><data><n>x</n></data></r>",
       "<r xmlns:a='u'><a:data a:k='1'><x>1</x><x>2</x>tail</a:data></r>", "<r><data><![CDATA[<b>]]></data><!-- c --></r>", "<r><data> 1 </data><data>2</data></r>", "<r>&amp;&#233;<data><id>&lt;</id></data></r>"]


def expander(dice):
    return {"type": "RecordExpander", "expand_records_from_field": dice.one(["list"], ["deep", "list"], ["missing"], ["*"], ["list", "*"], []), **dice.options(
        0.35, remain_original_record=[True, False], merge_parent=[True, False], on_no_records=["skip", "emit_parent"], parent_fields=[[{"type": "ParentFieldPath", "parent_path": dice.one(["id"], ["deep"], ["missing"]), "record_path": dice.one(["parent"], ["a", "b"], ["k"])}]])}


def dpath(dice, first):
    made = {"type": "DpathExtractor", "field_path": dice.one(first, first, [], ["data"], ["data", "*"], ["*"], ["r", "data"], ["r", "data", "i"], ["{{ config['key'] }}"], ["missing"], ["data", "0"], ["r", "data", "@k"], ["data", "*", "list"], ["data", "id"])}
    if dice.chance(0.25):
        made["record_expander"] = expander(dice)
    return made


def generate(dice):
    if dice.chance(0.25):
        decoder, content = {"type": "XmlDecoder"}, dice.one(*XML).encode("utf-8")
    elif dice.chance(0.1):
        decoder, content = {"type": "IterableDecoder"}, dice.one(b"a\nb\n\n c \r\nd", b"", b"1", "é\n".encode("latin-1"))
    else:
        decoder, content = packed(dice, *inner(dice))
    extractor = dpath(dice, ["r", "data"] if decoder["type"] == "XmlDecoder" else [] if decoder["type"] != "JsonDecoder" else ["data"])
    if dice.chance(0.2):
        extractor = {"type": "CombinedExtractor", "extractors": [dpath(dice, ["data"]) for _ in range(dice.number(1, 3))], **dice.options(0.6, mode=["union", "first_match"], skip_empty_records=[True, False])}
    read_by = retriever("/items")
    read_by["record_selector"]["extractor"] = extractor
    read_by["decoder"] = decoder
    if dice.chance(0.25):
        read_by["paginator"] = {"type": "DefaultPaginator", "page_token_option": option("request_parameter", "page"), "pagination_strategy": dice.one(
            {"type": "PageIncrement", "page_size": 2}, {"type": "CursorPagination", "cursor_value": "{{ response.get('x') }}"}, {"type": "CursorPagination", "cursor_value": "{{ last_record['id'] if last_record else '' }}", "stop_condition": "{{ last_page_size < 2 }}"},
            {"type": "OffsetIncrement", "page_size": 2})}
    headers = dice.options(0.4, **{"Content-Type": ["application/json", "text/csv; charset=latin-1", "text/xml", "application/gzip", "application/zip", "text/plain"]})
    plain = base64.b64encode(content).decode()
    answers = [{"base64": plain, "headers": {**headers, **dice.options(0.1, **{"Content-Encoding": ["gzip"]})}}]
    script = [{"path": "/items", "query": {"page": page}, "answers": [{"json": {}}]} for page in ("2", "3")] + [{"path": "/items", "answers": answers}]
    return case([stream("items", read_by)], script, config={"key": "data"}, mode="full_refresh", verbs={"check": 0.2})
