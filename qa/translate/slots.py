"""A question with stand-ins for the names and times in it, and a query's names and times put back for stand-ins.

The translator is taught and asked with stand-ins, so that it knows no authority, person or year. Knows the tokens of
qa.plan.annotate and the classes of qa.plan.query. Does not know the model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from qa.language.periods import Period
from qa.plan import query as q
from qa.plan.annotate import ASIDE, annotate
from qa.plan.plain import normal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.plan.token import Token
    from qa.question import Catalogue

__all__ = ["STAND_INS", "WORD", "Marked", "Unheld", "mark", "marked_question"]

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# What stands for a name in the question, and the letter that stands for it in the query. They are words of the kind, so
# that what the model knows of English holds for them.
STAND_INS = {
    "P": ("paris", "rome", "vienna", "madrid", "berlin", "lisbon", "athens", "prague"),
    "R": ("africa", "asia", "europe", "arabia"),
    "I": ("peter", "paul", "john", "george"),
    "T": ("monday", "tuesday", "wednesday", "thursday", "friday"),
}
_KINDS = {"name.authority": "P", "name.absent": "P", "name.region": "R", "name.inspector": "I", "time.period": "T"}

_SLOTTED = {q.ByAuthority: "P", q.InRegion: "R", q.LedBy: "I", q.DateOf: "T"}


class Unheld(ValueError):
    """A query names what the question does not, or the other way round."""


@dataclass(frozen=True, slots=True)
class Marked:
    """`text` is the question with stand-ins; `slots` is what each stands for: names, or a period.

    `bare` is the question with the slots themselves in place of names and times: "How was P1 rated T1?" `held` are the
    stretches of the question as it was written that stand in `text` as they are, each with where it begins there.
    """

    text: str
    slots: dict[str, Any]
    bare: str = ""
    held: tuple[tuple[int, int, int], ...] = ()

    def written(self, at: int) -> int | None:
        """Where the character there stands in the question as it was written; None within a stand-in."""
        for begins, start, end in self.held:
            if begins <= at < begins + end - start:
                return start + at - begins
        return None

    def slotted(self, query: q.Query) -> q.Query:
        """The query with "P1", "T1" in place of names and times, in its normal form; raises Unheld."""
        held = {_key(value): slot for slot, value in self.slots.items()}

        def put(value: Any) -> tuple[str, ...] | str:
            if isinstance(value, Period):
                return _found(held, value)
            whole = held.get(_key(value))
            return (whole,) if whole else tuple(_found(held, (one,)) for one in value)

        return normal(_changed(query, put))

    def unslotted(self, query: q.Query) -> q.Query:
        """The query with names and times where "P1" and "T1" stand; raises Unheld."""
        for part in q.every_part(query):
            letter = next((letter for kind, letter in _SLOTTED.items() if isinstance(part, kind)), "")
            named = (part.period,) if isinstance(part, q.DateOf) else part.names if letter else ()
            if not all(isinstance(slot, str) and slot.startswith(letter) for slot in named):
                raise Unheld(f"No {letter} stands in {part}.")

        def put(value: Any) -> Any:
            if isinstance(value, str):
                return self._of(value)
            return tuple(name for slot in value for name in self._of(slot))

        changed: q.Query = _changed(query, put)
        return changed

    def _of(self, slot: str) -> Any:
        if slot not in self.slots:
            raise Unheld(f"The question has no {slot}.")
        return self.slots[slot]


def mark(text: str, tokens: Sequence[Token]) -> Marked:
    """The question with a stand-in for every name and time, the same for the same, and nothing of the asker."""
    slots: dict[str, Any] = {}
    marked, bare, at = "", "", 0
    held: list[tuple[int, int, int]] = []
    for token in tokens:
        if token.has(ASIDE):
            held.append((len(marked), at, token.start))
            marked, bare, at = marked + text[at : token.start], bare + text[at : token.start], token.end
            continue
        kind = next((_KINDS[key] for key in token.keys if key in _KINDS), None)
        if kind is None or token.start < at:
            continue
        slot = next((one for one, value in slots.items() if _key(value) == _key(token.value)), None)
        number = int(slot[1:]) if slot else 1 + sum(one[0] == kind for one in slots)
        if number > len(STAND_INS[kind]):
            continue
        slots.setdefault(f"{kind}{number}", token.value)
        between = text[at : token.start]
        held.append((len(marked), at, token.start))
        marked += between + STAND_INS[kind][number - 1]
        bare += f"{between}{kind}{number}"
        at = token.end
    held.append((len(marked), at, len(text)))
    blank = len(marked + text[at:]) - len((marked + text[at:]).lstrip())
    return Marked(
        text=(marked + text[at:]).strip(),
        slots=slots,
        bare=(bare + text[at:]).strip(),
        held=tuple((begins - blank, start, end) for begins, start, end in held),
    )


def marked_question(question: str, catalogue: Catalogue) -> Marked:
    """The question with a stand-in for every name that the catalogue has, and every time."""
    read = annotate(question, catalogue)
    return mark(read.text, read.tokens)


def _found(held: dict[Any, str], value: Any) -> str:
    slot = held.get(_key(value))
    if slot is None:
        raise Unheld(f"The question does not name {value}.")
    return slot


def _key(value: Any) -> Any:
    return (value.start, value.end) if isinstance(value, Period) else tuple(value)


def _changed(one: Any, put: Callable[[Any], Any]) -> Any:
    """A part of a query with its names and times as `put` makes them."""
    if isinstance(one, tuple):
        return tuple(_changed(part, put) for part in one)
    if not is_dataclass(one) or isinstance(one, type):
        return one
    if isinstance(one, q.DateOf):
        return replace(one, period=put(one.period))
    if isinstance(one, q.ByAuthority | q.InRegion | q.LedBy):
        return replace(one, names=put(one.names))
    return replace(one, **{field.name: _changed(getattr(one, field.name), put) for field in fields(one)})
