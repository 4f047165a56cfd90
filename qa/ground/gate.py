"""The gate: a claim passes if its quotes stand in the evidence it names and all it states stands in its quotes.

Knows claims, evidence and values. Does not know who wrote a claim, nor English well enough to see that a sentence says
the opposite of its quote in the same words (docs/models.md says what that leaves open).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.claim import Claim, Span
from qa.ground.arithmetic import results
from qa.ground.model import Draft, Grounded, Problem, Rejected
from qa.ground.names import authorities_in, names_in, stands_in
from qa.ground.normal import normal
from qa.ground.quotes import Sources, locate
from qa.ground.sanitize import sanitize
from qa.ground.values import Value, agrees, values
from qa.language.words import QUESTION_WORDS, STOP, stem, words

if TYPE_CHECKING:
    from qa.ground.model import Evidence

__all__ = ["Gate", "ground"]

_RELATED = 1 / 3  # of a claim's content words, at least, a sentence, stand in its quotes or the report's line
_PAGE = re.compile(r"\b(?:pages?|pp?\.)\s*\d+", re.IGNORECASE)
_WHAT = {"date": "date", "grade": "grade"}


def ground(claims: Sequence[Draft], evidence: Sequence[Evidence], *, totals: str | None = None) -> Grounded:
    """The claims that their evidence carries, and the others with what is wrong; see `Gate`."""
    gate = Gate(evidence, totals=totals)
    checked = [gate.check(claim) for claim in claims]
    return Grounded(
        kept=tuple(one for one in checked if isinstance(one, Claim)),
        rejected=tuple(one for one in checked if isinstance(one, Rejected)),
    )


class Gate:
    """Checks one claim after the other against the same evidence.

    `totals` is the program's own answer to a question of how many: where it is given, no claim may count anything that
    it does not say, for the evidence may show a part of what was counted.
    """

    def __init__(self, evidence: Sequence[Evidence], *, totals: str | None = None) -> None:
        self._sources = Sources(evidence)
        self._values = {one.id: values(one.text) for one in evidence}
        self._totals = None if totals is None else values(totals)

    def check(self, claim: Draft) -> Claim | Rejected:
        """The claim with the spans of its quotes, in harmless words, or everything that is wrong with it."""
        text = sanitize(claim.text)
        found: list[tuple[Evidence, int, int]] = []
        problems: list[Problem] = []
        for quoted in claim.quotes:
            place = locate(quoted, self._sources)
            if isinstance(place, Problem):
                problems.append(place)
            else:
                found.append((self._sources[quoted.evidence], *place))
        if not claim.quotes:
            problems.append(Problem(kind="no_quote", detail="The claim quotes nothing."))
        if not problems:
            problems = self._unsupported(text, claim, found)
        if problems:
            return Rejected(draft=claim, problems=tuple(problems))
        spans: list[Span] = [(one.report, one.start + start, one.start + end) for one, start, end in found]
        return Claim(text=text, spans=tuple(dict.fromkeys(spans)))

    def _unsupported(self, text: str, claim: Draft, found: Sequence[tuple[Evidence, int, int]]) -> list[Problem]:
        quoted = " … ".join(one.text[start:end] for one, start, end in found)
        told = " … ".join(one.states for one, _, _ in found if one.states)
        titles = " … ".join(one.title for one, _, _ in found)
        stated = [
            v for one, start, end in found for v in self._values[one.id] if start <= v.start and v.end <= end
        ] + values(told)
        sums, problems = results(claim.arithmetic, stated, frozenset(one.id for one, _, _ in found))
        if self._totals is not None:
            sums = [one for one in sums if any(agrees(one, total) for total in self._totals)]
        dates = [value for value in values(titles) if value.kind == "date"]
        problems += _values_missing(text, [*stated, *sums, *dates], quoted)
        problems += _names_missing(text, f"{quoted} … {titles} … {told}")
        if any(not stands_in(page, quoted) for page in _PAGE.findall(text)):
            problems.append(Problem(kind="page", detail="Name no page: pages are put in by the program."))
        if not _related(text, f"{quoted} {told}", titles):
            problems.append(Problem(kind="unrelated", detail="The claim speaks of other things than its quotes."))
        return problems


def _values_missing(text: str, stated: Sequence[Value], quoted: str) -> list[Problem]:
    missing = []
    for value in values(text):
        if any(agrees(value, one) for one in stated):
            continue
        if value.kind == "code" and stands_in(value.text, quoted):
            continue
        missing.append(
            Problem(
                kind=_WHAT.get(value.kind, "number"),  # type: ignore[arg-type]
                detail=f"“{value.text}” does not stand in the quotes.",
            )
        )
    return missing


def _names_missing(text: str, support: str) -> list[Problem]:
    known = authorities_in(support)
    strange = [name for name in sorted(authorities_in(text)) if name not in known]
    strange += [name for name in names_in(text) if not stands_in(name, support)]
    return [Problem(kind="name", detail=f"“{name}” does not stand in the quotes.") for name in strange]


def _related(text: str, quoted: str, titles: str) -> bool:
    """Whether each sentence of the claim shares words with the quotes, so that none rides along on another."""
    in_quotes, in_titles = _content(quoted), _content(titles)
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        content = _content(sentence)
        if not content & in_quotes or len(content & (in_quotes | in_titles)) < _RELATED * len(content):
            return False
    return True


def _content(text: str) -> set[str]:
    return {stem(word) for word in words(normal(text).text) if word not in STOP and word not in QUESTION_WORDS}
