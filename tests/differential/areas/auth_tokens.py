"""API keys, bearer, basic, JWT, session tokens old and new, selective and rate limited authenticators."""

from parts import API, case, failed, ok, option, requester, retriever, stream

TOKENS = ["{{ config['token'] }}", "fixed", "{{ config['number'] }}", "007", "1_0", "{{ config['missing'] }}", "{{ config.get('none') }}", "", "{{ config['token'] }}{{ config['number'] }}", "é", "a b", "True",
          "{{ config['nested']['x'] }}", "{{ config['list'] }}", "Token {{ config['token'] }}"]


def key_option(dice):
    into = dice.one("header", "header", "request_parameter", "body_data", "body_json")
    name = dice.one("X-Key", "Authorization", "key", "{{ config['name'] }}", "{{ config['missing'] }}")
    if into == "body_json" and dice.chance(0.4):
        return {"type": "RequestOption", "inject_into": into, "field_path": dice.one(["auth", "key"], ["key"], ["auth", "{{ config['name'] }}"])}
    return option(into, name)


def api_key(dice):
    made = {"type": "ApiKeyAuthenticator", "api_token": dice.one(*TOKENS)}
    made.update(dice.one({"inject_into": key_option(dice)}, {"inject_into": key_option(dice)}, {"header": dice.one("X-Old", "{{ config['name'] }}")}, {}))
    return made


def bearer(dice):
    return {"type": "BearerAuthenticator", "api_token": dice.one(*TOKENS)}


def basic(dice):
    return {"type": "BasicHttpAuthenticator", "username": dice.one(*TOKENS), **dice.options(0.7, password=TOKENS)}


def jwt(dice):
    return {"type": "JwtAuthenticator", "secret_key": dice.one("{{ config['token'] }}", "secret", "c2VjcmV0", "{{ config['number'] }}", ""), "algorithm": dice.one("HS256", "HS384", "HS512", "RS256"),
            **dice.options(0.35, base64_encode_secret_key=[True, False], token_duration=[60, 1200, "{{ 30 }}"], header_prefix=["JWT", "{{ config['name'] }}", ""],
                           jwt_headers=[{"kid": "k", "typ": "JWT"}, {"kid": "{{ config['number'] }}", "cty": "c"}], additional_jwt_headers=[{"x": "{{ config['number'] }}", "e": ""}, {"alg": "none"}],
                           jwt_payload=[{"iss": "{{ config['name'] }}", "sub": "", "aud": "a"}, {"aud": "{{ config['list'] }}", "iss": "7"}], additional_jwt_payload=[{"n": "{{ config['number'] }}", "t": "{{ now_utc().year }}"}, {"iat": 5}],
                           request_option=[key_option(dice)])}


def session(dice):
    login = requester("/login", http_method=dice.one("POST", "POST", "GET"), **dice.options(0.5, request_body_json=[{"user": "{{ config['token'] }}"}], authenticator=[basic(dice), bearer(dice)],
                                                                                 error_handler=[{"type": "DefaultErrorHandler", "max_retries": 1}]))
    using = dice.one({"type": "Bearer"}, {"type": "ApiKey", "inject_into": key_option(dice)}, {"type": "ApiKey", "inject_into": option("header", "X-S"), "api_token": dice.one("Session {{ session_token }}", "{{ session_token }}", "fixed")})
    return {"type": "SessionTokenAuthenticator", "login_requester": login, "session_token_path": dice.one(["token"], ["data", "token"], ["missing"], [], ["list", "0"]), "request_authentication": using,
            **dice.options(0.5, expiration_duration=["PT1H", "P1D", "PT0S", "{{ config['period'] }}"], decoder=[{"type": "JsonDecoder"}, {"type": "XmlDecoder"}])}


def legacy_session(dice):
    return {"type": "LegacySessionTokenAuthenticator", "header": dice.one("X-Session", "{{ config['name'] }}"), "login_url": dice.one("login", "/login"), "session_token": dice.one("", "{{ config['token'] }}", "{{ config.get('none') or '' }}"),
            "session_token_response_key": dice.one("token", "missing", "data"), "validate_session_url": "validate", **dice.options(0.7, username=["u", "{{ config['token'] }}", ""], password=["p", "{{ config.get('none') }}"])}


def selective(dice):
    return {"type": "SelectiveAuthenticator", "authenticator_selection_path": dice.one(["which"], ["nested", "which"], ["missing"], ["{{ config['name'] }}"]), "authenticators": {
        "a": api_key(dice), "b": dice.one(basic(dice), jwt(dice)), "7": {"type": "NoAuth"}, "c": session(dice)}}


def rate_limited(dice):
    quota = {"type": "TokenQuota", "name": "core", "remaining_path": ["core", "remaining"], "reset_path": ["core", "reset"], **dice.options(
        0.4, limit_path=[["core", "limit"]], remaining_header=["X-Left"], reset_header=["X-Reset"], limit_header=["X-Limit"], exhaustion_status_codes=[[403], [429]],
        matchers=[[{"type": "HttpRequestRegexMatcher", "url_path_pattern": "/items"}], []])}
    return {"type": "RateLimitedMultipleTokenAuthenticator", "tokens": dice.one("t1,t2", ["t1", "t2"], "{{ config['token'] }}", ["t1"], "t1;t2", " t1 , ,t2"), "quotas": [quota], "quota_status_source": {
        "type": "QuotaStatusSource", "url": API + "/quota", **dice.options(0.3, http_method=["GET", "POST"], request_headers=[{"X-Q": "1"}], unavailable_status_codes=[[404], [403]])}, **dice.options(
            0.3, token_delimiter=[",", ";"], auth_method=["token", "Bearer"], header=["X-Auth"], budget_reserve_fraction=[0, 0.5], budget_min_reserve=[0, 10, 1000], max_wait_time=["PT1H"])}


def generate(dice):
    make = dice.one(api_key, api_key, bearer, basic, jwt, jwt, session, session, legacy_session, selective, rate_limited)
    authenticator = make(dice)
    fields = {"authenticator": authenticator, "http_method": dice.one("GET", "POST", "POST"), **dice.options(
        0.25, request_headers=[{"X-Key": "mine"}, {"Authorization": "mine"}], request_parameters=[{"key": "mine"}, {"q": "1"}], request_body_json=[{"auth": {"other": 1}}, {"key": "mine"}], error_handler=[
            {"type": "DefaultErrorHandler", "max_retries": 1, "response_filters": [{"type": "HttpResponseFilter", "http_codes": [401], "action": dice.one("REFRESH_TOKEN_THEN_RETRY", "RETRY", "IGNORE")}]}])}
    streams = [stream("items", retriever("/items", "data", requester_fields=fields, **dice.options(0.3, partition_router=[{
        "type": "ListPartitionRouter", "cursor_field": "part", "values": ["x", "y"], "request_option": option("request_parameter", "part")}])))]
    quota = {"core": {"remaining": dice.one(0, 5, 5000), "limit": 5000, "reset": dice.one(1767225600, 1767229200, 1767312000)}}
    login = dice.one([ok({"token": "T<<n>>", "data": {"token": 7}, "list": ["L"]})], [ok({"token": "T<<n>>", "data": {"token": 7}, "list": ["L"]})], [failed(dice.one(400, 401, 403, 500))], [{"text": "<a>1</a>"}, ok({"token": "T"})],
                     [{"text": "<token>xml</token>"}], [ok({"token": dice.one(None, "", 12, ["a"])})])
    items = [ok({"data": [{"id": 1}]}, **dice.one({}, {"X-Left": "0", "X-Reset": "1767229200", "X-Limit": "5000"}))]
    if dice.chance(0.25):
        items = [failed(dice.one(401, 403, 429, 500))] * dice.one(1, 1, 6) + items
    script = [{"path": "/login", "answers": login}, {"path": "/validate", "answers": [dice.one(ok({}), failed(401), failed(404))]}, {"path": "/quota", "answers": [dice.one(ok(quota), ok(quota), failed(dice.one(401, 403, 404, 500)), ok({}))]}, {"path": "/items", "answers": items}]
    config = {"token": dice.one("secret-token", "secret-token", "t1,t2", 12, "007"), "number": 7, "name": "X-Named", "nested": {"which": "b"}, "which": dice.one("a", "b", "c", "7", 7, "zz"), "none": None, "list": ["l"], "yes": True, "period": "PT30M",
              "X-Named": "a"}
    return case(streams, script, config=config, mode="full_refresh", verbs={"check": 0.4}, tolerances=["requests"] if make in (session, selective, legacy_session, rate_limited) else [])
