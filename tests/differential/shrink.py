"""Makes a failing case smaller: leaves out one key or list item after the other while the same kinds of differences stay."""

import copy

PARTS = ("manifest", "config", "state", "script", "catalog")


def _places(value, path=()):
    """Paths of all that can be left out, the biggest first."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield path + (key,)
            yield from _places(item, path + (key,))
    elif isinstance(value, list):
        for index in reversed(range(len(value))):
            yield path + (index,)
            yield from _places(value[index], path + (index,))


def _without(case, path):
    smaller = copy.deepcopy(case)
    at = smaller
    for part in path[:-1]:
        at = at[part]
    del at[path[-1]]
    return smaller


def _holds(case, path):
    at = case
    for part in path:
        if isinstance(at, dict) and part in at or isinstance(at, list) and isinstance(part, int) and part < len(at):
            at = at[part]
        else:
            return False
    return True


def shrunk(case, still_fails, attempts_max=250):
    """`still_fails(case)` runs both; the smallest case found within `attempts_max` runs is returned."""
    attempts = 0
    progress = True
    while progress:
        progress = False
        paths = [(part,) + path for part in PARTS if case.get(part) for path in _places(case[part])]
        for path in sorted(paths, key=len):
            if path[-1] in ("type", "version") or not _holds(case, path):
                continue
            if attempts >= attempts_max:
                return case
            attempts += 1
            smaller = _without(case, path)
            if still_fails(smaller):
                case, progress = smaller, True
    return case
