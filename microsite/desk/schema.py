"""Models and what templates/fields.yaml says of their fields → JSON Schema, by which code editors complete and check.

A schema allows what load.py does: scalars as YAML reads them, since load.py takes all of them as they were typed.
It can't know what holds across files, such as which sources there are; that is for checks/.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from microsite.charts.forms import FORMS
from microsite.desk.terminal import say
from microsite.files import ENGINE, put
from microsite.pipeline import read
from microsite.source import models
from microsite.source.fields import ID
from microsite.source.kinds import RECORDS, RecordKind, RecordKinds
from microsite.source.models import ChartSpec
from microsite.source.own import read_document
from microsite.source.record import Record

FOLDER = Path("schema")
DRAFT = "http://json-schema.org/draft-07/schema#"  # the newest that yaml-language-server knows in full
Fields = dict[str, Mapping[str, Mapping[str, str]]]  # words by model or form, field and language
Words = Mapping[str, Mapping[str, Any]]  # of the interface, by language


def read_fields() -> Fields:
    """Return what each field means."""
    path = ENGINE / "templates/fields.yaml"
    fields: Fields = read_document(path, path).data
    kinds = (kind for kind in vars(models).values() if isinstance(kind, type))
    return fields | {kind.__name__: known for kind in kinds if (known := _inherited(fields, kind))}


def _inherited(fields: Fields, kind: type) -> dict[str, Mapping[str, str]]:
    """Return what is said of a model's fields, those of the models that it extends included."""
    return {field: words for base in reversed(kind.__mro__) for field, words in fields.get(base.__name__, {}).items()}


def described(fields: Fields, model: str, field: str, languages: Iterable[str]) -> list[str]:
    """Return what a field means in those of some languages in which it is said, or else in English."""
    words = fields.get(model, {}).get(field, {})
    return [words[language] for language in languages if language in words] or [*filter(None, [words.get("en")])]


def render_schemas(words: Words, fields: Fields, kinds: RecordKinds = RECORDS) -> dict[str, str]:
    """Return all schemas by file name, for texts in the languages of these words files, and their vocabularies."""
    return {f"{kind.stem}.schema.json": _dump(_schema(kind, words, fields)) for kind in kinds.values()}


def _dump(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _schema(kind: RecordKind, words: Words, fields: Fields) -> dict[str, Any]:
    definitions = dict(_definitions(kind.model, kind.model.__name__, words, fields))
    record = {"$ref": f"#/definitions/{kind.model.__name__}"}
    if kind.model is ChartSpec:
        chart = definitions[kind.model.__name__]
        chart["properties"]["form"]["enum"] = list(FORMS)
        chart["allOf"] = []
        for name, form in FORMS.items():
            definitions |= _definitions(form.Options, name, words, fields)
            options = {"properties": {"options": {"$ref": f"#/definitions/{name}"}}}
            chart["allOf"].append({"if": {"properties": {"form": {"const": name}}}, "then": options})
    whole: dict[str, Any] = {"allOf": [record]}
    if kind.holds == "by id":
        names = {"pattern": f"^{ID.pattern}$"}
        whole = {"type": "object", "propertyNames": names, "additionalProperties": record}
    elif kind.holds == "list":
        whole = {"type": "array", "items": record}
    return {"$schema": DRAFT, "title": kind.files, **whole, "definitions": definitions}


def _definitions(model: type[Record], name: str, words: Words, fields: Fields) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the schema of a model, under this name, and of all that it refers to."""
    whole = model.model_json_schema(ref_template="#/definitions/{model}")
    definitions = {name: whole, **whole.pop("$defs", {})}
    for key, definition in definitions.items():
        plain = _plain(definition, words)
        plain.pop("description", None)  # the docstring is for developers
        for field, schema in plain.get("properties", {}).items():
            if said := described(fields, key, field, words):
                # What stands beside a $ref is not read.
                known = {"allOf": [schema]} if "$ref" in schema else schema
                plain["properties"][field] = {"description": "\n".join(said), **known}
        yield key, plain


def _plain(schema: dict[str, Any], words: Words) -> dict[str, Any]:
    """Turn pydantic's schema of what models hold into one of what editors type."""
    schema = {key: item for key, item in schema.items() if key not in ("title", "default")} | _default(schema)
    if "anyOf" in schema:  # nobody types null: a key that says nothing is left out
        members = [_plain(member, words) for member in schema.pop("anyOf") if member != {"type": "null"}]
        return {**(members[0] if len(members) == 1 else {"anyOf": members}), **_plain(schema, words)}
    if schema.pop("by-language", False):
        text = _plain(schema["additionalProperties"], words)
        properties = dict.fromkeys(words, text)
        return {"type": "object", "properties": properties, "required": list(words), "additionalProperties": False}
    if sort := schema.pop("among-words", ""):
        schema["enum"] = list(next(iter(words.values()))[sort])
    if "prefixItems" in schema:
        schema["items"] = _plain(schema.pop("prefixItems")[0], words)
    elif schema.get("type") == "string" and "enum" not in schema and "const" not in schema:
        schema["type"] = ["string", "number", "boolean"]  # a name such as 2024 is a number to YAML
    if "properties" in schema:
        schema["properties"] = {name: _plain(item, words) for name, item in schema["properties"].items()}
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(key), dict):
            schema[key] = _plain(schema[key], words)
    return schema


def _default(schema: Mapping[str, Any]) -> dict[str, Any]:
    default = schema.get("default")
    return {"default": default} if isinstance(default, (bool, int)) or (default and isinstance(default, str)) else {}


EXAMPLE = "uv run build.py schema"


def declare(parser: argparse.ArgumentParser) -> None:
    """It takes no more than the project's folder."""


def run(arguments: argparse.Namespace) -> int:
    root = arguments.root
    folder = root / FOLDER
    schemas = render_schemas(read(root).project.words, read_fields())
    for name, text in schemas.items():
        put(folder / name, text.encode(), ours=_dump({"$schema": DRAFT}).encode()[:-3])
        say(folder / name)
    return 0
