"""A query that somebody else proposes for a question, a chat model for instance: whether it may be run.

Knows how readings are weighed (qa.translate.choose) and what in a query no word of the question says. Stricter than
what the program reads itself: whoever proposes has not shown by how much it is to be trusted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.plan import query as q
from qa.plan.annotate import annotate
from qa.plan.asked import asked
from qa.translate.choose import candidates
from qa.translate.signs import names_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.parse import Parsed
    from qa.plan.token import Token
    from qa.question import Catalogue
    from qa.translate.choose import Reading
    from qa.translate.model import Translator

__all__ = ["proposed"]

# Signs that a query leaves out what its question says, or says more than it: with one of them it is not run.
_AGAINST = (
    *("unaccounted", "areas lacking", "areas besides", "grades lacking", "grades besides", "pairs", "bounds"),
    *("denial lost", "denial made", "want lost", "choice lost", "choice made", "past at latest", "those named"),
    *("grades unsaid", "area alone", "states nothing", "leader unsaid", "slots lost", "why", "several"),
)
_BEHIND = (
    -4.0
)  # and that the translator holds less likely than its own likeliest, by e to the power of this, is not run
_USUAL = (None, 0, 1, -1, True, False)  # bounds that go without saying
_EVER = ("quant", "tense.past", "count", "bound", "step", "choice", "set.periods", "set.inspectors", "noun.report")
_COUNTS = ("bound", "count", "days", "unit", "quant", "rank", "choice")


def proposed(
    question: str, catalogue: Catalogue, parsed: Parsed, translator: Translator, lines: Sequence[str]
) -> Reading | None:
    """The reading that the lines make, with slots in place of names and times (qa.translate.slots), where it says what
    the question says and no more, and the translator finds it likely too; None where not, or where it is no query.
    """
    read = candidates(question, catalogue, parsed, translator, proposed=[" ; ".join(lines)])
    found = next((one for one in read if one.signs.get("proposed")), None)
    if found is None or found.held or any(found.signs.get(sign) for sign in _AGAINST):
        return None
    tokens = asked(annotate(question, catalogue).tokens)
    likely = found.signs.get("behind", -10.0) >= _BEHIND
    return found if likely and not _unsaid(found.queries[0], tokens) else None


def _unsaid(query: q.Query, tokens: Sequence[Token]) -> bool:
    """Whether the query holds a framework, a number or an "ever" that no word of the question says."""
    named = names_said(tokens, "set.frameworks")
    parts = list(q.every_part(query))
    held = {key for part in parts if isinstance(part, q.FrameworkIs) for key in part.keys}
    ever = any(isinstance(part, q.Has) and part.among == q.ALL and not part.every for part in parts)
    if ever and not any(token.has(*_EVER) for token in tokens):
        return True
    counts = any(getattr(part, name, None) not in _USUAL for part in parts for name in ("least", "most"))
    return bool(held - named) or (counts and not any(token.has(*_COUNTS) for token in tokens))
