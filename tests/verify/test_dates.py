"""Periods in running text, in every language that the engine words: their numbers are read as dates, no others."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite.language.wording import Wording
from microsite.source.models import Language
from microsite.verify.grammar import Grammar
from microsite.verify.records import Index, Phrase, Wordings
from tests.language.words import LOCALES, words

YEARS = st.integers(1000, 2999)
PERIODS = st.one_of(
    st.builds("{}".format, YEARS),
    st.builds("{}-H{}".format, YEARS, st.integers(1, 2)),
    st.builds("{}-Q{}".format, YEARS, st.integers(1, 4)),
    YEARS.map(lambda year: f"{year}/{(year + 1) % 100:02}"),
    st.builds("{}-{:02}".format, YEARS, st.integers(1, 12)),
    st.builds("{}-{:02}-{:02}".format, YEARS, st.integers(1, 12), st.integers(1, 28)),
)


@cache
def wording(code: str) -> Wording:
    return Wording(Language.model_validate({"tag": code, "name": code, "locale": LOCALES[code]}), {}, words(code), code)


def grammar(code: str, *periods: str) -> Grammar:
    """Return what reads a site on which these are dates."""
    dates = {period: wording(code).date(period) for period in periods}
    phrases = tuple(Phrase("date", said, 0, len(said)) for said in dates.values())
    own = {name: words(code)[name] for name in ("bounds", "signs", "range", "numbers")}
    wordings = Wordings(code, code, LOCALES[code], own, {"trees": ("{0} T",)}, dates, phrases, ())
    return Grammar(code, wordings, Index({code: wordings}, (), {}, (), {}, (), {}, {}))


@pytest.mark.parametrize("code", LOCALES)
@given(period=PERIODS)
def test_the_numbers_of_a_period_are_those_of_a_date(code: str, period: str) -> None:
    said = wording(code).date(period)
    for text in (said, f"({said})", f"{said}: 7 T", f"“{said}”"):
        kinds = [phrase and phrase.kind for numeral, phrase in grammar(code, period).read(text) if numeral.text != "7"]
        assert kinds == ["date"] * len(kinds), text
        assert kinds or not any(map(str.isdigit, said)), text
