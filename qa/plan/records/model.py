"""What a question asks of what reports record besides grades and dates: of which record, in which form.

Knows the fields. Does not know how they are read out of a question, nor how they are answered (qa.facts.recorded).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from qa.language.periods import Period

__all__ = ["AsksRecord", "Change", "Form", "RecordKind", "Whom"]

RecordKind = Literal["score", "verdict", "own", "person", "before", "grade", "inspection", "identifier", "theme"]
Form = Literal["value", "members", "count", "most", "fewest", "all"]
Change = Literal["improved", "declined", "unchanged"]


@dataclass(frozen=True, kw_only=True, slots=True)
class AsksRecord:
    """A question about one kind of record.

    `keys` are the facts' keys that are meant, all of them where it is empty (every regulation). `form`: the value of
    the bodies named; the bodies whose value fulfils the condition, or how many they are; those with the greatest or
    the smallest value; the value of each. The condition is on a number, both ends inclusive (`least`, `most`), on a
    grade (`grades`), or on the grade against the one before (`change`), and with that on the grade that it is now
    (`now`). `when` is the time of the report that is meant, the latest by default. `label` is what is recorded, in
    words.
    """

    kind: RecordKind
    form: Form
    label: str
    keys: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    grades: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    change: Change | None = None
    when: Period | None = None

    @property
    def conditioned(self) -> bool:
        """Whether it asks for those that fulfil something."""
        return bool(self.grades or self.now or self.change or self.least is not None or self.most is not None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Whom:
    """Of whom it is asked: bodies that the question names, the members of a set of bodies, or their number."""

    named: bool
    several: bool
    count: bool
