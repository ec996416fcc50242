"""Documents that fit a schema of ours, and one thing wrong with them: for the referee of models."""

import json
import re
from typing import Any

from hypothesis import strategies as st

Schema = dict[str, Any]
ODD = [None, True, 7, 1.0, 2.5, -1, "", "x", "yes", "24h", [], {}, [7], {"a": 1}]


def documents(schema: Schema) -> st.SearchStrategy[Any]:
    """Values of *schema*; covers the keywords that our models print and no others."""
    return _of(schema, schema.get("$defs", {}))


def _of(schema: Schema, definitions: Schema) -> st.SearchStrategy[Any]:
    match schema:
        case {"$ref": name}:
            return _of(definitions[name.removeprefix("#/$defs/")], definitions)
        case {"oneOf": options} | {"anyOf": options}:
            return st.one_of([_of(option, definitions) for option in options])
        case {"type": list(types)}:
            return st.one_of([_of({**schema, "type": name}, definitions) for name in types])
        case {"type": "object"}:
            return _object(schema, definitions)
        case {"type": "array", "items": items}:
            least = schema.get("minItems", 0)
            return st.lists(_of(items, definitions), min_size=least, max_size=least + 2)
        case _:
            return _scalar(schema)


def _scalar(schema: Schema) -> st.SearchStrategy[Any]:
    match schema:
        case {"const": value}:
            return st.just(value)
        case {"enum": values}:
            return st.sampled_from(values)
        case {"pattern": pattern}:
            return _matching(pattern)
        case _:
            return _plain(schema)


def _matching(pattern: str) -> st.SearchStrategy[str]:
    # `$` of Python's expressions matches before a last line end, which others do not.
    return st.from_regex(re.compile(pattern)).map(lambda text: text.strip())


def _plain(schema: Schema) -> st.SearchStrategy[Any]:
    return {
        "string": st.text("abc1% /é", min_size=schema.get("minLength", 0), max_size=8),
        "integer": st.integers(schema.get("minimum", 0), 10_000),
        "number": st.integers() | st.floats(allow_nan=False, allow_infinity=False),
        "boolean": st.booleans(),
    }[schema["type"]]


def _object(schema: Schema, definitions: Schema) -> st.SearchStrategy[Any]:
    if "properties" not in schema:
        return _free_keys(schema, definitions)
    fields = {key: _of(value, definitions) for key, value in schema["properties"].items()}
    needed = {key: fields.pop(key) for key in schema.get("required", ())}
    return st.fixed_dictionaries(needed, optional=fields)


def _free_keys(schema: Schema, definitions: Schema) -> st.SearchStrategy[Any]:
    patterns = schema.get("patternProperties", {})
    free = schema.get("additionalProperties", {})
    anything = {"type": "boolean"}  # one of the things that may stand where all may
    values: Schema = next(iter(patterns.values()), anything if free is True else free)
    pattern = next(iter(patterns), schema.get("propertyNames", {}).get("pattern", "^[a-z]{1,8}$"))
    keys = _matching(pattern)
    least = schema.get("minProperties", 0)
    return st.dictionaries(keys, _of(values, definitions), min_size=least, max_size=least + 2)


@st.composite
def mutated(draw: st.DrawFn, schema: Schema) -> Any:
    """A value of *schema* with one part replaced, removed, or an odd one added."""
    document = draw(documents(schema))
    copy = json.loads(json.dumps(document))
    *above, last = draw(st.sampled_from([path for path in _paths(copy) if path]))
    at = copy
    for key in above:
        at = at[key]
    match draw(st.sampled_from(["replace", "remove", "add"])):
        case "replace":
            at[last] = draw(st.sampled_from(ODD))
        case "remove":
            del at[last]
        case _ if isinstance(at, dict):
            at["unknown"] = draw(st.sampled_from(ODD))
        case _:
            at.append(draw(st.sampled_from(ODD)))
    return copy


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    return [path, *(below for key, item in items for below in _paths(item, (*path, key)))]
