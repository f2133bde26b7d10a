"""The words files that the engine has, and what reads numbers by them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from microsite.language.numerals import Numerals

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
LOCALES = {code: code for code in ("de", "fr", "es", "pt", "ja", "ko", "ar", "hi")} | {
    "en": "en_GB",
    "zh": "zh_Hans_CN",
}


@cache
def words(code: str) -> dict[str, Any]:
    return dict(yaml.load((TEMPLATES / f"words.{code}.yaml").read_text("utf-8"), yaml.CBaseLoader))


@cache
def numerals(code: str) -> Numerals:
    return Numerals(LOCALES[code], words(code))
