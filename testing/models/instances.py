"""A JSON Schema turned into the plainest thing that meets it, for fakes that honour schemas."""

import json

from frontdesk.ground.words.reading import Json
from testing.models.script import Asked, Called, JsonMap, Reply, list_of, map_of


def instance(schema: JsonMap, root: JsonMap | None = None) -> Json:
    """The first choice everywhere, every property filled."""
    root = schema if root is None else root
    if "$ref" in schema:
        return instance(_resolve(str(schema["$ref"]), root), root)
    for word in ("const", "default"):
        if word in schema:
            return schema[word]
    if "enum" in schema:
        return list_of(schema["enum"])[0]
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            return instance(map_of(list_of(schema[word])[0]), root)
    kind = schema.get("type", "object")
    kind = str(kind if isinstance(kind, str) else list_of(kind)[0]).lower()
    if kind == "object":
        properties = map_of(schema.get("properties"))
        return {name: instance(map_of(one), root) for name, one in properties.items()}
    if kind == "array":
        least = schema.get("minItems")
        count = least if isinstance(least, int) else 1
        return [instance(map_of(schema.get("items")), root) for _ in range(count)]
    return _plain(kind, schema)


def _plain(kind: str, schema: JsonMap) -> Json:
    if kind in ("integer", "number"):
        least = schema.get("minimum")
        return least if isinstance(least, int | float) else 1
    return {"boolean": True, "null": None}.get(kind, "word")


def _resolve(reference: str, root: JsonMap) -> JsonMap:
    found: Json = root
    for part in reference.removeprefix("#/").split("/"):
        found = map_of(found).get(part)
    return map_of(found)


def plain_answer(asked: Asked) -> Reply:
    """What a fake says when nobody told it what: the forced tool's call, an instance of the schema,
    or the customer's words given back."""
    if asked.tool and asked.tools:
        name = asked.tool if asked.tool in asked.tools else next(iter(asked.tools))
        return Reply(calls=(Called(name, json.dumps(instance(asked.tools[name]))),))
    if asked.schema is not None:
        return Reply(json.dumps(instance(asked.schema)))
    return Reply(f"This fake model heard you say the following words to it: {asked.last}")
