"""Tokens joined into what they say together: grades with their bounds, counts, durations, lists of one kind.

Knows the order of the rules. Does not know reports or what the question is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.plan.phrases.beside import beside
from qa.plan.phrases.bounds import bounds
from qa.plan.phrases.changes import asides, either_way, related, than_before
from qa.plan.phrases.dates import days_asked
from qa.plan.phrases.durations import durations
from qa.plan.phrases.grades import grades
from qa.plan.phrases.lists import lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.token import Token

__all__ = ["joined_phrases"]

_IN_ROWS = {
    "area": "set.areas",
    "time.period": "set.periods",
    "name.authority": "set.authorities",
    "name.region": "set.regions",
    "name.inspector": "set.inspectors",
    "framework": "set.frameworks",
}


def joined_phrases(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with those that belong together as one: "set.grades", "set.areas", "set.periods", "bound", "days"."""
    found = durations(related(either_way(than_before(asides(days_asked(tokens))))))
    found = beside(grades(bounds(found)))
    for kind, name in _IN_ROWS.items():
        found = lists(found, kind, name)
    return found
