"""HTTPAPIBudget with its policies and request matchers, ConcurrencyLevel, connection settings, the response cache."""

from parts import API, case, failed, option, retriever, stream


def matcher(dice):
    return {"type": "HttpRequestRegexMatcher", **dice.options(
        0.4, method=["GET", "get", "POST"], url_base=[API, "https://api.example.test/", "https://other.test", "{{ config['base'] }}"],
        url_path_pattern=["/items", "^/items/one$", ".*", "/other", "[", "{{ config['base'] }}"], params=[{"a": "1"}, {"a": "{{ config['one'] }}"}, {"a": 1}],
        headers=[{"X-A": "1"}, {"x-a": "1"}], weight=[1, 2, 50, "{{ config['one'] }}", "3", 0, "x"])}


def policy(dice):
    kind = dice.one("FixedWindowCallRatePolicy", "MovingWindowCallRatePolicy", "MovingWindowCallRatePolicy", "UnlimitedCallRatePolicy")
    matchers = [matcher(dice) for _ in range(dice.number(0, 2))]
    if kind == "UnlimitedCallRatePolicy":
        return {"type": kind, "matchers": matchers}
    period = dice.one("PT1M", "PT1S", "P1D", "PT0S", "PT2H30M", "P1W", dice.one("PT1M", "nonsense", "{{ config['period'] }}"))
    if kind == "FixedWindowCallRatePolicy":
        return {"type": kind, "period": period, "call_limit": dice.one(1, 2, 100, 0), "matchers": matchers}
    return {"type": kind, "matchers": matchers, "rates": [{"type": "Rate", "limit": dice.one(1, 10, "5", "{{ config['one'] }}", 0), "interval": period}
                                                          for _ in range(dice.one(1, 1, 2, 0))]}


def generate(dice):
    budget = {"type": "HTTPAPIBudget", "policies": [policy(dice) for _ in range(dice.number(0, 3))], **dice.options(
        0.3, ratelimit_reset_header=["reset", "X-Reset"], ratelimit_remaining_header=["remaining", "X-Left"], status_codes_for_ratelimit_hit=[[429], [420, 429], []])}
    fields = dice.options(0.3, use_cache=[True], connect_timeout_in_seconds=[1, 0.5], read_timeout_in_seconds=[30, 1.5], use_tcp_keepalive=[True])
    fields.update(dice.options(0.4, request_parameters=[{"a": "1"}, {"a": "2"}], request_headers=[{"X-A": "1"}]))
    if dice.chance(0.3):
        fields["error_handler"] = {"type": "DefaultErrorHandler", "max_retries": dice.number(0, 2), "response_filters": [
            {"type": "HttpResponseFilter", "http_codes": [420], "action": dice.one("RATE_LIMITED", "RETRY", "IGNORE")}]}
    paginator = {"type": "DefaultPaginator", "pagination_strategy": {"type": "OffsetIncrement", "page_size": 2}, "page_token_option": option("request_parameter", "offset"),
                 "page_size_option": option("request_parameter", "limit")}
    streams = [stream(name, retriever("/items/" + name, "data", requester_fields=dict(fields), **({"paginator": paginator} if dice.chance(0.6) else {}))) for name in ("one", "two")]
    source = {"api_budget": budget} if dice.chance(0.9) else {}
    if dice.chance(0.4):
        source["concurrency_level"] = {"type": "ConcurrencyLevel", "default_concurrency": dice.one(1, 2, 3, "{{ config['one'] }}", "{{ config['missing'] }}", "5", 50, 0),
                                       **dice.options(0.6, max_concurrency=[1, 10, 25])}
    headers = dice.one({}, {"reset": "1767225700", "remaining": "0"}, {"X-Reset": "60", "X-Left": "1"}, {"ratelimit-reset": "x", "ratelimit-remaining": "y"},
                       {"ratelimit-reset": "1767225900", "ratelimit-remaining": "3"})
    first = dice.one([], [], [failed(429, None, **headers)], [failed(420, None, **headers)], [failed(429)] * 7)
    window = {"records": [{"id": number} for number in range(5)], "limit": "limit", "offset": "offset"}
    script = [{"path": "re:/items/.*", "window": window, "first": first}] if dice.chance(0.7) else [{"path": "re:/items/.*", "answers": first + [{"json": {"data": [{"id": 1}]}, "headers": headers}]}]
    return case(streams, script, config={"base": API, "one": 1, "period": "PT2S"}, source=source, mode="full_refresh", tolerances=["requests"])
