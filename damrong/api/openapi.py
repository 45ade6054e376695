"""The description of the interface (OpenAPI 3.1). A test holds it against what the views take."""

import functools
from typing import Any, Literal

import orjson
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

from damrong.text.clean import MAX_CHARS


class Complainant(BaseModel):
    """Who complains. Sealed at once; an agency sees it only with consent and an agreement."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(default="", max_length=200)
    national_id: str = Field(default="", description="13 digits with a right check digit")
    phone: str = Field(default="", description="081 234 5678, +66 81 234 5678, Thai digits")
    email: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=500)


class PlaceGiven(BaseModel):
    """Where. A code of the Interior Ministry (2, 4 or 6 digits), or names, or both agreeing."""

    model_config = ConfigDict(extra="forbid")
    code: str = Field(default="", max_length=6)
    province: str = Field(default="", max_length=120, examples=["เชียงใหม่"])
    district: str = Field(default="", max_length=120, examples=["อำเภอเมือง"])
    subdistrict: str = Field(default="", max_length=120, examples=["ตำบลศรีภูมิ"])
    detail: str = Field(default="", max_length=300)
    latitude: float | None = Field(default=None, ge=5.5, le=20.6)
    longitude: float | None = Field(default=None, ge=97.2, le=105.8)


class FileGiven(BaseModel):
    """JPEG, PNG, WebP, PDF or Word, at most 10 MB; five files and 25 MB in all."""

    name: str
    content_type: str = ""
    content: str = Field(json_schema_extra={"contentEncoding": "base64"})


class Complaint(BaseModel):
    """A complaint as a machine files it."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=MAX_CHARS, description="Kept letter for letter")
    channel: Literal["web", "app", "line"] = "web"
    identity_mode: Literal["open", "concealed", "unnamed"] = Field(
        default="open", description="unnamed: nothing of the complainant is stored"
    )
    complainant: Complainant | None = Field(
        default=None, description="Needed for open and concealed: a name and a way to answer"
    )
    consent_share: bool = False
    on_behalf: bool = False
    place: PlaceGiven | None = None
    incident_on: str = Field(default="", description="2026-03-12, 12/3/2569 or 12 มี.ค. 2569")
    wishes: list[str] = Field(default=[], description="Codes of the list of wishes")
    wish_text: str = Field(default="", max_length=2000)
    files: list[FileGiven] = Field(default=[], max_length=5)


class Filed(BaseModel):
    """The answer: keep the code, it is shown once and opens the case."""

    number: str = Field(examples=["DD69-0000012-7"])
    code: str = Field(examples=["XXXX-XXXX-XXXX-XXXX-XXXX"])
    track_url: str


class Words(BaseModel):
    """A state, for machines and in both languages."""

    code: str
    th: str
    en: str


class AgencyStanding(BaseModel):
    """One agency that was given the matter."""

    code: str
    name_th: str
    name_en: str
    state: Words
    due_on: str | None


class Standing(BaseModel):
    """Where a case stands."""

    number: str
    state: Words
    received_on: str
    agencies: list[AgencyStanding]
    reply: str
    concluded_at: str | None


class FieldError(BaseModel):
    """One thing wrong with one field."""

    field: str
    code: str
    th: str
    en: str


class Problem(BaseModel):
    """RFC 9457, with the same words in Thai."""

    type: str
    title: str
    status: int
    code: str
    detail_th: str
    detail: str
    errors: list[FieldError] = []


def _answer(description: str, model: str = "Problem") -> dict[str, Any]:
    kind = "application/json" if model != "Problem" else "application/problem+json"
    schema = {"$ref": f"#/components/schemas/{model}"}
    return {"description": description, "content": {kind: {"schema": schema}}}


@functools.cache
def document() -> bytes:
    """The whole description as JSON."""
    models = (Complaint, Filed, Standing, Problem)
    _, schemas = models_json_schema(
        [(m, "validation") for m in models], ref_template="#/components/schemas/{model}"
    )
    described = {
        "openapi": "3.1.0",
        "info": {
            "title": "ศูนย์ดำรงธรรม · Damrong complaint interface",
            "version": "1",
            "description": "File a complaint and follow it. Every refusal is explained in Thai "
            "(detail_th) and English (detail).",
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/complaints": {
                "post": {
                    "operationId": "fileComplaint",
                    "summary": "ยื่นเรื่อง / file a complaint",
                    "parameters": [
                        {
                            "name": "Idempotency-Key",
                            "in": "header",
                            "description": "Sent again within a day with the same request it "
                            "brings the same answer and no second case",
                            "schema": {"type": "string", "minLength": 16, "maxLength": 200},
                        }
                    ],
                    "requestBody": {
                        "required": True,
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/Complaint"}
                            }
                        },
                    },
                    "responses": {
                        "201": _answer("Received", "Filed"),
                        "400": _answer("Not JSON, not UTF-8, NUL or binary"),
                        "409": _answer("The Idempotency-Key belongs to another request"),
                        "411": _answer("No Content-Length"),
                        "413": _answer("Text, files or request too large"),
                        "415": _answer("Not application/json"),
                        "422": _answer("Fields that cannot be used, all of them at once"),
                        "429": _answer("Too many from this address; see Retry-After"),
                    },
                }
            },
            "/complaints/status": {
                "get": {
                    "operationId": "caseStatus",
                    "summary": "ติดตามเรื่อง / where a case stands",
                    "security": [{"code": []}],
                    "responses": {
                        "200": _answer("Where it stands", "Standing"),
                        "401": _answer("No code given"),
                        "404": _answer("No case has this code"),
                        "429": _answer("Too many from this address"),
                    },
                }
            },
        },
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "code": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "Code XXXX-XXXX-XXXX-XXXX-XXXX",
                }
            },
        },
    }
    return orjson.dumps(described)


def openapi(request: HttpRequest) -> HttpResponse:
    """GET the description."""
    return HttpResponse(document(), content_type="application/json")
