"""The models as JSON Schema 2020-12, in the words that editors show while somebody types."""

import json
from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from reconciler.kinds import KINDS
from reconciler.model.policy import Policy
from reconciler.model.site import Site
from reconciler.reports import json as reports

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_PREFIX: Final = "urn:proctoring-reconciler:schema"


class _Printer(GenerateJsonSchema):
    """What pydantic prints, less what means something only to Python."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        # `X | None` is our way to say "may be left out"; null itself is refused.
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if isinstance(schema.get("default"), bool | int | str):
            return super().default_schema(schema)
        return self.generate_inner(schema["schema"])

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        # Texts are taken as written, so 0123 and 1e5 need no quotes; to an editor they are numbers.
        printed = super().str_schema(schema)
        return printed if "pattern" in printed else {**printed, "type": ["string", "number"]}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        printed = super().dict_schema(schema)
        if "patternProperties" in printed:
            printed["additionalProperties"] = False
        return printed


def printed() -> dict[str, str]:
    """The text of every schema by its name; `config` accepts a document of any kind."""
    models: dict[str, type[BaseModel]] = {
        "Site": Site,
        **{kind.name: kind.model for kind in KINDS},
        "Policy": Policy,
    }
    schemas = {kind: _schema(model) for kind, model in models.items()}
    named = {kind.lower(): _headed(kind.lower(), schema) for kind, schema in schemas.items()}
    return {"config": _text(_headed("config", _any_kind(schemas)))} | {
        name: _text(schema) for name, schema in named.items()
    }


def documents() -> dict[str, str]:
    """The text of the schema of each document that commands print as JSON, by its name."""
    return {name: _text(schema) for name, schema in reports.schemas().items()}


def _schema(model: type[BaseModel]) -> JsonSchemaValue:
    return model.model_json_schema(by_alias=True, schema_generator=_Printer)


def _headed(name: str, schema: Mapping[str, object]) -> dict[str, object]:
    return {"$schema": DIALECT, "$id": f"{_PREFIX}:{name}", **schema}


def _any_kind(schemas: Mapping[str, JsonSchemaValue]) -> dict[str, object]:
    definitions: dict[str, object] = {}
    for kind, schema in schemas.items():
        definitions.update(schema.get("$defs", {}))
        definitions[kind] = {key: value for key, value in schema.items() if key != "$defs"}
    return {
        "title": "A document of the configuration",
        "description": "One document of any kind; the key kind says which",
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {
                "title": "Kind",
                "description": "The kind of document",
                "enum": list(schemas),
                "examples": ["Template"],
            }
        },
        "allOf": [_case(kind) for kind in schemas],
        "$defs": dict(sorted(definitions.items())),
    }


def _case(kind: str) -> dict[str, object]:
    # if/then, not oneOf: an editor then complains about the one kind that is meant.
    condition = {"properties": {"kind": {"const": kind}}, "required": ["kind"]}
    return {"if": condition, "then": {"$ref": f"#/$defs/{kind}"}}


def _text(schema: Mapping[str, object]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
