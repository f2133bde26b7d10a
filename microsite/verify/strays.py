"""A drawing's texts and the shapes of its marks → the texts that stand where those of another mark belong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import combinations, product

from microsite.verify.boxes import Box
from microsite.verify.passages import Passage
from microsite.verify.records import Marked

APART = 16  # px: what stands closer can't be told apart by where it stands
_COLONS = (":", "：")

At = tuple[float, float]  # px: from the left, from the top


class Names:
    """What the marks of a chart are called in its drawings. Spaces, at which lines may end, do not count."""

    def __init__(self, marks: Sequence[Marked], others: Collection[str] = ()) -> None:
        self.others = frozenset(map(_plain, others))  # that may be called as a mark is: a newspaper, 2024
        self.labels = tuple({_plain(mark.label) for mark in marks})
        self.figures = tuple({_plain(figure) for mark in marks for figure in (mark.text, mark.figure)})
        self.own = {_plain(mark.label) + colon + _plain(figure)
                    for mark in marks for colon in _COLONS for figure in (mark.text, mark.figure)}  # fmt: skip
        # By text, and by the place that it has beside a mark: the tips of the marks that it may be about.
        self.tips: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for mark in marks:
            label, figures = _plain(mark.label), (_plain(mark.text), _plain(mark.figure))
            said = [("label", label), ("group", _plain(mark.group)), *(("figure", figure) for figure in figures)]
            said += [("label", label + figure) for figure in figures]
            said += [(f"beside {number}", _plain(text)) for number, text in enumerate(mark.beside)]
            for place, text in dict.fromkeys(said):
                if text:
                    self.tips[text][place].append(mark.tip)
        for text, places in self.tips.items():  # one mark's label may be the name of a group of others
            known = {tip for tips in places.values() for tip in tips}
            self.tips[text] = {place: tips for place, tips in places.items() if known == set(tips)}

    def crosses(self, text: str) -> bool:
        """Whether a text is the label of one mark with the figure of another."""
        if not text.endswith(self.figures) or not text.startswith(self.labels) or text in self.tips or text in self.own:
            return False
        parts = product(self.labels, ("", *_COLONS), self.figures)
        return any(text == label + joint + figure for label, joint, figure in parts)


def find_strays(drawing: Sequence[Passage], names: Names, scales: Collection[At]) -> dict[At, str]:
    """Return the texts that stand where those of another mark belong: by where they stand, what is wrong.

    A mark is where its shapes are: their tips say whose they are. Forms place texts as they like, but those of one
    kind alike: two are exchanged where they would be nearer to their marks, taken together, if they changed places.
    What is of no mark, such as the numbers of a scale, is not held; nor is what marks of one tip are called.
    """
    marks: dict[str, Box] = {}
    texts: dict[str, dict[str, list[Passage]]] = defaultdict(lambda: defaultdict(list))
    found: dict[At, str] = {}
    for passage in drawing:
        if passage.at:
            text = _plain(passage.text)
            for place in names.tips.get(text, ()):
                if place != "figure" or passage.at not in scales:
                    texts[place][text].append(passage)
            if names.crosses(text):
                found[passage.at] = "is the label of one mark with the figure of another"
        elif passage.box:  # open ends to the right are part of it, those above and below fade away from it
            left, top, right, bottom = marks.get(passage.text, passage.box)
            marks[passage.text] = (min(left, passage.box[0]), top, max(right, passage.box[2]), bottom)
    for place, alike in texts.items():
        tied: list[_Tied] = []
        for text, passages in alike.items():
            tips = names.tips[text][place]
            known = sum(map(len, names.tips[text].values()))  # a figure may say what a label does: 2,024 in 2024
            if len(passages) > known and "group" not in names.tips[text] and text not in names.others:
                found |= {passage.at: "stands at more marks than it is about" for passage in passages if passage.at}
            tied += _tie(passages, [marks[tip] for tip in tips if tip in marks and tips.count(tip) == 1])
        farthest = sorted(one.far for one in tied)[-2:]
        for one, other in combinations(tied, 2) if sum(farthest) > APART**2 else ():
            if one.far + other.far > APART**2 and one.text != other.text and one.is_exchanged_with(other):
                found[one.at] = f"stands where '{other.text}' belongs"
                found[other.at] = f"stands where '{one.text}' belongs"
    return found


class _Tied:
    """A text, and the mark that it is about."""

    __slots__ = ("at", "box", "far", "mark", "text")

    def __init__(self, passage: Passage, mark: Box) -> None:
        self.text, self.at, self.box = passage.text, passage.at or (0, 0), passage.box or mark
        self.tie(mark)

    def tie(self, mark: Box) -> None:
        self.mark, self.far = mark, _far(self.box, mark)

    def gain(self, other: _Tied) -> float:
        """Return how much nearer both would be to their marks if they changed places, in square px."""
        return self.far + other.far - _far(self.box, other.mark) - _far(other.box, self.mark)

    def is_exchanged_with(self, other: _Tied) -> bool:
        return self.gain(other) > APART**2 and not are_alike(self.mark, other.mark)


def _tie(passages: Sequence[Passage], marks: Sequence[Box]) -> list[_Tied]:
    """Tie texts that say the same to the marks that they may be about."""
    if len(passages) > len(marks):  # some are about something else
        return []
    if len(passages) < len(marks):  # some are about several
        return [min((_Tied(passage, mark) for mark in marks), key=lambda tied: tied.far) for passage in passages]
    tied = [_Tied(passage, mark) for passage, mark in zip(passages, marks, strict=True)]
    while len(tied) > 1 and (pair := next((pair for pair in combinations(tied, 2) if pair[0].gain(pair[1]) > 1), None)):
        one, other = pair
        mark = one.mark
        one.tie(other.mark)
        other.tie(mark)
    return tied


def are_alike(one: Box, other: Box) -> bool:
    """Whether two marks can't be told apart by where they stand."""
    return all(abs(side - others) <= APART for side, others in zip(one, other, strict=True))


def _plain(text: str) -> str:
    return text.replace(" ", "")


def _far(one: Box, other: Box) -> float:
    """Return the square of the px between two boxes."""
    across = max(one[0] - other[2], other[0] - one[2], 0)
    along = max(one[1] - other[3], other[1] - one[3], 0)
    return across * across + along * along
