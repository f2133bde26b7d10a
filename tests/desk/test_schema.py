"""The schemas for code editors: current, described, and neither stricter nor laxer than the loader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from microsite.charts.forms import FORMS
from microsite.desk.command_line import main
from microsite.desk.schema import FOLDER, read_fields, render_schemas
from microsite.pages.kinds import PAGES
from microsite.source import models
from microsite.source.kinds import RECORDS
from microsite.source.load import load_project
from microsite.source.record import Record
from tests.project import CHART, ENGINE, STATISTICS, write_project
from tests.project import FILES as ORCHARD

KINDS = {kind.__name__: kind for kind in vars(models).values() if isinstance(kind, type) and issubclass(kind, Record)}
FIELDS = read_fields()
TYPED = sorted(path for folder in ("data", "content") for path in (ENGINE / folder).rglob("*.yaml"))


class Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it: dates are text, and only true and false are booleans."""


Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$"), list("tf"))


@cache
def schemas() -> Mapping[str, Any]:
    project = load_project(ENGINE, PAGES)
    return {name: json.loads(text) for name, text in render_schemas(project.words, FIELDS).items()}


def kind_of(path: str) -> str:
    (name,) = (kind.stem for kind in RECORDS.values() if Path(path).match(kind.files))
    return name


def faults(name: str, text: str) -> list[str]:
    validator = jsonschema.Draft7Validator(schemas()[f"{name}.schema.json"])
    return [error.message for error in validator.iter_errors(yaml.load(text, Core))]


def models_of(model: type[Record]) -> Iterator[type[Record]]:
    yield model
    yield from (KINDS[name] for name in model.model_json_schema().get("$defs", {}) if name in KINDS)


def test_the_files_are_current() -> None:
    found = {path.name: json.loads(path.read_text("utf-8")) for path in (ENGINE / FOLDER).glob("*.json")}
    assert found == schemas(), "run: uv run build.py schema"


def test_each_schema_is_one() -> None:
    for schema in schemas().values():
        jsonschema.Draft7Validator.check_schema(schema)


def test_vs_code_knows_which_file_has_which_schema() -> None:
    settings = json.loads((ENGINE / ".vscode/settings.json").read_text("utf-8"))
    assert settings["yaml.schemas"] == {
        f"{FOLDER.as_posix()}/{kind.stem}.schema.json": kind.files for kind in RECORDS.values()
    }


@pytest.mark.parametrize("path", TYPED, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_what_loads_is_valid(path: Path) -> None:
    assert faults(kind_of(path.relative_to(ENGINE).as_posix()), path.read_text("utf-8")) == []


@pytest.mark.parametrize("name", [name for name in ORCHARD if name.endswith(".yaml")])
def test_another_project_is_valid(name: str) -> None:
    assert faults(kind_of(name), ORCHARD[name]) == []


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("statistics", STATISTICS.replace("definition:", "defintion:", 1), "'defintion' was unexpected"),
        ("statistics", STATISTICS.replace("bound: more-than", "bound: more"), "'more' is not one of"),
        ("statistics", STATISTICS.replace("{en: Trees, zh: 果树}", "{en: Trees}"), "'zh' is a required property"),
        ("statistics", STATISTICS.replace("paragraph: 2", "paragraph: two"), "'two' is not of type 'integer'"),
        ("statistics", STATISTICS.replace("value: 1200", "value: {}"), "is not valid under any"),
        ("charts", CHART.replace("form: bars", "form: bras"), "'bras' is not one of"),
        ("charts", CHART + "options: {ordre: value}\n", "'ordre' was unexpected"),
        ("sources", "Gazette: {publisher: {en: G, zh: 报}, grade: weak}", "does not match"),
    ],
)
def test_mistakes_are_seen(name: str, text: str, message: str) -> None:
    assert message in "\n".join(faults(name, text))


@pytest.mark.parametrize("value", ["1200", "9.4 trillion", "85万", "[1, 2]", "[1 million, 2 million]", "-0.5"])
def test_all_values_are_accepted(value: str) -> None:
    assert faults("statistics", STATISTICS.replace("value: 1200", f"value: {value}")) == []


def test_every_field_is_described_in_every_language() -> None:
    known = {model.__name__: model for kind in RECORDS for model in models_of(kind)}
    known |= {name: form.Options for name, form in FORMS.items()}
    missing = [
        f"{name}.{field} in '{language}'"
        for name, model in known.items()
        for field in model.model_fields
        for language in ("en", "zh")
        if not FIELDS.get(name, {}).get(field, {}).get(language)
    ]
    assert missing == []


def test_fields_are_described_in_the_order_of_their_models() -> None:
    every = {name: model for name, model in vars(models).items() if name in FIELDS}
    every |= {name: form.Options for name, form in FORMS.items() if form.Options.model_fields}
    assert list(FIELDS) == list(every)
    described = {name: list(words) for name, words in FIELDS.items()}
    assert described == {
        name: [field for field in every[name].model_fields if field in described[name]] for name in every
    }


def test_the_descriptions_arrive() -> None:
    properties: dict[str, Any] = schemas()["statistics.schema.json"]["definitions"]["Observation"]["properties"]
    assert all("\n" in schema["description"] for schema in properties.values())


def test_as_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It replaces what it wrote, and nothing else."""
    root = write_project(tmp_path)
    for _ in range(2):
        assert main(["schema", "--root", str(root)]) == 0
        assert {path.name for path in (root / FOLDER).iterdir()} == set(schemas())
    written = {path: path.read_bytes() for path in (root / FOLDER).iterdir()}
    strangers = {
        root / FOLDER / name: b'{"$id": "of somebody else"}' for name in ("site.schema.json", "my.schema.json")
    }
    for path, content in strangers.items():
        path.write_bytes(content)
    assert main(["schema", "--root", str(root)]) == 1
    assert "schema/site.schema.json: was not written by this command; move it away" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (root / FOLDER).iterdir()} == written | strangers
