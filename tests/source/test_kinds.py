"""A kind of record is one entry: whatever loads, checks, describes, lists or verifies records takes it from there."""

from __future__ import annotations

import json
from pathlib import Path

from microsite.desk.schema import render_schemas
from microsite.errors import BuildError
from microsite.facts.derive import derive_facts
from microsite.pages.uses import find_uses
from microsite.source.fields import Id, Text
from microsite.source.kinds import RECORDS, RecordKind, RecordKinds
from microsite.source.load import load_project
from microsite.source.record import Record
from tests.project import ENGINE, write_project


class Tool(Record):
    name: Text
    statistics: tuple[Id, ...] = ()


TOOL = RecordKind("tool", Tool, "content/tools.yaml", title="name", page="tools", anchor="tool-{id}")
KINDS: RecordKinds = {**RECORDS, Tool: TOOL}
LADDER = "ladder:\n  name: {en: 'A ladder for {trees} trees', zh: '{trees}果树的梯子'}\n  statistics: [crop]\n"


def test_a_kind_of_record_is_one_entry(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"content/tools.yaml": LADDER})
    project = load_project(root, ENGINE, kinds=KINDS)
    assert project.of(Tool)["ladder"].statistics == ("crop",)
    uses = find_uses(project, derive_facts(project)[0])
    lines = {use.line for id_ in ("trees", "crop") for use in uses[id_] if (use.kind, use.name) == ("tool", "ladder")}
    assert lines == {2, 3}
    schema = json.loads(render_schemas(("en", "zh"), {}, KINDS)["tools.schema.json"])
    assert schema["definitions"]["Tool"]["required"] == ["name"]


def test_what_is_wrong_in_one_is_told_at_its_place(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"content/tools.yaml": LADDER.replace("name:", "nam:")})
    try:
        load_project(root, ENGINE, kinds=KINDS)
    except BuildError as error:
        assert [str(problem).partition("'")[0] for problem in error.problems] == [
            "content/tools.yaml:1:1: the key ",
            "content/tools.yaml:2:3: unknown key ",
        ]
    else:
        raise AssertionError
