"""A third-party API for one case: answers written down beforehand, on a free loopback port.

`answers` maps "METHOD /path?query" (or without the query: any) to one answer or a list of them, the last of which is
repeated. An answer is {"status": 200, "headers": {}, "body": any}; a body that is no text is sent as JSON. Besides,
"declared_bytes" sends a Content-Length of its own (a body cut off, or one of 2 GB), and "encoding": "gzip" packs it.
"""

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ScriptedApi:
    def __init__(self, answers):
        self.requests = []
        self._answers = {key: value if isinstance(value, list) else [value] for key, value in answers.items()}
        self._lock = threading.Lock()
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                api._serve(self)

            do_POST = do_PUT = do_DELETE = do_PATCH = do_GET

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def _answer_to(self, method, target):
        with self._lock:
            self.requests.append(f"{method} {target}")
            for key in (f"{method} {target}", f"{method} {target.split('?')[0]}"):
                if key in self._answers:
                    answers = self._answers[key]
                    return answers.pop(0) if len(answers) > 1 else answers[0]
        return {"status": 599, "body": f"the case has no answer to {method} {target}"}

    def _serve(self, handler):
        size = int(handler.headers.get("Content-Length") or 0)
        handler.rfile.read(size)
        answer = self._answer_to(handler.command, handler.path)
        body = answer.get("body", "")
        if isinstance(body, str):
            content, kind = body.replace("{api}", self.url).encode(), "text/plain"
        else:
            content, kind = json.dumps(body).replace("{api}", self.url).encode(), "application/json"
        headers = {"Content-Type": kind, **answer.get("headers", {})}
        if answer.get("encoding") == "gzip":
            content = gzip.compress(content)
            headers["Content-Encoding"] = "gzip"
        handler.send_response(answer.get("status", 200))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(answer.get("declared_bytes", len(content))))
        handler.end_headers()
        try:
            handler.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            pass
        if "declared_bytes" in answer:
            handler.close_connection = True
