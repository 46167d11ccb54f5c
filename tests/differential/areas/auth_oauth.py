"""OAuthAuthenticator: grants, names, expiry in every form, the refresh-token updater, failing endpoints, scopes, profile assertions."""

from parts import API, case, failed, ok, retriever, stream

DATES = ["2026-01-01T01:00:00Z", "2025-12-31T00:00:00Z", "2026-01-01", "1767229200", 1767229200, "2026-06-01T00:00:00+02:00", "bad", "", None, "2026-01-01T00:00:00Z"]


def updater(dice):
    return {"type": "RefreshTokenUpdater", **dice.options(
        0.4, refresh_token_name=["refresh_token", "new_refresh", "missing"], access_token_config_path=[["credentials", "access_token"], ["token"], ["made", "up"]],
        refresh_token_config_path=[["credentials", "refresh_token"], ["refresh"]], token_expiry_date_config_path=[["credentials", "token_expiry_date"], ["expiry"]],
        refresh_token_error_status_codes=[[400], [401, 403]], refresh_token_error_key=["error"], refresh_token_error_values=[["invalid_grant"], ["other"]])}


def authenticator(dice):
    made = {"type": "OAuthAuthenticator", "client_id": "{{ config['credentials']['client_id'] }}", "client_secret": "{{ config['credentials']['client_secret'] }}",
            "refresh_token": dice.one("{{ config['credentials']['refresh_token'] }}", "{{ config['credentials']['refresh_token'] }}", "fixed", "{{ config.get('missing') }}"), "token_refresh_endpoint": API + "/token"}
    if dice.chance(0.3):
        made["grant_type"] = dice.one("client_credentials", "refresh_token", "{{ config['grant'] }}", "password")
    if dice.chance(0.3):
        del made["refresh_token"]
    for name in ("client_id", "client_secret", "token_refresh_endpoint"):
        if dice.chance(0.07):
            del made[name]
    made.update(dice.options(
        0.18, client_id_name=["cid", "{{ config['grant'] }}"], client_secret_name=["secret"], refresh_token_name=["rtok"], grant_type_name=["gt"], access_token_name=["token", "{{ config['token_name'] }}", "deep"],
        expires_in_name=["expires", "deep_expiry", "valid_until"], access_token_value=["{{ config['credentials'].get('access_token') }}", "static", "{{ config.get('missing') }}"], scopes=[["a", "b"], ["{{ config['grant'] }}"], []],
        refresh_request_body=[{"extra": "{{ config['grant'] }}", "client_id": "over"}, {"n": 1, "none": "{{ config.get('missing') }}"}, {"resource": ["a", "b"]}],
        refresh_request_headers=[{"Authorization": "Basic {{ (config['credentials']['client_id'] ~ ':x') | base64encode }}"}, {"X-H": "{{ config['grant'] }}", "N": 1}, {"Content-Type": "application/json"}],
        send_refresh_request_as_query_params=[True], token_expiry_date=["{{ config['credentials'].get('token_expiry_date') }}", *[date for date in DATES if isinstance(date, str)]],
        token_expiry_date_format=["YYYY-MM-DDTHH:mm:ssZ", "%Y-%m-%dT%H:%M:%SZ", "%s", "X", "YYYY-MM-DD"], token_expiry_is_time_of_expiration=[True],
        refresh_token_error_status_codes=[[400], [401]], refresh_token_error_key=["error"], refresh_token_error_values=[["invalid_grant"], ["x"]]))
    if dice.chance(0.35):
        made["refresh_token_updater"] = updater(dice)
    if dice.chance(0.08):
        made.update(use_profile_assertion=True, profile_assertion={"type": "JwtAuthenticator", "secret_key": "s", "algorithm": "HS256", "token_duration": 60})
        if dice.chance(0.6):
            made.pop("refresh_token_updater", None)
    return made


def token_answer(dice):
    answer = {"access_token": "AT<<n>>", "token": "AT-token", "token_type": "bearer"}
    answer.update(dice.options(0.6, expires_in=[3600, "3600", 0, -5, 3.7, None, "2026-01-02T00:00:00Z", "x", 86400000000], refresh_token=["RT<<n>>", None, ""], new_refresh=["NR"]))
    answer.update(dice.options(0.3, expires=[60, "2026-01-01 05:00:00"], valid_until=["2026-01-01T05:00:00Z", 1767243600, "2026-01-03"], scope=["a b"]))
    if dice.chance(0.1):
        answer = {"data": {"deep": "AT-deep", "access_token": "AT-nested", "deep_expiry": 10, "list": [{"refresh_token": "RL"}]}}
    if dice.chance(0.06):
        answer.pop("access_token", None)
    return ok(answer)


def generate(dice):
    auth = authenticator(dice)
    credentials = {"client_id": "id", "client_secret": dice.one("secret", 123, "a&b=c"), "refresh_token": "RT0", **dice.options(0.4, access_token=["OLD", "", None], token_expiry_date=DATES)}
    handler = {"type": "DefaultErrorHandler", "max_retries": 1, "response_filters": [{"type": "HttpResponseFilter", "http_codes": [401], "action": dice.one("REFRESH_TOKEN_THEN_RETRY", "REFRESH_TOKEN_THEN_RETRY", "RETRY")}]}
    streams = [stream("items", retriever("/items", "data", requester_fields={"authenticator": auth, **dice.options(0.4, error_handler=[handler])}))]
    if dice.chance(0.2):
        streams.append(stream("others", retriever("/others", "data", requester_fields={"authenticator": auth})))
    bad = dice.one(failed(400, {"error": "invalid_grant"}), failed(401, {"error": "x"}), failed(403, {"error": "invalid_grant"}), failed(500), failed(429), {"text": "nonsense"}, {"json": ["list"]}, {"status": 204, "text": ""})
    answers = dice.one([token_answer(dice)], [token_answer(dice)], [token_answer(dice)], [token_answer(dice), token_answer(dice)], [bad, token_answer(dice)], [bad])
    if len(streams) > 1:
        answers = answers[-1:]  # Which stream gets the first one, threads decide.
    items = [ok({"data": [{"id": 1}]})]
    if dice.chance(0.3):
        items = [failed(401)] * dice.one(1, 1, 5) + items
    script = [{"path": "/token", "answers": answers}, {"path": "re:/(items|others)", "answers": items}]
    config = {"credentials": credentials, "grant": "granted", "token_name": "token", **dice.options(0.3, token=["cfg"], refresh=["RC"], expiry=["2026-02-01T00:00:00Z", "2025-01-01T00:00:00Z"])}
    return case(streams, script, config=config, mode="full_refresh", verbs={"check": 0.3}, tolerances=["requests"] if len(streams) > 1 else [])
