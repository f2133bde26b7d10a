"""A record of a YAML file, and the texts and ids in it, as its fields' types mark them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from microsite.source.yamlfile import Location


class _ByLanguage:
    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "by-language": True}  # schema.py knows which languages there are


@dataclass(frozen=True)
class AsProse(_ByLanguage):
    """Marks text that readers read: markers work in it, and no number is typed in it by hand."""


@dataclass(frozen=True)
class AsName(_ByLanguage):
    """Marks names, titles and patterns: taken as they are typed."""


@dataclass(frozen=True)
class AmongWords:
    """Marks an id that the words files name below a key: a vocabulary that is the story's own."""

    key: str

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "among-words": self.key}


@dataclass(frozen=True)
class IdOf:
    """Marks an id of a record of another kind, or of a subject."""

    kind: str


@dataclass(frozen=True)
class AsDate:
    """Marks a time that readers may be told: verification knows it as one that the site names."""


_MARKS = (AsProse, AsName, AmongWords, IdOf, AsDate)
Texts = tuple[tuple[Location, Mapping[str, str], bool], ...]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @cached_property
    def marked(self) -> tuple[tuple[Location, Any, Any], ...]:
        """Every value in it whose type bears a mark, with its location and that mark."""
        return tuple(_marked(type(self), self, ()))

    @cached_property
    def texts(self) -> Texts:
        """Every text in it by language, with its location, and whether it is prose or a name."""
        found = (item for item in self.marked if isinstance(item[2], (AsProse, AsName)))
        return tuple((location, text, isinstance(mark, AsProse)) for location, text, mark in found)


def vocabularies(model: type[Record]) -> Mapping[str, str]:
    """Return the fields whose values the words files name, each with its key there."""
    fields = model.model_fields.items()
    return {name: mark.key for name, info in fields for mark in info.metadata if isinstance(mark, AmongWords)}


def _marked(kind: Any, value: Any, location: Location) -> Iterator[tuple[Location, Any, Any]]:
    """Yield what bears a mark in a value of a type."""
    if value is None or (isinstance(value, (dict, tuple)) and not get_args(kind)):
        return  # nothing there, or another member of a union
    if get_origin(kind) is Annotated:
        inner, *marks = get_args(kind)
        if mark := next((mark for mark in marks if isinstance(mark, _MARKS)), None):
            yield location, value, mark
        else:
            yield from _marked(inner, value, location)
    elif get_origin(kind) in (Union, UnionType):
        for member in get_args(kind):
            yield from _marked(member, value, location)
    elif isinstance(value, Record):
        for name, annotation in _marked_fields(type(value)):
            yield from _marked(annotation, getattr(value, name), (*location, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _marked(get_args(kind)[0], item, (*location, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            for part, of in zip((key, item), get_args(kind), strict=True):
                yield from _marked(of, part, (*location, key))


@cache
def _marked_fields(model: type[Record]) -> tuple[tuple[str, Any], ...]:
    """Return the fields below which a mark may stand, with their types: most have none."""
    annotations = {name: info.rebuild_annotation() for name, info in model.model_fields.items()}
    return tuple((name, annotation) for name, annotation in annotations.items() if _may_be_marked(annotation))


def _may_be_marked(kind: Any) -> bool:
    if isinstance(kind, _MARKS):
        return True
    if isinstance(kind, type) and issubclass(kind, Record):
        return bool(_marked_fields(kind))
    return any(map(_may_be_marked, get_args(kind)))
