"""Asks the HTTP surface as users do: Python's standard library, and curl and promtool where they are installed.

Usage: serve_test.py PROGRAM [unittest arguments]; PROGRAM is levada_serve_fixture.
"""

import concurrent.futures
import csv
import http.client
import io
import json
import shutil
import socket
import subprocess
import sys
import unittest
import urllib.parse

PROGRAM = ""
TABLE = "/v1/tables/shop.people"


class Served:
    """The fixture program, for as long as the tests of a class run."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [PROGRAM, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.strip().isdigit():
            raise RuntimeError(f"the fixture did not start: {line!r}")
        self.port = int(line)

    def stop(self):
        self.process.stdin.close()
        code = self.process.wait(timeout=60)
        self.process.stdout.close()
        return code

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self):
        return json.loads(self.body)


class SurfaceTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.served = Served()

    @classmethod
    def tearDownClass(cls):
        code = cls.served.stop()
        assert code == 0, f"the fixture ended with {code}"

    def ask(self, path, method="GET", headers=None, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def rows(self, parameters, headers=None, table=TABLE):
        return self.ask(f"{table}?{urllib.parse.urlencode(parameters)}", headers=headers)

    def ids(self, *parameters):
        answer = self.rows([("select", "id"), ("order", "id"), *parameters])
        self.assertEqual(answer.status, 200, answer.body)
        return [row["id"] for row in answer.json()]


class RowsTest(SurfaceTest):
    def test_types_become_json(self):
        row = self.rows([("id", "eq.1")]).json()[0]
        self.assertEqual(row, {
            "id": 1, "name": "Ana", "age": 31, "paid": 10.5, "score": 1.5, "is_new": True, "born": "1994-02-01",
            "seen": row["seen"], "data": {"k": {"n": 1}, "l": [1, 2]}, "tags": ["a", "b"], "raw": '{"x":"y"}',
            'odd "name': "o1"})
        self.assertTrue(row["seen"].startswith("2026-01-02T03:04:05"), row["seen"])
        row = self.rows([("id", "eq.3")]).json()[0]
        self.assertEqual(row["name"], "Çelik\nCan")
        self.assertEqual(row["score"], "-Infinity")
        self.assertIsNone(row["tags"])

    def test_filters(self):
        cases = [
            (("id", "eq.1"), [1]),
            (("id", "neq.1"), [2, 3, 4, 5]),
            (("age", "gt.31"), [4]),
            (("age", "gte.31"), [1, 4, 5]),
            (("age", "lt.31"), [2]),
            (("age", "lte.31"), [1, 2, 5]),
            (("age", "not.lte.31"), [4]),
            (("paid", "eq.-1.25"), [4]),
            (("score", "gt.1e299"), [2, 4]),  # NaN is greater than any number, in DuckDB as in PostgreSQL
            (("is_new", "eq.true"), [1, 4]),
            (("is_new", "is.true"), [1, 4]),
            (("is_new", "not.is.true"), [2, 3, 5]),
            (("is_new", "is.null"), [3]),
            (("is_new", "is.unknown"), [3]),
            (("age", "not.is.null"), [1, 2, 4, 5]),
            (("age", "is.not_null"), [1, 2, 4, 5]),
            (("age", "isdistinct.31"), [2, 3, 4]),
            (("name", 'eq.Bo, "the" first'), [2]),
            (("name", "eq."), [4]),
            (("name", "like.A*"), [1]),
            (("name", "like.%n%"), [1, 3]),
            (("name", "like.a\\_b\\%c"), [5]),
            (("name", "ilike.*AN*"), [1, 3]),
            (("name", "match.^[AB]"), [1, 2]),
            (("name", "imatch.^[ab]"), [1, 2, 5]),
            (("name", "like(any).{A*,*first}"), [1, 2]),
            (("name", "like(all).{A*,*a}"), [1]),
            (("id", "in.(1,3,99)"), [1, 3]),
            (("id", "not.in.(1,3)"), [2, 4, 5]),
            (("id", "in.()"), []),
            (("name", 'in.("Bo, \\"the\\" first",Ana)'), [1, 2]),
            (("born", "eq.1994-02-01"), [1, 5]),
            (("seen", "gte.2026-01-02T03:04:05.5Z"), [2, 5]),
            (("tags", "cs.{a}"), [1, 5]),
            (("tags", 'cs.{"b c"}'), [2]),
            (("tags", "cd.{a,b}"), [1, 4, 5]),
            (("data", 'cs.{"l":[1]}'), [1]),
            (("raw", 'cs.{"x":1}'), [5]),
            (("data->k->>n", "eq.1"), [1]),
            (("data->l->>0", "eq.1"), [1]),
            (("raw->>x", "eq.y"), [1]),
            (("or", "(id.eq.1,age.lt.18)"), [1, 2]),
            (("or", '(name.eq."Bo, \\"the\\" first",and(age.eq.31,is_new.is.false))'), [2, 5]),
            (("not.and", "(id.gte.2,id.lte.4)"), [1, 5]),
            (("and", "(id.in.(1,2,3),not.or(id.eq.1,id.eq.2))"), [3]),
            (('"odd \\"name"', "eq.o1"), [1]),
        ]
        for parameter, want in cases:
            with self.subTest(parameter=parameter):
                self.assertEqual(self.ids(parameter), want)

    def test_select(self):
        answer = self.rows([("select", 'who:name,age::text,"odd ""name",data->k->>n'), ("id", "eq.1")])
        self.assertEqual(answer.status, 400, answer.body)
        answer = self.rows([("select", 'who:name,age::text,"odd \\"name",data->k->>n,l0:data->l->0'), ("id", "eq.1")])
        self.assertEqual(answer.json(), [{"who": "Ana", "age": "31", 'odd "name': "o1", "n": "1", "l0": 1}])
        answer = self.rows([("select", "age,n:count(),paid.sum()"), ("order", "age.asc.nullslast"), ("age", "eq.31")])
        self.assertEqual(answer.json(), [{"age": 31, "n": 2, "sum": 15.5}])

    def test_order(self):
        cases = [
            ("age,id", [2, 1, 5, 4, 3]),
            ("age.desc,id", [3, 4, 1, 5, 2]),
            ("age.desc.nullslast,id.desc", [4, 5, 1, 2, 3]),
            ("age.nullsfirst,id", [3, 2, 1, 5, 4]),
        ]
        for order, want in cases:
            with self.subTest(order=order):
                got = [row["id"] for row in self.rows([("select", "id"), ("order", order)]).json()]
                self.assertEqual(got, want)

    def test_csv(self):
        answer = self.rows([("select", "id,name,age,is_new"), ("order", "id")], {"Accept": "text/csv"})
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8")
        rows = list(csv.reader(io.StringIO(answer.body.decode(), newline="")))
        self.assertEqual(rows, [
            ["id", "name", "age", "is_new"], ["1", "Ana", "31", "true"], ["2", 'Bo, "the" first', "17", "false"],
            ["3", "Çelik\nCan", "", ""], ["4", "", "45", "true"], ["5", "a_b%c", "31", "false"]])

    def test_windows(self):
        exact = {"Prefer": "count=exact"}
        numbers = "/v1/tables/shop.numbers"
        cases = [
            ([("limit", "2"), ("order", "n")], {}, 200, "0-1/*", 2),
            ([("limit", "2"), ("offset", "10"), ("order", "n")], exact, 206, "10-11/25000", 2),
            ([("n", "lt.3"), ("order", "n")], exact, 200, "0-2/3", 3),
            ([("n", "lt.0")], exact, 200, "*/0", 0),
            ([("n", "lt.0")], {}, 200, "*/*", 0),
            ([("order", "n")], {"Range": "5-9"}, 200, "5-9/*", 5),
            ([("order", "n")], {"Range": "5-9", "Prefer": "count=exact"}, 206, "5-9/25000", 5),
            ([("order", "n"), ("limit", "3")], {"Range": "5-9"}, 200, "5-7/*", 3),
            ([("order", "n")], {}, 206, "0-9999/*", 10000),
            ([("limit", "0")], exact, 206, "*/25000", 0),
        ]
        for parameters, headers, status, content_range, count in cases:
            with self.subTest(parameters=parameters, headers=headers):
                answer = self.rows(parameters, headers, numbers)
                self.assertEqual((answer.status, answer.headers["Content-Range"]), (status, content_range))
                self.assertEqual(len(answer.json()), count)

    def test_single_object(self):
        one = {"Accept": "application/vnd.pgrst.object+json"}
        answer = self.rows([("id", "eq.2"), ("select", "id")], one)
        self.assertEqual(answer.json(), {"id": 2})
        self.assertEqual(answer.headers["Content-Type"], "application/vnd.pgrst.object+json; charset=utf-8")
        for parameter in (("id", "gt.2"), ("id", "eq.99")):
            answer = self.rows([parameter], one)
            self.assertEqual((answer.status, answer.json()["code"]), (406, "PGRST116"))

    def test_errors(self):
        cases = [
            (TABLE + "?nope=eq.1", 400, "42703"),
            (TABLE + "?select=nope", 400, "42703"),
            ("/v1/tables/shop.peeple", 404, "PGRST205"),
            ("/v1/tables/people", 404, "PGRST205"),
            (TABLE + "?age=eq.abc", 400, "22P02"),
            (TABLE + "?born=eq.yesterday", 400, "22P02"),
            (TABLE + "?id=eq.99999999999999999999", 400, "22P02"),
            (TABLE + "?name=match.(", 400, "22P02"),
            (TABLE + "?select=name::int&id=eq.1", 400, "22P02"),
            (TABLE + "?age=foo.1", 400, "PGRST100"),
            (TABLE + "?name=fts.word", 400, "PGRST100"),
            (TABLE + "?select=other(*)", 400, "PGRST200"),
            (TABLE + "?limit=-1", 416, "PGRST103"),
            (TABLE + "?x=" + "a" * 20000, 414, "LVD414"),
            ("/nowhere", 404, "PGRST125"),
        ]
        for path, status, code in cases:
            with self.subTest(path=path[:80]):
                answer = self.ask(path)
                self.assertEqual((answer.status, answer.json()["code"]), (status, code), answer.body)
                self.assertEqual(sorted(answer.json()), ["code", "details", "hint", "message"])
        answer = self.rows([("offset", "10")], {"Prefer": "count=exact"})
        self.assertEqual((answer.status, answer.json()["code"]), (416, "PGRST103"))
        self.assertEqual(self.ask(TABLE, "POST", body="{}").status, 405)
        self.assertEqual(self.rows([], {"Accept": "image/png"}).status, 406)

    def test_injection_finds_nothing(self):
        for value in ("'; DROP TABLE shop.people; --", '"', "\\", "$1", "') OR ('1'='1", "%27"):
            with self.subTest(value=value):
                self.assertEqual(self.ids(("name", "eq." + value)), [])
                self.assertEqual(self.ids(("name", f"in.({json.dumps(value)})")), [])
        for name in ('id" FROM shop.people; --', "id;DROP", "count(*)", "(select 1)"):
            with self.subTest(name=name):
                self.assertIn(self.rows([("select", name)]).status, (400, 404))
                self.assertIn(self.rows([("order", name)]).status, (400, 404))
        self.assertEqual(len(self.ids()), 5)

    def test_head(self):
        answer = self.ask(TABLE + "?id=eq.1&select=id", "HEAD", {"Prefer": "count=exact"})
        self.assertEqual(answer.body, b"")
        self.assertEqual(answer.headers["Content-Range"], "0-0/1")
        self.assertEqual(int(answer.headers["Content-Length"]), len('[{"id":1}]'))

    def test_entity_tags(self):
        path = "/v1/tables/shop.numbers?n=eq.7"
        first = self.ask(path)
        tag = first.headers["ETag"]
        again = self.ask(path)
        self.assertEqual((again.status, again.body, again.headers["ETag"]), (200, first.body, tag))
        unchanged = self.ask(path, headers={"If-None-Match": tag})
        self.assertEqual((unchanged.status, unchanged.body, unchanged.headers["Content-Length"]), (304, b"", None))
        self.assertNotEqual(self.ask(path, headers={"Accept": "text/csv"}).headers["ETag"], tag)
        self.assertIsNone(self.ask(TABLE).headers["ETag"])

    def test_many_at_once_on_kept_connections(self):
        def work(first):
            connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=60)
            for n in range(first, first + 20):
                connection.request("GET", f"/v1/tables/shop.numbers?n=eq.{n}&select=label")
                response = connection.getresponse()
                if json.loads(response.read()) != [{"label": f"row {n}"}]:
                    return False
            connection.close()
            return True

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            self.assertTrue(all(pool.map(work, range(0, 800, 20))))


class ControlTest(SurfaceTest):
    def test_health(self):
        self.assertEqual(self.ask("/healthz").json()["status"], "alive")
        ready = self.ask("/readyz")
        self.assertEqual((ready.status, ready.json()["components"][0]["name"]), (200, "tables"))

    def test_runs(self):
        self.assertEqual(self.ask("/v1/pipelines").json()[0]["name"], "shop")
        started = self.ask("/v1/pipelines/shop/runs", "POST")
        self.assertEqual(started.status, 202, started.body)
        run = self.ask(started.headers["Location"])
        self.assertEqual(run.json()["pipeline"], "shop")
        self.assertIn(run.json()["id"], [one["id"] for one in self.ask("/v1/runs?pipeline=shop").json()])
        evil = self.ask("/v1/pipelines/shop/runs", "POST", {"Origin": "http://evil.example"})
        self.assertEqual(evil.status, 403)

    def test_foreign_host_is_refused(self):
        self.assertEqual(self.ask("/v1/runs", headers={"Host": "evil.example"}).status, 421)

    def test_metrics_are_what_prometheus_reads(self):
        self.ask("/healthz")
        answer = self.ask("/metrics")
        self.assertIn(b'levada_http_requests_total{method="GET",status="200"}', answer.body)
        promtool = shutil.which("promtool")
        if promtool is None:
            self.skipTest("skipped: promtool not found")
        checked = subprocess.run([promtool, "check", "metrics"], input=answer.body, capture_output=True, timeout=60)
        self.assertEqual((checked.returncode, checked.stdout, checked.stderr), (0, b"", b""))

    def test_openapi(self):
        document = self.ask("/openapi.json").json()
        self.assertEqual(document["openapi"], "3.0.3")
        self.assertIn(TABLE, document["paths"])
        text = json.dumps(document)
        for reference in [part.split('"')[0] for part in text.split('"$ref": "#/')[1:]]:
            target = document
            for step in reference.split("/"):
                target = target[step]
        for path, operations in document["paths"].items():
            # The fixture has no dead letters and runs nothing: those routes are `levada up`'s own.
            if "get" not in operations or path.startswith("/v1/dlq"):
                continue
            # Nothing is called what a placeholder is called.
            status = self.ask(path).status
            self.assertTrue(status == 404 if "{" in path else status < 300, f"{path}: {status}")
        try:
            from openapi_spec_validator import validate
        except ImportError:
            self.skipTest("skipped: openapi_spec_validator not found")
        validate(document)


class CurlTest(SurfaceTest):
    def curl(self, *arguments):
        program = shutil.which("curl")
        if program is None:
            self.skipTest("skipped: curl not found")
        return subprocess.run([program, "-sS", "--max-time", "60", *arguments], capture_output=True, timeout=90)

    def test_rows(self):
        got = self.curl("-g", self.served.url(TABLE + "?select=id&or=(id.eq.1,id.eq.2)&order=id"))
        self.assertEqual(json.loads(got.stdout), [{"id": 1}, {"id": 2}])

    def test_expect_continue(self):
        big = "x" * 2_000_000
        got = self.curl("-o", "/dev/null", "-w", "%{http_code}", "--data-binary", "@-", "-H", "Expect: 100-continue",
                        self.served.url("/v1/pipelines/shop/runs"))
        self.assertIn(got.stdout, (b"202", b"409"))
        got = subprocess.run(["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "--data-binary", "@-",
                              self.served.url("/v1/pipelines/shop/runs")], input=big.encode(), capture_output=True,
                             timeout=90)
        self.assertEqual(got.stdout, b"413", got.stderr)

    def test_head_and_http_1_0(self):
        got = self.curl("-I", self.served.url("/healthz"))
        self.assertIn(b"200 OK", got.stdout)
        got = self.curl("-0", "-i", self.served.url("/healthz"))
        self.assertTrue(got.stdout.startswith(b"HTTP/1.0 200"), got.stdout)


class KeyTest(unittest.TestCase):
    def test_key_and_graceful_stop(self):
        served = Served("a-key-of-16-bytes-or-more")
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
        for headers, want in (({}, 401), ({"apikey": "wrong"}, 401), ({"apikey": "a-key-of-16-bytes-or-more"}, 200),
                              ({"Authorization": "Bearer a-key-of-16-bytes-or-more"}, 200)):
            connection.request("GET", "/v1/runs", headers=headers)
            answer = connection.getresponse()
            answer.read()
            self.assertEqual(answer.status, want, headers)
        connection.request("GET", "/healthz")
        self.assertEqual(connection.getresponse().status, 200)
        self.assertEqual(served.stop(), 0)
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", served.port), timeout=60).close()
        connection.close()


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
