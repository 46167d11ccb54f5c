"""A made-up shop's API: days of orders and events, all of them known beforehand, on a free loopback port.

GET /orders?after=T&until=T&page=N and GET /events?…: the records whose `at` lies in (after, until], in pages.
Of each day's orders a tenth are new versions of orders of the day before, so a table keyed by `id` has to be upserted;
events have no key at all, so only the delivery protocol keeps one from being there twice. No record lies on a slice's
edge: what an API of this kind gives is exactly once, and so has the table to be.
"""

import json
import threading
import time
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

FIRST_DAY = datetime(2024, 1, 1)
PAGE_RECORDS = 500
STREAMS = ("orders", "events")
MEETING_SECONDS_MAX = 30


def streams_of(pairs):
    """The names of so many streams of each kind: orders, events, orders_1, events_1, …"""
    return tuple(kind + (f"_{number}" if number else "") for number in range(pairs) for kind in STREAMS)


def kind_of(stream):
    return stream.split("_")[0]


TIME_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


def time_of(day, place):
    # The day's number in the microseconds: slices that begin at a record of one day meet no record of another.
    return (FIRST_DAY + timedelta(days=day, seconds=1 + place, microseconds=day)).strftime(TIME_FORMAT)


def end_of(day):
    return (FIRST_DAY + timedelta(days=day + 1, microseconds=-1)).strftime(TIME_FORMAT)


def orders_of(day, count):
    new = count - count // 10
    records = []
    for place in range(count):
        is_update = place >= new and day > 0
        number = (day - 1) * new + (place - new) if is_update else day * new + place
        if place >= new and day == 0:
            break
        records.append({"id": number, "at": time_of(day, place), "amount": number * 7 % 1000, "version": day,
                        "note": f"order {number} as of day {day}, " + "x" * (number % 50)})
    return records


def events_of(day, count):
    return [{"id": f"{day}-{place}", "at": time_of(day, place), "amount": (day * 31 + place) % 997}
            for place in range(count)]


class ShopApi:
    """Serves `records_per_day` records of each stream for each day. `delay_seconds` is waited before each page.

    Streams of one kind have the same records. Requests of the streams in `silent` are never answered.
    """

    def __init__(self, days, records_per_day, delay_seconds=0.0, streams=STREAMS):
        self.days, self.delay_seconds, self.requests, self.streams = days, delay_seconds, 0, streams
        self.refusals = []  # statuses to answer with, before anything else
        self.refused = {}  # by stream: the status that all its requests are answered with
        self.refuse_after = None  # all requests behind so many
        self.silent = set()
        self.asked = {stream: 0 for stream in streams}
        self.first_after = {}  # by stream: what the first request asked for, since this was emptied
        self.under_way = self.most_under_way = 0
        self._meeting = 0
        self._changed = threading.Condition()
        self._closed = threading.Event()
        self._days = {"orders": [orders_of(day, records_per_day) for day in range(days)],
                      "events": [events_of(day, records_per_day) for day in range(days)]}
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = 1 << 16

            def do_GET(self):
                api._serve(self)

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # The other side was killed.

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._closed.set()
        self._server.shutdown()
        self._server.server_close()

    def meet(self, count):
        """Requests are answered once so many of them were under way at the same time."""
        self._meeting = count

    def expected(self, days):
        """What the tables have to hold after so many days: rows as (id, version or amount), in order."""
        orders = {}
        for day in self._days["orders"][:days]:
            for order in day:
                orders[order["id"]] = order
        events = [event for day in self._days["events"][:days] for event in day]
        rows = {"orders": sorted((o["id"], o["version"], o["amount"], o["note"]) for o in orders.values()),
                "events": sorted((e["id"], e["amount"]) for e in events)}
        return {stream: rows[kind_of(stream)] for stream in self.streams}

    def any_rows(self):
        """Every row that a table could show at some time."""
        return {
            "orders": {(o["id"], o["version"], o["amount"], o["note"]) for day in self._days["orders"] for o in day},
            "events": {(e["id"], e["amount"]) for day in self._days["events"] for e in day},
        }

    def newest_time(self, stream, days):
        return max(record["at"] for day in self._days[kind_of(stream)][:days] for record in day)

    def record_count(self, days):
        return sum(len(day) for stream in self.streams for day in self._days[kind_of(stream)][:days])

    def _records(self, stream, after, until):
        first = (datetime.strptime(after, TIME_FORMAT) - FIRST_DAY).days
        last = (datetime.strptime(until, TIME_FORMAT) - FIRST_DAY).days
        days = self._days[kind_of(stream)][max(first, 0) : last + 1]
        return [record for day in days for record in day if after < record["at"] <= until]

    def _serve(self, handler):
        parts = urlsplit(handler.path)
        stream = parts.path.strip("/")
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        with self._changed:
            self.requests += 1
            self.asked[stream] += 1
            self.first_after.setdefault(stream, query["after"])
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            status = self.refusals.pop(0) if self.refusals else self.refused.get(stream, 200)
            if self.refuse_after is not None and self.requests > self.refuse_after:
                status = 400
            self._changed.notify_all()
            self._changed.wait_for(lambda: self.most_under_way >= self._meeting, MEETING_SECONDS_MAX)
        try:
            if stream in self.silent:
                self._closed.wait()
                return
            if self.delay_seconds:
                time.sleep(self.delay_seconds)
            start = (int(query.get("page", "1")) - 1) * PAGE_RECORDS
            records = self._records(stream, query["after"], query["until"]) if status == 200 else []
        finally:
            with self._changed:
                self.under_way -= 1
        body = json.dumps({"data": records[start : start + PAGE_RECORDS]}).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
