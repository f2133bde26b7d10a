"""What pydantic says of a record → problems in an editor's words."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from microsite.errors import Problem, suggestion
from microsite.source.project import Where
from microsite.source.yamlfile import Location


def name_fields(model: type[BaseModel]) -> str:
    fields = sorted(model.model_fields, key=lambda name: not model.model_fields[name].is_required())
    return ", ".join(f"'{name}'" for name in fields[:3])


def _model_at(model: Any, location: Location) -> type[BaseModel] | None:
    """Follow a location from a model through its fields' types to the model that stands there."""
    for part in location:
        if isinstance(model, type) and issubclass(model, BaseModel):
            field_info = model.model_fields.get(str(part))
            model = field_info.annotation if field_info else None
        elif get_args(model):  # the values of a mapping, or what is listed
            model = get_args(model)[-1 if get_origin(model) is dict else 0]
        while get_origin(model) in (Union, UnionType):
            model = next(member for member in get_args(model) if member is not type(None))
    return model if isinstance(model, type) and issubclass(model, BaseModel) else None


def explain(error: ValidationError, model: type[BaseModel], where: Where) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        location: Location = detail["loc"]
        kind, context = detail["type"], detail.get("ctx", {})
        name = next((part for part in reversed(location) if isinstance(part, str)), "")
        if kind == "extra_forbidden":
            known = _model_at(model, location[:-1])
            hint = suggestion(name, known.model_fields) if known else ""
            allowed = f"; known here: {', '.join(known.model_fields)}" if known and not hint else ""
            yield where.problem(*location, message=f"unknown key '{name}'{hint}{allowed}", at_key=True)
            continue
        if kind == "missing":
            yield where.problem(*location, message=f"the key '{name}' is missing", at_key=True)
            continue
        if kind == "value_error":
            message = str(context["error"])
        elif kind in ("enum", "literal_error"):
            expected = str(context["expected"]).replace("'", "").replace(" or ", ", ")
            given = detail["input"] if isinstance(detail["input"], str) else "that"
            message = f"'{name}' can't be '{given}'{suggestion(given, expected.split(', '))} (known: {expected})"
        elif kind == "too_short" and detail["input"]:
            continue  # what is in it has its own problems
        elif detail["input"] == "" or kind in ("string_too_short", "too_short"):
            message = f"'{name}' is empty"
        elif kind == "string_type":
            message = f"'{name}' must be text (one that begins with a bracket stands in quotes)"
        elif kind in ("dict_type", "model_type", "mapping_type"):
            known = _model_at(model, location)
            keys = name_fields(known) if known else "en: … and zh: …"
            message = f"'{name}' must hold keys of its own, each on a line below it (such as {keys})"
        elif kind in ("tuple_type", "list_type"):
            message = f"'{name}' must be a list: entries that begin with '- ', or [a, b]"
        else:
            message = f"'{name}': {detail['msg']}"
        yield where.problem(*location, message=message)
