"""The API that the connectors of this folder read: items with pages, orders by region, brands, points by number.

`requests` lists what was asked for, with the headers that matter. What is to go wrong is set beforehand.
"""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = "k3y-of-the-shop"
SIGNATURE = hashlib.sha256(KEY.encode()).hexdigest()
PAGE_RECORDS = 2


class SmallApi:
    def __init__(self):
        self.items = [
            {"id": 1, "name": "tap", "price_cents": 950, "updated_at": "2026-01-01T10:00:00Z"},
            {"id": 2, "name": "pipe", "price_cents": 300, "updated_at": "2026-01-02T10:00:00Z", "is_deleted": True},
            {"id": 3, "name": "valve", "price_cents": 725, "updated_at": "2026-01-03T10:00:00Z"},
        ]
        self.orders = {"north": [{"id": 1, "total": 12}, {"id": 2, "total": 7}], "south": [{"id": 3, "total": 30}]}
        self.points = [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}, {"id": 3, "name": "c"}]
        self.busy = 1  # Answers of 418 before the first page of items.
        self.statuses = {}  # path -> status to refuse with
        self.silent = set()  # paths that are not answered before release()
        self.requests = []
        self.asked = threading.Event()  # one of `silent` was asked for
        self._released = threading.Event()
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                api._serve(self)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def release(self):
        self.silent = set()
        self._released.set()

    def close(self):
        self.release()
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, handler):
        parts = urlsplit(handler.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.requests.append((parts.path, query, dict(handler.headers)))
        if parts.path in self.silent:
            self.asked.set()
            self._released.wait()
        status, body, headers = self._answer(parts.path, query, handler.headers)
        content = json.dumps(body).encode()
        try:
            handler.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()
            handler.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def _answer(self, path, query, headers):
        if path in self.statuses:
            return self.statuses[path], {"error": "told to refuse"}, {}
        if path == "/points":
            if headers.get("X-Key") != KEY:
                return 401, {"error": "who are you?"}, {}
            new = [point for point in self.points if point["id"] > int(query["since"])]
            return 200, new[int(query["page"]) * PAGE_RECORDS :][:PAGE_RECORDS], {}
        if headers.get("X-Signature") != SIGNATURE:
            return 401, {"error": "who are you?"}, {}
        if path == "/orders":
            named = headers.get("X-Client") == "components.py"
            return 200, self.orders[query.get("region", "north")] if named else [], {}
        if path == "/brands":
            return 200, [{"name": "Alva"}, {"name": "Bica"}], {}
        if path != "/items":
            return 404, {"error": "no such path"}, {}
        if self.busy > 0:
            self.busy -= 1
            return 418, {"error": "busy"}, {}
        new = [item for item in self.items if item["updated_at"] >= query["since"]]
        page = int(query.get("page", 0))
        shown = new[page * PAGE_RECORDS :][:PAGE_RECORDS]
        body = {"items": {str(item["id"]): {k: v for k, v in item.items() if k != "id"} for item in shown}}
        return 200, body, {"X-Next": str(page + 1)} if len(new) > (page + 1) * PAGE_RECORDS else {}
