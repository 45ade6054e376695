"""JSON Schemas (2020-12) of every message, made of the shapes that the code itself checks with.

One schema is one whole message: envelope and ``data``. A message that passes may still be refused
for what no schema says: a digest, a code of a list, a date that lies too far. Knows no framework.
"""

import functools
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from damrong.exchange.passage import CONTENT_HASH, HOPS
from damrong.exchange.protocol import (
    HUB,
    ID_LONGEST,
    OF_A_LEG,
    PASSES_ON,
    SOURCE,
    SUBJECT,
    TIME_LONGEST,
    TO_THE_HUB,
    VERSION,
    Type,
)
from damrong.exchange.shapes import SHAPES, Data
from damrong.exchange.told import TOLD

DIALECT = GenerateJsonSchema.schema_dialect
MODE: JsonSchemaMode = "validation"
MODELS: dict[Type, type[Data]] = TOLD | SHAPES


def name_of(type: Type) -> str:
    """The last word of a type: ``referral``."""
    return type.rsplit(".", 1)[1]


BY_NAME = {name_of(type_): type_ for type_ in Type}


def identifier(type: Type) -> str:
    """The schema's ``$id``; it changes with the protocol's version."""
    return f"urn:damrong:exchange:{VERSION}:{name_of(type)}"


@functools.cache
def schema_of(type: Type) -> dict[str, Any]:
    """The schema of one message."""
    data = MODELS[type].model_json_schema(ref_template="#/$defs/{model}", mode=MODE)
    definitions = data.pop("$defs", {})
    inbound = type in TO_THE_HUB
    code = {"type": "string", "pattern": "^[A-Z0-9-]{1,12}$"}
    properties: dict[str, Any] = {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "minLength": 1, "maxLength": ID_LONGEST, "pattern": r"\S"},
        "source": {"type": "string", "pattern": f"^{SOURCE}$"}
        if inbound
        else {"const": f"/parties/{HUB}"},
        "type": {"const": str(type)},
        "time": {"type": "string", "format": "date-time", "maxLength": TIME_LONGEST},
        "datacontenttype": {"description": "application/json"},
        "recipient": {"const": HUB} if inbound else code,
        "datadigest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "data": data,
    }
    required = ["specversion", "id", "source", "type", "time", "recipient", "datadigest", "data"]
    if type in OF_A_LEG:
        properties["subject"] = {"type": "string", "pattern": f"^{SUBJECT}$"}
        properties["legsequence"] = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
        required += ["subject", "legsequence"]
    together: dict[str, Any] = {}
    if type in PASSES_ON:
        passage: dict[str, Any] = {
            "origin": {"type": "string", "pattern": f"^{SOURCE}$"},
            "hops": {"type": "string", "pattern": f"^{HOPS}$"},
            "contenthash": {"type": "string", "pattern": f"^{CONTENT_HASH}$"},
        }
        properties |= passage
        together = {"dependentRequired": {name: list(passage) for name in passage}}
        required += [] if inbound else list(passage)
    return {
        "$schema": DIALECT,
        "$id": identifier(type),
        "title": name_of(type),
        "description": MODELS[type].__doc__,
        "type": "object",
        "required": required,
        "properties": properties,
        **together,
        "$defs": definitions,
    }
