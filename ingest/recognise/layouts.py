"""Further ways in which reports lay out the grades or scores of their areas, each a rule in one line.

Knows rules and no framework. A text is written as signs (ingest.recognise.signs): L is the label of an area, V a
value (a grade or a score), and so on; a rule is a pattern of signs, and says which value is which label's. What the
signs do not settle is left alone: an area with two values has none here, and a list of all grades in their order is
an explanation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ingest.recognise.signs import NONE, Sign, signs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from corpus.lazy import Lazy

__all__ = ["Laid", "Value", "laid_out"]


class Value(NamedTuple):
    """The value of an area, and the span that says so."""

    value: str
    start: int
    end: int


# Which value of the signs that a rule has found goes with which label.
Pairing: TypeAlias = "Callable[[list[Sign]], Iterable[tuple[Sign, Sign]]]"


def _behind(row: list[Sign]) -> Iterator[tuple[Sign, Sign]]:
    """Each label with the first value after it."""
    label: Sign | None = None
    for one in row:
        if one.sign == "L":
            label = one
        elif one.sign == "V" and label is not None:
            yield label, one
            label = None


def _ahead(row: list[Sign]) -> Iterator[tuple[Sign, Sign]]:
    """Each label with the last value before it."""
    value: Sign | None = None
    for one in row:
        if one.sign == "V":
            value = one
        elif one.sign == "L" and value is not None:
            yield one, value


def _below(row: list[Sign]) -> Iterable[tuple[Sign, Sign]]:
    """As many values as labels, in their order."""
    labels, values = ([one for one in row if one.sign == sign] for sign in "LV")
    return zip(labels, values, strict=True) if len(labels) == len(values) else ()


def _now(row: list[Sign], *, other: bool = False) -> Iterator[tuple[Sign, Sign]]:
    """Of two values behind a label, the one in the column of this inspection; of two years, the later is this one's.

    With `other`, the one in the column of the inspection before.
    """
    before = row[: next(at for at, one in enumerate(row) if one.sign == "L")]
    said = [one.sign for one in before if one.sign in "<>"]
    years = [one.what for one in before if one.sign == "y"]
    if ">" in said:
        now = said.index(">")
    elif said:  # the other column is this inspection's
        now = int(before[-2].sign == "|")
    else:
        now = int(years[-1] > years[-2])
    for at, one in enumerate(row):
        if one.sign == "L":
            values = [each for each in row[at + 1 : at + 6] if each.sign == "V"][:2]
            yield one, values[1 - now if other else now]


def _rule(signs: str, pair: Pairing) -> tuple[re.Pattern[str], Pairing]:
    # A space in a rule is nothing, "_" a table's bar or nothing; "/" is the end of a line, also that of the one before.
    return re.compile(signs.replace(" ", "").replace("_", r"\|*")), pair


_RULES = (
    # Each label with its value, also several in a line; the same, and in brackets what it was.
    _rule(r"(?<=/) _ (?:L[|:]*V[|,.]*)+ (?=/)", _behind),
    _rule(r"(?<=/) L[|:]*V[|,.]* (?:<|<V|<y)+ (?=/)", _behind),
    # Each label, and its value in the line below.
    _rule(r"(?<=/)(?<!/V/)(?<!/L/) (?:L[|:]*/:?V[|,.]*/)+ (?=[w<>yr/]|V:?w|$)", _behind),
    # A label, a note in a cell of its own, and the value; the note behind the value; other words in the cell before.
    _rule(r"(?<=/) _ L\|+w\|+V\|* (?=/)", _behind),
    _rule(r"(?<=/) _ L\|+V\|+w\|* (?=/)", _behind),
    _rule(r"(?<=/) w\|+L\|+V\|* (?=/)", _behind),
    # Other words before the label without a bar: in three lines and more.
    _rule(r"(?<=/) (?:w?LV/){3,}", _behind),
    # Behind each value what it means, also without a bar and over lines, a page's end between: in three rows and more.
    _rule(r"(?<=/) (?:L[|:]*/?:?V:?w?/(?:w/){0,5}){3,}", _behind),
    # The labels as heads, the values in the one line below.
    _rule(r"(?<=/) w?_ L(?:_,*L)+_/ w?_ V(?:_,*V)+_ (?=/)(?!/\|*V)", _below),
    # The value in the cell before its label.
    _rule(r"(?<=/) (?:V[|:]+L_/){2,}", _ahead),
    # "We rated it V for L, L and L, and V for L."
    _rule(r"(?<=[/.]) r (?:,*VfL(?:,*L)*)+ (?=[/.])", _ahead),
)
# These two are surer than what is read by a label and the first value behind it.
_COLUMNS = re.compile(
    r"(?<=/)w?(?:\|*(?:<y?\|*>y?|>y?\|*<y?)\|*/(?:w/)?|(?:\|*y\|*y\|*|\|<y?\||\|\|<y?)/)(?:\|*L[|:]*/?V\|*V\|*/)+"
)
_VALUE_FIRST = re.compile(r"(?<=[w<>yr.]/)(?:V/L/){2,}(?!V)")
_TWO_VALUES = re.compile(r"(?<=/)\|*L[|:]*V\|+V\|*(?=/)")
_HEADLINE = re.compile(r"(?<=[/.])rV(?=[/.,])")


class Laid(NamedTuple):
    """What a text says of its areas.

    `sure` is surer than a label and the first value behind it, None that nobody can say which value is the area's;
    `more` is for areas of which nothing else is read; `before` is what stands in the column of the inspection before.
    """

    sure: dict[str, Value | None]
    more: dict[str, Value]
    before: dict[str, Value]


def laid_out(
    text: str,
    start: int,
    end: int,
    labels: Mapping[str, Iterable[Lazy]],
    values: Mapping[str, str],
    *,
    order: tuple[str, ...] = (),
    headline: str = "",
) -> Laid:
    """The values of areas in text[start:end] by the rules, by area.

    `labels` are the patterns of each area's label, `values` the pattern of each value, by what it stands for ("" for
    itself). `order` are the grades from best to worst: in this order, or the other way round, they explain themselves.
    `headline` is the area of a sentence that names none.
    """
    row = signs(text, start, end, labels, values)
    written = "".join(one.sign for one in row)
    sure: dict[str, Value | None] = {}
    for shape, pair in ((_COLUMNS, _now), (_VALUE_FIRST, _ahead)):
        for match in shape.finditer(written):
            for label, one in pair(row[match.start() : match.end()]):
                sure.setdefault(label.what, _value(label, one))
    before: dict[str, Value] = {}
    for match in _COLUMNS.finditer(written):
        for label, one in _now(row[match.start() : match.end()], other=True):
            if one.what != NONE:
                before.setdefault(label.what, _value(label, one))
    for match in _TWO_VALUES.finditer(written):
        sure.setdefault(next(one.what for one in row[match.start() :] if one.sign == "L"), None)
    return Laid(sure, _by_rules(row, written, order, headline), before)


def _by_rules(row: list[Sign], written: str, order: tuple[str, ...], headline: str) -> dict[str, Value]:
    found: dict[str, list[Value]] = {}
    for shape, pair in _RULES:
        for match in shape.finditer(written):
            here = row[match.start() : match.end()]
            said = tuple(one.what for one in here if one.sign == "V")
            if len(said) > 2 and said in (order, order[::-1]):
                continue
            for label, one in pair(here):
                found.setdefault(label.what, []).append(_value(label, one))
    if headline and headline not in found:
        for match in _HEADLINE.finditer(written):
            said_so, one = row[match.start()], row[match.start() + 1]
            found.setdefault(headline, []).append(Value(one.what, said_so.start, one.end))
    return {
        key: several[0]
        for key, several in found.items()
        if several[0].value != NONE and len({one.value for one in several}) == 1
    }


def _value(label: Sign, value: Sign) -> Value:
    return Value(value.what, min(label.start, value.start), max(label.end, value.end))
