"""URLs put together of url_base, path, parameters and what pages and routers add; redirects; next links of every kind."""

from parts import case, option, retriever, schema, selector, stream

BASES = ["https://api.example.test", "https://api.example.test/", "https://api.example.test/v1", "https://api.example.test/v1/", "https://API.Example.test:8443/v1", "{{ config['base'] }}", "https://{{ config['sub'] }}.example.test", "https://api.example.test/v1?key=1",
         "https://api.example.test//double//", "https://user:pw@api.example.test", "https://api.example.test/a b/é", "{{ config['base'] }}/{{ config['none'] }}", "https://api.example.test/%7Etilde"]
PATHS = ["items", "/items", "//items", "items/", "", "items?x=1&y=a b", "/items?x={{ config['sub'] }}", "{{ config['sub'] }}/items", "items/{{ config['number'] }}", "a/../items", "./items", "items#part", "é/ü", "a%20b", "a b", "items/{{ stream_partition['part'] }}", "https://other.example.test/items",
         "{{ config['none'] }}", "{{ config['list'] }}", "items;v=1", "?only=query", "/items/{{ '' }}", "a%2Fb", "items+plus", "{{ 'x/y' }}", "items?x=1", "100%", "items/{{ config['unsafe'] }}"]
VALUES = ["1", "a b", "é", "a&b=c", "{{ config['list'] }}", "{{ config['number'] }}", "{{ 1 == 1 }}", "a+b", "%20", "{{ config['unsafe'] }}", "", "{{ config['none'] }}", "1.50", "[]", "a,b", "2025-01-01T00:00:00+00:00", "{{ {'a': 1} }}", "*~-._"]


def generate(dice):
    fields = {}
    if dice.chance(0.6):
        fields["request_parameters"] = {dice.one("q", "x", "key", "a[]", "é", "{{ config['sub'] }}"): dice.one(*VALUES) for _ in range(dice.number(1, 3))}
    more = {}
    if dice.chance(0.4):
        more["partition_router"] = {"type": "ListPartitionRouter", "cursor_field": "part", "values": dice.one(["p1"], ["a b", "é/ü"], ["1", "2"], ["x?y=1"]), **dice.options(0.4, request_option=[option("request_parameter", "part"), option("request_parameter", "x")])}
    if dice.chance(0.5):
        more["paginator"] = {"type": "DefaultPaginator", "pagination_strategy": {"type": "CursorPagination", "cursor_value": dice.one("{{ response.get('next') }}", "{{ headers['link']['next']['url'] if headers['link'].get('next') else '' }}")},
                             "page_token_option": dice.one({"type": "RequestPath"}, {"type": "RequestPath"}, option("request_parameter", "token"))}
    read_by = retriever("unused", "data", requester_fields=fields, **more)
    requester = read_by["requester"]
    if dice.chance(0.25):
        del requester["url_base"], requester["path"]
        requester["url"] = dice.one("https://api.example.test/items", "{{ config['base'] }}/items?x=1", "https://api.example.test/items/{{ stream_partition.get('part', '') if stream_partition else '' }}", "https://api.example.test")
    else:
        requester["url_base"], requester["path"] = dice.one(*BASES), dice.one(*PATHS)
        if dice.chance(0.08):
            del requester["path"]
    following = dice.one("https://api.example.test/items?page=2", "/items?page=2", "items?page=2&q=1", "https://api.example.test/items?page=2&x=1&q=a%20b", "https://other.example.test/next?q=1", "?page=2", "page2", "https://api.example.test/items?page=2#frag", "a b&c", "https://api.example.test/a%2Fb?é=ü", "//api.example.test/items?page=2")
    first = {"json": {"data": [{"id": 1}], "next": following}, "headers": {"Link": f'<{following}>; rel="next", <x>; rel=last'} if following.isascii() else {}}
    last = {"json": {"data": [{"id": 2}]}}
    script = []
    if dice.chance(0.12):
        script.append({"path": "re:.*items", "answers": [{"status": dice.one(301, 302, 303, 307, 308), "headers": {"Location": dice.one("https://api.example.test/moved", "https://api.example.test/moved?x=1")}, "text": ""}]})
    script.append({"path": "re:.*", "query": {"page": "2"}, "answers": [last]})
    script += [{"path": "re:.*(moved|next|page2|a/b|a b).*", "answers": [last]}, {"path": "re:.*", "query": {"token": following}, "answers": [last]}, {"path": "re:.*", "answers": [first, last]}]
    config = {"base": "https://api.example.test/base", "sub": "api", "number": 7, "none": None, "list": ["a", "b c"], "unsafe": "a/b?c=d&e#f"}
    return case([stream("items", read_by)], script, config=config, mode="full_refresh", verbs={"check": 0.15})
