"""Where the marks of a drawing are, and its texts."""

from __future__ import annotations

import pytest

from microsite.verify.boxes import Box, shapes, text_box

TIP = "<title>a</title>"


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        (f'<rect height="4" stroke-width="9" width="3" x="1" y="2">{TIP}</rect>', (1, 2, 4, 6)),
        (f'<circle cx="5" cy="6" r="2">{TIP}</circle>', (3, 4, 7, 8)),
        (f'<path d="M9 2.5L-1 7" fill="none">{TIP}</path>', (-1, 2.5, 9, 7)),
        (f'<path d="M1 2a3 3 0 1 0 6 0zM11 2a3 3 0 1 0 6 0z">{TIP}</path>', (1, 2, 11, 2)),  # two dots
        (f'<path d="M3,0L-3,0" transform="translate(7 8)">{TIP}</path>', (7, 8, 7, 8)),  # a symbol
        (f'<g stroke="x">\n{TIP}\n<path d="M1 2L3 4"/>\n<path d="M5 6L7 8"/>\n</g>', (1, 2, 3, 4)),
        (f"<svg>{TIP}</svg>", None),
        (f'<text x="1" y="2">b</text>{TIP}', None),
    ],
)
def test_a_shape_is_where_it_is_drawn(drawing: str, expected: Box | None) -> None:
    assert list(shapes(drawing)) == [expected]


def test_every_title_has_its_shape() -> None:
    bar = '<rect height="1" width="1" x="{0}" y="0"><title>a</title></rect>'
    drawing = f"<svg>{bar.format(1)}<text>b</text>{bar.format(2)}<title></title></svg>"
    assert list(shapes(drawing)) == [(1, 0, 2, 1), (2, 0, 3, 1)]


def test_a_text_is_as_wide_as_it_looks_where_it_is_centred() -> None:
    left, top, right, bottom = text_box("in two lines", 100, 50, 2, centred=True)
    assert 100 - left == right - 100 == pytest.approx(25, abs=5)
    assert (top, bottom) == pytest.approx((45, 63.5), abs=1)
    assert text_box("树木", 0, 0, 1, centred=True)[2] == 14
    assert text_box("in a line", 100, 50, 1, centred=False)[::2] == (100, 100)
