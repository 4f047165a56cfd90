"""Further ways in which reports lay out the grades or scores of their areas, each a rule in one line.

Knows rules and no framework. A text is written as signs: L is the label of an area, V a value (a grade or a score), and
so on (`_signs`); a rule is a pattern of signs, and says which value is which label's. What the signs do not settle is
left alone: an area with two values has none here, and a list of all grades in their order is an explanation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from corpus.lazy import Lazy

__all__ = ["Laid", "Value", "laid_out"]

# What may stand between a label and its value, or about either, without saying anything: "Safe - rating: Good (2)".
_EMPTY = re.compile(
    r"(?:the|is|are|is rated|are rated|rating|our rating|judge?ment|grade|graded|evaluation|outcome|score|scored"
    r"|percentage score|[a-z]?\d{1,2}(?:\.\d{1,2})*)?",
    re.IGNORECASE,
)
_JUDGED = "(?:rated|judged|graded)"
_BODY = (
    "(?:this|the) (?:service|home|care home|school|nursery|pre-school|setting|academy|college|provision|council"
    "|local authority|centre|prison|agency|partnership)"
)
# The rest of a line beside labels and values, by what it says. Years stand over columns as often as words do.
_SAID = (
    ("<", re.compile(r"\b(?:last|previous|previously|prior|before|formerly|earlier|had been)\b", re.IGNORECASE)),
    (">", re.compile(r"\b(?:this|current|latest|new|now) (?:inspection|assessment|rating|grade|judge?ment|visit)\b", re.I)),
    ("y", re.compile(r"\b(?:19|20)\d\d\b")),
    ("f", re.compile(r"^for$", re.IGNORECASE)),
    (",", re.compile(r"^and$|^but$", re.IGNORECASE)),
    (
        "r",
        re.compile(
            rf"^(?:overall )?(?:(?:we|inspectors|ofsted|(?:the )?cqc) (?:have |has )?{_JUDGED}(?: (?:it|{_BODY}))?"
            rf"|{_BODY} (?:is|has been) {_JUDGED})(?: overall)?(?: as| to be)?$",
            re.IGNORECASE,
        ),
    ),
)
_NONE = "-"  # a value that is none: "Not judged"
_PIECE = re.compile(r"\n|\||[^\n|]+")
_STOP = re.compile(r"(?<!\d)[.;](?=\s|$)")
_UNJUDGED = r"not (?:judged|graded|rated|inspected|applicable)|inspected but not rated|insufficient evidence to rate|n/a"


class Value(NamedTuple):
    """The value of an area, and the span that says so."""

    value: str
    start: int
    end: int


class _Sign(NamedTuple):
    sign: str
    start: int
    end: int
    what: str = ""  # the key of the area, or the value


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern of signs, and which of its values goes with which of its labels (both by their order)."""

    says: str
    signs: re.Pattern[str]
    pair: Callable[[list[_Sign]], Iterable[tuple[_Sign, _Sign]]]


def _behind(signs: list[_Sign]) -> Iterator[tuple[_Sign, _Sign]]:
    """Each label with the first value after it."""
    label: _Sign | None = None
    for one in signs:
        if one.sign == "L":
            label = one
        elif one.sign == "V" and label is not None:
            yield label, one
            label = None


def _ahead(signs: list[_Sign]) -> Iterator[tuple[_Sign, _Sign]]:
    """Each label with the last value before it."""
    value: _Sign | None = None
    for one in signs:
        if one.sign == "V":
            value = one
        elif one.sign == "L" and value is not None:
            yield one, value


def _below(signs: list[_Sign]) -> Iterable[tuple[_Sign, _Sign]]:
    """As many values as labels, in their order: of a table whose heads are the labels, or of one column after another."""
    labels, values = ([one for one in signs if one.sign == sign] for sign in "LV")
    return zip(labels, values, strict=True) if len(labels) == len(values) else ()


def _now(signs: list[_Sign]) -> Iterator[tuple[_Sign, _Sign]]:
    """Of two values behind a label, the one in the column of this inspection; of two years, the later is this one's."""
    before = signs[: next(at for at, one in enumerate(signs) if one.sign == "L")]
    said = [one.sign for one in before if one.sign in "<>"]
    years = [one.what for one in before if one.sign == "y"]
    if ">" in said:
        now = said.index(">")
    elif said:  # the other column is this inspection's
        now = int(before[-2].sign == "|")
    else:
        now = int(years[-1] > years[-2])
    for at, one in enumerate(signs):
        if one.sign == "L":
            values = [each for each in signs[at + 1 : at + 6] if each.sign == "V"][:2]
            yield one, values[now]


def _rule(says: str, signs: str, pair: Callable[[list[_Sign]], Iterable[tuple[_Sign, _Sign]]]) -> _Rule:
    # A space in a rule is nothing, "_" a table's bar or nothing; "/" is the end of a line, also that of the one before.
    written = signs.replace(" ", "").replace("_", r"\|*")
    return _Rule(says, re.compile(written), pair)


_RULES = (
    _rule("each label with its value, also several in a line", r"(?<=/) _ (?:L[|:]*V[|,.]*)+ (?=/)", _behind),
    _rule("the same, and in brackets what it was", r"(?<=/) L[|:]*V[|,.]* (?:<|<V|<y)+ (?=/)", _behind),
    _rule("each label, and its value in the line below", r"(?<=/)(?<!V/)(?<!/L/) (?:L[|:]*/:?V[|,.]*/)+ (?=[w<>yr/]|V:?w)", _behind),
    _rule("a label, a note in a cell of its own, and the value", r"(?<=/) _ L\|+w\|+V\|* (?=/)", _behind),
    _rule("a cell of other words before the label", r"(?<=/) w\|+L\|+V\|* (?=/)", _behind),
    _rule("other words before the label, in three lines and more", r"(?<=/) (?:w?LV/){3,}", _behind),
    _rule("the labels as heads, the values in the line below", r"(?<=/) w?_ L(?:_,*L)+_/ w?_ V(?:_,*V)+_ (?=/)(?!/\|*V)", _below),
    _rule("the same, with a line for each inspection", r"(?<=/) w?_ L(?:_L)+_/ (?:<y?_V(?:_V)+_/)+ (?=>)", lambda _: ()),
    _rule("the value in the cell before its label", r"(?<=/) (?:V[|:]+L_/){2,}", _ahead),
    _rule("we rated it V for L, L and L and V for L", r"(?<=[/.]) r (?:,*VfL(?:,*L)*)+ (?=[/.])", _ahead),
)
# These two are surer than what is read by a label and the first value behind it.
_COLUMNS = re.compile(r"(?<=/)w?(?:\|*(?:<y?\|*>y?|>y?\|*<y?|y\|*y)\|*|\|<y?\||\|\|<y?)/(?:\|*L[|:]*V\|*V\|*/)+")
_VALUE_FIRST = re.compile(r"(?<=[w<>yr.]/)(?:V/L/){2,}(?!V)")
_TWO_VALUES = re.compile(r"(?<=/)\|*L[|:]*V\|+V\|*(?=/)")
_HEADLINE = re.compile(r"(?<=[/.])rV(?=[/.,])")


class Laid(NamedTuple):
    """What a text says of its areas: `sure` is surer than a label and the first value behind it, None that nobody can
    say which value is the area's; `more` is what no other reading gives."""

    sure: dict[str, Value | None]
    more: dict[str, Value]


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
    signs = _signs(text, start, end, labels, {**values, _NONE: _UNJUDGED})
    written = "".join(one.sign for one in signs)
    sure: dict[str, Value | None] = {}
    for shape, pair in ((_COLUMNS, _now), (_VALUE_FIRST, _ahead)):
        for match in shape.finditer(written):
            for label, one in pair(signs[match.start() : match.end()]):
                sure.setdefault(label.what, _value(label, one))
    for match in _TWO_VALUES.finditer(written):
        sure.setdefault(next(one.what for one in signs[match.start() :] if one.sign == "L"), None)
    return Laid(sure, _by_rules(signs, written, order, headline))


def _by_rules(signs: list[_Sign], written: str, order: tuple[str, ...], headline: str) -> dict[str, Value]:
    found: dict[str, list[Value]] = {}
    for rule in _RULES:
        for match in rule.signs.finditer(written):
            here = signs[match.start() : match.end()]
            said = tuple(one.what for one in here if one.sign == "V")
            if len(said) > 2 and said in (order, order[::-1]):
                continue
            for label, one in rule.pair(here):
                found.setdefault(label.what, []).append(_value(label, one))
    if headline and headline not in found:
        for match in _HEADLINE.finditer(written):
            said_so, one = signs[match.start()], signs[match.start() + 1]
            found.setdefault(headline, []).append(Value(one.what, said_so.start, one.end))
    return {
        key: several[0]
        for key, several in found.items()
        if several[0].value != _NONE and len({one.value for one in several}) == 1
    }


def _value(label: _Sign, value: _Sign) -> Value:
    return Value(value.what, min(label.start, value.start), max(label.end, value.end))


def _signs(
    text: str, start: int, end: int, labels: Mapping[str, Iterable[Lazy]], values: Mapping[str, str]
) -> list[_Sign]:
    """The text as signs: "/" ends a line, "|" a cell, "." a sentence; L and V, and what stands between, by `_SAID` or w."""
    known = [
        _Sign("L", *found.span(), key)
        for key, rows in labels.items()
        for row in rows
        for found in _whole(row.pattern).finditer(text, start, end)
        if found[0].strip()
    ]
    for stands_for, shape in values.items():
        for found in _whole(shape).finditer(text, start, end):
            known.append(_Sign("V", *found.span(), stands_for or found[0]))
    known.sort(key=lambda one: (one.start, -one.end))
    signs = [_Sign("/", start, start)]
    at = start
    for one in [*known, _Sign("/", end, end)]:
        if one.start >= at:
            signs += _between(text, at, one.start)
            signs.append(one)
            at = one.end
    return _folded(signs)


@lru_cache(maxsize=1024)
def _whole(shape: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’-])(?:{shape})(?![\w'’-])", re.IGNORECASE | re.MULTILINE)


def _between(text: str, start: int, end: int) -> Iterator[_Sign]:
    for piece in _PIECE.finditer(text, start, end):
        first, last = piece.span()
        if piece[0] in "\n|":
            yield _Sign("/" if piece[0] == "\n" else "|", first, last)
            continue
        near = first
        for stop in [*_STOP.finditer(text, first, last), None]:
            yield from _words(text, near, stop.start() if stop else last)
            if stop:
                yield _Sign(".", *stop.span())
                near = stop.end()


def _words(text: str, start: int, end: int) -> Iterator[_Sign]:
    said = text[start:end]
    words = " ".join(re.findall(r"[\w.'’]+", said)).strip(".")
    if re.match(r"\s*,", said):
        yield _Sign(",", start, end)
    if _EMPTY.fullmatch(words):
        if ":" in said or re.search(r"[–—]|\s-\s", said):
            yield _Sign(":", start, end)
        return
    several = [(found.start(), sign, found[0]) for sign, shape in _SAID for found in shape.finditer(words)]
    for _, sign, what in sorted(several):
        yield _Sign(sign, start, end, what)
    if not several:
        yield _Sign("w", start, end)


def _folded(signs: list[_Sign]) -> list[_Sign]:
    """Empty lines, repeated words, and a full stop before a line's end, left out."""
    kept: list[_Sign] = []
    for one in signs:
        if kept and one.sign in "/w" and kept[-1].sign == one.sign:
            continue
        if one.sign == "/" and kept and kept[-1].sign in ".:,":
            kept.pop()
        kept.append(one)
    return kept
