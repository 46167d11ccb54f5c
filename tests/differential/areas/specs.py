"""What spec tells: connection specifications, documentation, OAuth in every form; and what a wrong configuration gets."""

from parts import case, retriever, stream


def property_of(dice):
    return dice.one({"type": "string", "airbyte_secret": True, "title": "T", "order": 0}, {"type": "integer", "minimum": 1, "default": 5}, {"type": "string", "enum": ["a", "b"]}, {"type": ["null", "string"]}, {"type": "array", "items": {"type": "string"}},
                    {"type": "string", "pattern": "^[a-z]+$"}, {"type": "string", "format": "date"}, {"type": "boolean", "default": False}, {"const": "x"}, {"type": "string", "examples": ["{{ template }}"], "description": "d"},
                    {"oneOf": [{"type": "object", "required": ["kind"], "properties": {"kind": {"const": "k1"}, "x": {"type": "string"}}}, {"type": "object", "properties": {"kind": {"const": "k2"}}}]}, {"type": "object", "properties": {"deep": {"type": "string"}}, "required": ["deep"]})


def oauth(dice):
    specification = dice.options(
        0.6, oauth_user_input_from_connector_config_specification=[{"type": "object", "properties": {"domain": {"type": "string", "path_in_connector_config": ["domain"]}}}, None],
        complete_oauth_output_specification=[{"type": "object", "properties": {"access_token": {"type": "string", "path_in_connector_config": ["credentials", "access_token"]}}}],
        complete_oauth_server_input_specification=[{"type": "object", "properties": {"client_id": {"type": "string"}}}], complete_oauth_server_output_specification=[{"type": "object", "properties": {"client_id": {"type": "string", "path_in_connector_config": ["credentials", "client_id"]}}}])
    if dice.chance(0.6):
        specification["oauth_connector_input_specification"] = {
            "consent_url": "https://{{ domain }}/oauth?{{ client_id_param }}&{{ scopes_param }}", "access_token_url": "https://{{ domain }}/token", **dice.options(
                0.4, scope=["a b"], scopes=[[{"scope": "a"}, {"scope": "b"}]], optional_scopes=[[{"scope": "c"}]], scopes_join_strategy=["comma", "plus", "space"], access_token_headers=[{"X": "1"}], access_token_params=[{"p": "{{ client_id_value }}"}], extract_output=[["access_token"]],
                state=[{"min": 7, "max": 27}], client_id_key=["cid"], client_secret_key=["sec"], scope_key=["sc"], state_key=["st"], auth_code_key=["code"], redirect_uri_key=["uri"], token_expiry_key=["exp"])}
    return {"auth_flow_type": dice.one("oauth2.0", "oauth1.0", "oauth2.0"), **dice.options(0.6, predicate_key=[["credentials", "auth_type"]], predicate_value=["OAuth"], type=["AuthFlow"]), **({"oauth_config_specification": specification} if dice.chance(0.85) else {})}


def generate(dice):
    properties = {name: property_of(dice) for name in dice.some(["token", "start", "size", "kind", "credentials"], 0, 4)}
    connection = {**dice.options(0.6, **{"$schema": ["http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft-07/schema#"], "title": ["A source"]}), "type": "object", "properties": properties, **dice.options(
        0.5, required=[list(properties), [], ["absent"]], additionalProperties=[True, False], definitions=[{"d": {"type": "string"}}])}
    spec = {"connection_specification": connection, **dice.options(0.5, documentation_url=["https://docs.example.test/x", ""], advanced_auth=[oauth(dice)])}
    source = dice.options(0.1, spec=[None, {"type": "Spec", "connection_specification": {}}])
    config = {name: dice.one("a", "b", 5, "abc", True, ["x"], {"kind": "k1"}, {"deep": "d"}, None, "2025-01-01", "A1") for name in properties if dice.chance(0.8)}
    return case([stream("items", retriever("/items", "data"))], [{"path": "/items", "answers": [{"json": {"data": [{"id": 1}]}}]}], config=config, spec=spec, source=source, mode="full_refresh", verbs={"spec": 1, "check": 0.4, "discover": 0.2})
