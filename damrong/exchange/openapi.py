"""The exchange's door as an OpenAPI 3.1 document, made of the same schemas and problems."""

import functools
from collections.abc import Iterable
from typing import Any

from damrong.exchange.problems import KINDS, PROBLEM_TYPE
from damrong.exchange.protocol import BODY_LIMIT, CONTENT_TYPE, TO_THE_HUB, VERSION, Type
from damrong.exchange.schemas import name_of, schema_of
from damrong.exchange.signing import COVERED, TAG

SIGNED = ("Signature", "Signature-Input", "Content-Digest")
JSON = "application/json"
# The lists of reconciliation.Difference, which needs the database and so is not imported here.
DIFFERENCES = ("resent", "unsigned", "lacking", "forgotten", "altered", "unknown")


@functools.cache
def document() -> dict[str, Any]:
    """``paths``: what the centre answers; ``webhooks``: what the agency's own system must."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ดำรง · Damrong exchange",
            "version": str(VERSION),
            "description": "Signed messages in, signed receipts out. RFC 9421 over "
            f"{', '.join(COVERED)} with tag {TAG}; at most {BODY_LIMIT} bytes.",
        },
        "servers": [{"url": f"/exchange/v{VERSION}"}],
        "paths": {
            "/messages": {"post": _post("sendMessage", TO_THE_HUB)},
            "/queue/fetch": {"post": _queue("fetchMessages", "Fetch", "Fetched")},
            "/queue/receipts": {"post": _queue("signForMessage", "SignedFor", "Kept")},
            "/files/fetch": {"post": _file()},
            "/reconciliation": {"post": _queue("reconcile", "Holdings", "Difference")},
            "/keys": {"get": _get("hubKeys", "application/jwk-set+json", "Keys")},
        },
        "webhooks": {"messages": {"post": _post("takeMessage", frozenset(Type) - TO_THE_HUB)}},
        "components": {"schemas": _schemas()},
    }


def _post(operation: str, types: Iterable[Type]) -> dict[str, Any]:
    names = sorted(name_of(type_) for type_ in types)
    answers = {
        "201": _answer("Taken in", JSON, "Answer"),
        "200": _answer("A repetition: the first receipt again", JSON, "Answer"),
    }
    one_of = [{"$ref": _at(name)} for name in names]
    return _signed(operation, CONTENT_TYPE, {"oneOf": one_of}, answers)


def _queue(operation: str, asked: str, answered: str) -> dict[str, Any]:
    answers = {"200": _answer("Here", JSON, answered)}
    return _signed(operation, JSON, {"$ref": _at(asked)}, answers)


def _file() -> dict[str, Any]:
    content: dict[str, Any] = {kind: {} for kind in ("image/jpeg", "application/pdf")}
    answers = {"200": {"description": "The bytes", "content": content}}
    return _signed("fetchFile", JSON, {"$ref": _at("FileAsked")}, answers)


def _signed(
    operation: str, content_type: str, schema: dict[str, Any], answers: dict[str, Any]
) -> dict[str, Any]:
    problems = sorted({kind.status for kind in KINDS.values()})
    return {
        "operationId": operation,
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
            for name in SIGNED
        ],
        "requestBody": {"required": True, "content": {content_type: {"schema": schema}}},
        "responses": answers
        | {str(status): _answer(_codes(status), PROBLEM_TYPE, "Problem") for status in problems},
    }


def _get(operation: str, content_type: str, schema: str) -> dict[str, Any]:
    return {"operationId": operation, "responses": {"200": _answer("Here", content_type, schema)}}


def _answer(words: str, content_type: str, schema: str) -> dict[str, Any]:
    return {"description": words, "content": {content_type: {"schema": {"$ref": _at(schema)}}}}


def _codes(status: int) -> str:
    return "; ".join(f"{code}: {kind.en}" for code, kind in KINDS.items() if kind.status == status)


def _at(name: str) -> str:
    return f"#/components/schemas/{name}"


def _schemas() -> dict[str, Any]:
    # Each message's schema has an $id, so that its own references stay within it.
    text, yes_or_no = {"type": "string"}, {"type": "boolean"}
    error = dict.fromkeys(("field", "code", "th", "en"), text)
    moment = {"type": "string", "format": "date-time"}
    one = {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "digest"],
        "properties": {"id": text, "digest": text},
    }
    held = {"type": "array", "maxItems": 15_000, "items": one}
    leased = {
        "type": "object",
        "required": ["body", "headers", "sign_until", "times"],
        "properties": {
            "body": text,
            "headers": {"type": "object", "additionalProperties": text},
            "sign_until": moment,
            "times": {"type": "integer"},
        },
    }
    return {name_of(type_): schema_of(type_) for type_ in Type} | {
        "Answer": {
            "type": "object",
            "required": ["receipt"],
            "properties": {"receipt": text, "reference": text, "repeated": yes_or_no},
        },
        "Fetch": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"limit": {"type": "integer", "minimum": 1, "maximum": 20}},
        },
        "Fetched": {
            "type": "object",
            "required": ["messages", "waiting"],
            "properties": {
                "messages": {"type": "array", "items": leased},
                "waiting": {"type": "integer"},
            },
        },
        "SignedFor": {
            "type": "object",
            "additionalProperties": False,
            "required": ["receipt"],
            "properties": {"receipt": text},
        },
        "FileAsked": {
            "type": "object",
            "additionalProperties": False,
            "required": ["subject", "sha256"],
            "properties": {"subject": text, "sha256": text},
        },
        "Kept": {"type": "object", "required": ["repeated"], "properties": {"repeated": yes_or_no}},
        "Holdings": {
            "type": "object",
            "additionalProperties": False,
            "required": ["since", "until", "received", "sent"],
            "properties": {"since": moment, "until": moment, "received": held, "sent": held},
        },
        "Difference": {
            "type": "object",
            "required": ["equal", *DIFFERENCES],
            "properties": {"equal": yes_or_no}
            | {name: {"type": "array", "items": text} for name in DIFFERENCES},
        },
        "Problem": {
            "type": "object",
            "required": ["type", "status", "code", "title", "detail", "retry"],
            "properties": {
                "type": text,
                "status": {"type": "integer"},
                "code": {"enum": list(KINDS)},
                "title": text,
                "title_en": text,
                "detail": text,
                "detail_en": text,
                "retry": yes_or_no,
                "expected_sequence": {"type": "integer"},
                "errors": {"type": "array", "items": {"type": "object", "properties": error}},
            },
        },
        "Keys": {
            "type": "object",
            "required": ["keys"],
            "properties": {"keys": {"type": "array", "items": {"type": "object"}}},
        },
    }
