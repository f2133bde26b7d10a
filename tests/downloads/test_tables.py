"""CSV, JSON and the data package: the very figures of the facts, and valid by others' rules."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from microsite.charts.story import Story
from microsite.downloads.tables import render_downloads
from microsite.pictures.drawn import sketch
from microsite.pipeline import build, read
from tests.project import SITE, STATISTICS, WITHOUT_CHARTS, write_project

EXTRA = """\
yield-range:
  label: {en: "Yield, \\"all in\\"", zh: "产量，“全部”"}
  definition: {en: A range., zh: 区间。}
  unit: tonnes
  subject: harvest
  observations:
    - {value: [1.5, 2], status: targeted, role: context, source: almanac, period_is: unstated}
    - {value: -0.5, bound: nearly, role: context, source: almanac, period: 2023/2024, key: later}
    - {value: 9.4 trillion, bound: less-than, role: context, source: almanac, period: 2022}
"""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("downloads")
    return read(write_project(folder, {"data/statistics/harvest.yaml": STATISTICS + EXTRA}))


@pytest.fixture(scope="module")
def files(story: Story) -> dict[str, bytes]:
    return render_downloads(story, sketch(story).charts)


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline="")))


def test_the_files_of_the_fixed_points(files: dict[str, bytes]) -> None:
    assert set(files) == {
        "data/statistics.csv",
        "data/statistics.json",
        "data/datapackage.json",
        "data/charts/more-trees.csv",
    }


def test_the_columns_of_the_fixed_points(files: dict[str, bytes]) -> None:
    head = files["data/statistics.csv"].decode("utf-8-sig").splitlines()[0].split(",")
    expected = "id label_en label_zh unit period value low high bound status role source paragraph printed"
    assert set(expected.split()) <= set(head)


def test_a_row_is_an_observation_and_equals_the_facts(story: Story, files: dict[str, bytes]) -> None:
    read_rows = rows(files, "data/statistics.csv")
    assert len(read_rows) == len(list(story.facts))
    for row, datum in zip(read_rows, story.facts, strict=True):
        assert story.facts.find(f"{row['id']}@{row['key']}") is datum
        value = Decimal(row["value"])
        assert datum.quantity.value == ((value, Decimal(row["value_to"])) if row["value_to"] else value)
        assert [datum.quantity.low, datum.quantity.high] == [
            Decimal(row[name]) if row[name] else None for name in ("low", "high")
        ]
        assert (row["bound"], row["status"], row["role"]) == (datum.quantity.bound, datum.status, datum.role)
        assert (row["unit"], row["period"], row["source"]) == (datum.unit, datum.period or "", datum.source or "")


def test_rows_in_full(files: dict[str, bytes]) -> None:
    text = files["data/statistics.csv"].decode("utf-8-sig")
    assert text.startswith("id,key,label_en,label_zh,unit,period,period_is,value,value_to,low,high,bound,")
    assert (
        "\ntrees,2024,Trees,果树,trees,2024,stated,1200,,1200,,more-than,measured,measured,article,gazette,,,grower,2,"
        "more than 1200 trees,,\n"
    ) in text
    assert (
        '\nyield-range,undated,"Yield, ""all in""",产量，“全部”,tonnes,,unstated,1.5,2,1.5,2,exact,targeted,targeted,'
        "context,almanac,,,,,,,\n"
    ) in text
    assert ",2023/2024,stated,-0.5,,,-0.5,nearly," in text
    assert ",2022,stated,9400000000000,,,9400000000000,less-than," in text
    assert "\r" not in text


def test_excel_reads_them_as_utf_8(files: dict[str, bytes]) -> None:
    tables = [content for path, content in files.items() if path.endswith(".csv")]
    assert {content[:6] for content in tables} == {b"\xef\xbb\xbfid,"}  # its mark, and one alone


def test_a_charts_table_holds_its_marks_in_order(files: dict[str, bytes]) -> None:
    table = rows(files, "data/charts/more-trees.csv")
    assert [(row["id"], row["key"], row["label_en"], row["label_zh"], row["value"]) for row in table] == [
        ("trees", "2023", "2023", "2023年", "900"),
        ("trees", "2024", "2024", "2024年", "1200"),
    ]


def test_json_says_the_same_with_all_texts(story: Story, files: dict[str, bytes]) -> None:
    data = json.loads(files["data/statistics.json"])
    assert list(data["statistics"]) == list(story.facts.data)
    flat = [row for statistic in data["statistics"].values() for row in statistic["observations"]]
    table = [{name: cell for name, cell in row.items() if cell} for row in rows(files, "data/statistics.csv")]
    numbers = {"value", "value_to", "low", "high", "paragraph"}
    assert all(type(row[name]) in (int, float) for row in flat for name in numbers & row.keys())
    words = [{name: row.pop(name) for name in ("worded_en", "worded_zh")} for row in flat]
    assert words[0] == {"worded_en": "more than 1,200 trees", "worded_zh": "超过1200棵"}
    assert flat == [
        {name: float(cell) if name in numbers else cell for name, cell in row.items()} for row in table
    ]  # sums of them are sums
    assert data["statistics"]["crop"]["note"] == {"en": "Pears are not counted.", "zh": "不含梨。"}
    assert data["statistics"]["crop-per-tree"]["formula"] == "(trees - trees@2023) / trees@2023"
    assert data["sources"]["gazette"]["grade"] == "official"
    assert "摘下的苹果。".encode() in files["data/statistics.json"]


def test_the_licence_is_the_sites_own(files: dict[str, bytes], tmp_path: Path) -> None:
    assert "licenses" not in json.loads(files["data/datapackage.json"])  # it has no address by which to name it
    site = SITE.replace("licence: {en: CC BY 4.0, zh: CC BY 4.0}", "licence: {en: ODbL, zh: ODbL}")
    url = "https://opendatacommons.org/licenses/odbl/1-0/"
    story = read(write_project(tmp_path, {**WITHOUT_CHARTS, "data/site.yaml": f"{site}licence_url: {url}\n"}))
    package = json.loads(render_downloads(story, {})["data/datapackage.json"])
    assert package["licenses"] == [{"title": "ODbL", "path": url}]


# --- Frictionless reads the package as any reader of the site might


def written(files: dict[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / "data/datapackage.json"


def errors_of(package: Path) -> Iterator[str]:
    from frictionless import Package

    report = Package(package).validate()
    yield from (error.message for error in report.errors)
    for task in report.tasks:
        yield from (error.message for error in task.errors)


def test_the_data_package_is_valid(files: dict[str, bytes], tmp_path: Path) -> None:
    assert list(errors_of(written(files, tmp_path))) == []


def test_frictionless_reads_every_row(story: Story, files: dict[str, bytes], tmp_path: Path) -> None:
    from frictionless import Package

    package = Package(written(files, tmp_path))
    assert [resource.name for resource in package.resources] == ["statistics", "more-trees"]
    read_rows = package.get_table_resource("statistics").read_rows()
    assert [row["value"] for row in read_rows] == [datum.quantity.number for datum in story.facts]


def test_the_validator_would_notice(files: dict[str, bytes], tmp_path: Path) -> None:
    broken = dict(files)
    broken["data/statistics.csv"] = files["data/statistics.csv"].replace(b",1200,,1200,", b",many,,1200,")
    assert any("many" in message for message in errors_of(written(broken, tmp_path)))


@pytest.mark.parametrize("sign", [*"=+-@＝＠"])
def test_no_cell_is_a_formula(tmp_path: Path, sign: str) -> None:
    statistics = STATISTICS.replace("{en: Trees, zh: 果树}", f"{{en: '{sign}(x) trees', zh: 果树}}")
    root = write_project(tmp_path / "story", {"data/statistics/harvest.yaml": statistics, **WITHOUT_CHARTS})
    build(root, tmp_path / "site")
    first, *_ = rows({"csv": (tmp_path / "site/data/statistics.csv").read_bytes()}, "csv")
    assert first["label_en"] == f"'{sign}(x) trees"
