"""Response filters with every action, composite handlers, backoff strategies, retries, and what each makes of a stream."""

from parts import case, option, retriever, stream

ACTIONS = ["SUCCESS", "FAIL", "RETRY", "IGNORE", "RATE_LIMITED", "REFRESH_TOKEN_THEN_RETRY", "RESET_PAGINATION"]
STATUSES = [400, 401, 403, 404, 405, 408, 409, 410, 413, 422, 429, 451, 500, 502, 503, 504, 418, 301, 204]


def response_filter(dice):
    made = {"type": "HttpResponseFilter", **dice.options(0.75, action=ACTIONS)}
    made.update(dice.options(0.5, http_codes=[[status] for status in STATUSES] + [[400, 404], [500, 429], [200]]))
    made.update(dice.options(0.25, predicate=["{{ response.get('error') == 'e' }}", "{{ response['error'] }}", "{{ response.code == 5 }}", "{{ headers['X-E'] == '1' }}", "{{ 'e' in response }}", "{{ response['missing']['x'] }}", "{{ response | length > 1 }}",
                                              "{{ config['on'] }}", "True"], error_message_contains=["bad", "e", "{{ config['text'] }}", ""], error_message=["fixed", "{{ response['error'] }}", "{{ response.missing.x }}", "{{ headers['X-E'] }} {{ config['text'] }}"],
                             failure_type=["config_error", "transient_error", "system_error"]))
    return made


def backoff(dice):
    kind = dice.one("ConstantBackoffStrategy", "ExponentialBackoffStrategy", "WaitTimeFromHeader", "WaitUntilTimeFromHeader", "WaitTimeFromResponse")
    limit = {"max_waiting_time_in_seconds": [1, 10, 600, "{{ config['limit'] }}", 0]}
    fields = {
        "ConstantBackoffStrategy": {"backoff_time_in_seconds": dice.one(1, 0, "{{ config['limit'] }}", 2.5, "3", "x"), **dice.options(0.2, jitter_range_in_seconds=[0, 1])},
        "ExponentialBackoffStrategy": dice.options(0.5, factor=[1, 2, "{{ config['limit'] }}", "x"], jitter_range_in_seconds=[0]),
        "WaitTimeFromHeader": {"header": dice.one("Retry-After", "X-Wait", "{{ config['text'] }}"), **dice.options(0.4, regex=["([0-9]+)", "wait=(\\d+)", "[", "\\d+", "{{ config['text'] }}"], **limit)},
        "WaitUntilTimeFromHeader": {"header": dice.one("X-Until", "Retry-After"), **dice.options(0.4, regex=["([0-9.]+)", "until (\\d+)"], min_wait=[1, 100, "{{ config['limit'] }}", "5"], **limit)},
        "WaitTimeFromResponse": {"wait_time_in_seconds": dice.one("{{ response['wait'] }}", "{{ response.get('wait', 5) }}", "{{ response['missing']['x'] }}", "{{ headers['Retry-After'] }}", "x", "7"), **dice.options(0.4, **limit)},
    }
    return {"type": kind, **fields[kind]}


def handler(dice):
    return {"type": "DefaultErrorHandler", **({"response_filters": [response_filter(dice) for _ in range(dice.number(0, 3))]} if dice.chance(0.85) else {}), **dice.options(0.4, max_retries=[0, 1, 2, "{{ config['retries'] }}", "1", -1]),
            **({"backoff_strategies": [backoff(dice) for _ in range(dice.number(1, 2))]} if dice.chance(0.5) else {})}


def answer(dice):
    status = dice.one(*STATUSES, 200, 200)
    headers = dice.options(0.4, **{"X-E": ["1", "2"], "Retry-After": ["1", "5", "700", "x", "Wed, 21 Oct 2026 07:28:00 GMT", "-3", ""], "X-Wait": ["wait=3", "9"], "X-Until": ["1767225605", "1767225000", "until 1767225700", "x", "99999999999"], "text": ["2"]})
    if dice.chance(0.2):
        return {"status": status, "headers": headers, "text": dice.one("bad", "", "<html>bad</html>", "[]", "null", '"e"', "{")}
    return {"status": status, "headers": headers, "json": dice.one({"error": "e"}, {"error": {"message": "bad thing"}}, {"errors": [{"message": "bad"}, "x"]}, {"code": 5}, {"wait": dice.one(1, "2", 700, None)}, [], [{"error": "bad"}], {"message": ["a", {"error": "e"}]},
                                                                   {"data": [{"id": 9}], "error": "e"}, {"errors": {"a": ["b", "bad"]}}, "bad", None, 7)}


def generate(dice):
    error_handler = handler(dice)
    if dice.chance(0.3):
        error_handler = {"type": "CompositeErrorHandler", "error_handlers": [dice.one(handler(dice), handler(dice), {"type": "CompositeErrorHandler", "error_handlers": [handler(dice)]}) for _ in range(dice.number(1, 3))]}
    more = {}
    if dice.chance(0.3):
        more["paginator"] = {"type": "DefaultPaginator", "pagination_strategy": {"type": "PageIncrement", "page_size": 1}, "page_token_option": option("request_parameter", "page")}
    if dice.chance(0.3):
        more["partition_router"] = {"type": "ListPartitionRouter", "cursor_field": "part", "values": ["x", "y"], "request_option": option("request_parameter", "part")}
    fields = {"error_handler": error_handler} if dice.chance(0.93) else {}
    fields.update(dice.options(0.15, authenticator=[{"type": "BearerAuthenticator", "api_token": "t"}]))
    if dice.chance(0.1):
        fields["request_headers"] = {"X": "1"}
    streams = [stream("items", retriever("/items", "data", requester_fields=fields, **more))]
    if dice.chance(0.2):
        streams.append(stream("others", retriever("/others", "data")))
    fine = {"json": {"data": [{"id": 1}]}}
    bad = answer(dice)
    pool = [[bad] * dice.one(1, 1, 2, 3, 9) + [dice.one(fine, answer(dice))], [fine], [fine, {"json": {"data": []}}], [bad]]
    return case(streams, [{"path": "/items", "pool": dice.some(pool, 1, 3)}, {"path": "/others", "answers": [fine]}], config={"text": "text", "limit": dice.one(5, "5", 30), "retries": dice.one(1, 0, 2), "on": dice.one(True, False)}, mode="full_refresh", verbs={"check": 0.5})
