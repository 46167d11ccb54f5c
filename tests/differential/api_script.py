"""An API that answers by a script, the same to whoever asks: the n-th time that one same request comes decides, never the
order of different requests, so that threads make no difference.

A script is a list of rules; the first that fits answers. A rule is a dict:
    method, path ("re:" before a pattern), host, query {name: value}, headers {name: value}, body (a part of its text)
        what has to fit; all may be left out
    answers [answer, …]         the n-th identical request gets the n-th, the last one for ever
    pool [[answer, …], …]       one such list, chosen by the request's checksum
    window {…}                  pages cut out of a list of records: see `_window`
An answer is {"status", "headers", and one of "json", "text", "base64"}. In texts <<sum>> stands for the request's checksum,
<<n>> for how often it came, <<last>> for the last part of its path, <<q:NAME>> for a query parameter.
"""

import base64
import collections
import gzip
import json
import os
import re
import sys
import threading
import zlib
from urllib.parse import parse_qsl, unquote, urlsplit

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))

from answering_server import AnsweringServer  # noqa: E402

REQUESTS_MAX = 400
UNCOMPARED_HEADERS = {"host", "user-agent", "accept", "accept-encoding", "connection", "content-length", "cookie",
                      "transfer-encoding", "x-amzn-trace-id"}


def body_key(body, content_type):
    """A body by its meaning: JSON by value, a form as sorted pairs, anything else as text."""
    if not body:
        return None
    text = body.decode("utf-8", "replace")
    if "json" in content_type or text[:1] in "{[":
        try:
            return "json " + json.dumps(json.loads(text), sort_keys=True)
        except ValueError:
            pass
    if "form" in content_type:
        return "form " + json.dumps(sorted(parse_qsl(text, keep_blank_values=True)))
    return "text " + text


class Request:
    def __init__(self, method, target, headers, body):
        host, _, rest = target[1:].partition("/")
        if "?" in host:
            host, _, query = host.partition("?")
            rest = "?" + query
        parts = urlsplit("/" + rest)
        self.method, self.host, self.body = method, unquote(host).lower(), body
        self.path = unquote(parts.path)
        self.url = f"https://{unquote(host)}/{rest}"
        self.query = parse_qsl(parts.query, keep_blank_values=True)
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.body_key = body_key(body, self.headers.get("content-type", ""))
        self.key = (method, self.host, self.path, json.dumps(sorted(self.query)), self.body_key)
        self.sum = zlib.crc32(repr(self.key).encode()) % 997

    def compared(self):
        headers = {name: value for name, value in self.headers.items() if name not in UNCOMPARED_HEADERS}
        if "content-type" in headers:
            headers["content-type"] = headers["content-type"].split(";")[0].strip().lower()
        if headers.get("content-type", "").startswith("multipart"):
            headers["content-type"] = "multipart"
        return self.key, tuple(sorted(headers.items()))

    def value_of(self, name):
        """A value under this name wherever a RequestOption may have put it; a dotted name reaches into a JSON body."""
        for key, value in self.query:
            if key == name:
                return value
        if name.lower() in self.headers:
            return self.headers[name.lower()]
        if self.body_key and self.body_key.startswith("form "):
            return dict(json.loads(self.body_key[5:])).get(name)
        if self.body_key and self.body_key.startswith("json "):
            found = json.loads(self.body_key[5:])
            for part in name.split("."):
                found = found.get(part) if isinstance(found, dict) else None
            return found
        return None


def fits(rule, request):
    path = rule.get("path")
    if path is not None:
        if not (re.fullmatch(path[3:], request.path) if path.startswith("re:") else path == request.path):
            return False
    return (
        rule.get("method", request.method) == request.method
        and rule.get("host", request.host) == request.host
        and all((name, value) in request.query for name, value in rule.get("query", {}).items())
        and all(request.headers.get(name.lower()) == value for name, value in rule.get("headers", {}).items())
        and rule.get("body", "") in request.body.decode("utf-8", "replace")
    )


def number(value, otherwise):
    try:
        return int(value)
    except (TypeError, ValueError):
        return otherwise


def _window(window, request):
    """A page of `records`: `limit`, `offset` or `page` (from `first_page`) or `token` name the request's values, `size` is
    used where it has no limit, `size_max` caps it; `since` and `until` cut by `field`; the page goes under `under`."""
    records = window["records"]
    field = window.get("field")
    for name, keep in (("since", lambda value, bound: value >= bound), ("until", lambda value, bound: value <= bound)):
        bound = request.value_of(window[name]) if name in window else None
        if bound not in (None, ""):
            records = [record for record in records if keep(str(record.get(field, "")), str(bound))]
    size = number(request.value_of(window.get("limit", "limit")), window.get("size", 2))
    if "size_max" in window and size > window["size_max"]:
        return window["too_big"]
    start = number(request.value_of(window.get("offset", "offset")), 0)
    if "page" in window:
        start = (number(request.value_of(window["page"]), window.get("first_page", 0)) - window.get("first_page", 0)) * size
    if "token" in window:
        start = number(request.value_of(window["token"]), 0)
    start = max(start, 0)
    page, after = records[start : start + max(size, 0)], start + max(size, 0)
    content = {window.get("under", "data"): page, "total": len(records)}
    content["next"] = after if after < len(records) else None
    headers = {"X-Next": str(after) if after < len(records) else ""}
    if after < len(records):
        url = f"https://{request.host}{request.path}?offset={after}&limit={size}"
        content["next_url"] = url
        headers["Link"] = f'<{url}>; rel="next"'
    return {"json": page if window.get("bare") else content, "headers": headers}


class ScriptedApi:
    def __init__(self):
        self._lock = threading.Lock()
        self.play([])
        self.server = AnsweringServer(lambda *request: self.answer(Request(*request)))
        self.rewrite = self.server.rewrite

    def play(self, script):
        """Starts a script anew; what is heard from now on is in `seen` and `exchanges`."""
        with self._lock:
            self._script, self.seen, self.exchanges = script, [], []
            self._counts = collections.Counter()

    def answer(self, request):
        with self._lock:
            self._counts[request.key] += 1
            count = self._counts[request.key]
            self.seen.append(request.compared())
            if len(self.seen) > REQUESTS_MAX:
                return 403, {"Content-Type": "application/json"}, b'{"message":"too many requests in one case"}'
            rule = next((rule for rule in self._script if fits(rule, request)), None)
            status, headers, content = _bytes_of(self._choose(rule, request, count), request, count)
            self.exchanges.append([request.method, request.url, request.body.decode("latin-1"), status, headers,
                                   base64.b64encode(content).decode()])
            return status, headers, content

    @staticmethod
    def _choose(rule, request, count):
        if rule is None:
            return {"status": 404, "json": {"message": "nothing here"}}
        if "window" in rule:
            answers = rule.get("first", [])
            return answers[count - 1] if count <= len(answers) else _window(rule["window"], request)
        answers = rule["answers"] if "answers" in rule else rule["pool"][request.sum % len(rule["pool"])]
        return answers[min(count, len(answers)) - 1]


def _bytes_of(answer, request, count):
    headers = dict(answer.get("headers", {}))
    if "base64" in answer:
        content = base64.b64decode(answer["base64"])
    else:
        text = answer["text"] if "text" in answer else json.dumps(answer.get("json", {}), ensure_ascii=False)
        text = text.replace("<<sum>>", str(request.sum)).replace("<<n>>", str(count))
        text = text.replace("<<last>>", request.path.rsplit("/", 1)[-1])
        text = re.sub("<<q:([^>]*)>>", lambda found: dict(request.query).get(found[1], ""), text)
        content = text.encode(answer.get("encoding", "utf-8"))
        if "text" not in answer:
            headers.setdefault("Content-Type", "application/json")
    if headers.get("Content-Encoding") == "gzip":
        content = gzip.compress(content, mtime=0)
    return answer.get("status", 200), headers, content
