"""The gate: a claim passes if its quotes stand in the evidence it names and all it states stands in its quotes.

Knows claims, evidence and values. Does not know who wrote a claim, nor English well enough to see that a sentence says
something else than its quote in the same words (docs/models.md says what that leaves open).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.claim import Claim, Span
from qa.ground.alike import disguised
from qa.ground.arithmetic import Stated, Sum, results
from qa.ground.counted import sentence_at
from qa.ground.model import Draft, Grounded, Problem, Rejected
from qa.ground.names import authorities_in, names_in, stands_in
from qa.ground.quantities import borne_out, quantities, shares_of
from qa.ground.quotes import Sources, locate
from qa.ground.related import addressing, related, riders
from qa.ground.sanitize import sanitize
from qa.ground.turned import turned
from qa.ground.values import Value, agrees, same, values
from qa.ground.whose import parts

if TYPE_CHECKING:
    from qa.ground.model import Evidence, ProblemKind

__all__ = ["Gate", "ground"]

_PAGE = re.compile(r"\b(?:pages?|pp?\.)\s*\d+", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:from|against|than|instead of|compared (?:with|to))\s*$", re.IGNORECASE)
_WHAT: dict[str, ProblemKind] = {"date": "date", "grade": "grade"}


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
            problems, text = self._unsupported(text, claim, found)
        if problems:
            return Rejected(draft=claim, problems=tuple(problems))
        spans: list[Span] = [(one.report, one.start + start, one.start + end) for one, start, end in found]
        return Claim(text=text, spans=tuple(dict.fromkeys(spans)))

    def _unsupported(
        self, text: str, claim: Draft, found: Sequence[tuple[Evidence, int, int]]
    ) -> tuple[list[Problem], str]:
        """What is wrong with a claim whose quotes stand, and its text with the sums that the program did."""
        quoted, told, titles = _support(found)
        stated = self._stated(found)
        sums, problems = results(claim.arithmetic, stated, [one for one, _, _ in found])
        if self._totals is not None:
            sums = [one for one in sums if any(same(one.result, total) for total in self._totals)]
        missing, shown = self._values_missing(text, found, sums, weigh=not problems)
        problems += missing
        problems += self._told_of_another(text, claim, found)
        problems += _twice(text, quoted)
        if any(not stands_in(page, quoted) for page in _PAGE.findall(text)):
            problems.append(Problem(kind="page", detail="Name no page: pages are put in by the program."))
        problems += [
            Problem(kind="character", detail=f"“{word}” looks like something else; write it as the quotes do.")
            for word in disguised(text, f"{quoted} … {titles} … {told}")
        ]
        around = _around(found)
        return problems + _beside(text, f"{quoted} {told}", f"{around} … {told}", titles), _with_sums(text, shown)

    def _values_missing(
        self, text: str, found: Sequence[tuple[Evidence, int, int]], sums: Sequence[Sum], *, weigh: bool
    ) -> tuple[list[Problem], list[str]]:
        """The values, quantities and names of a text that its quotes do not carry, and how the sums are shown."""
        quoted, told, titles = _support(found)
        dates = [value for value in values(titles) if value.kind == "date"]
        problems, done = _unstated(text, [*(one.value for one in self._stated(found)), *dates], sums, quoted)
        left = [value.text for value, one in done if one.operation == "difference"]
        problems += [
            Problem(
                kind="turned", detail=f"“{word}” turns what the quotes say; deny and limit what they do, and no more."
            )
            for word in turned(text, f"{_around(found)} … {told}", left)
        ]
        # A quantity is weighed by figures: where those are wrong there is nothing to weigh it by.
        missing, borne = self._quantities_missing(text, found, told, sums) if weigh and not problems else ([], [])
        problems += missing
        problems += _names_missing(text, f"{quoted} … {titles} … {told}")
        return problems, [*(one.shown for _, one in done), *borne]

    def _told_of_another(self, text: str, claim: Draft, found: Sequence[tuple[Evidence, int, int]]) -> list[Problem]:
        """What a part of a claim tells of one authority and only the quotes on another carry."""
        of = [authorities_in(one.title) for one, _, _ in found]
        if len({frozenset(names) for names in of if names}) < 2:
            return []
        problems: list[Problem] = []
        for part in parts(text):
            # A report names others too, and one whose authority is not known may be on any.
            its = [
                one
                for one, names in zip(found, of, strict=True)
                if not (names and part.authorities)
                or part.authorities & (names | authorities_in(_sentence(one[0].text, one[1], one[2])))
            ]
            if not its or len(its) == len(found):
                continue
            sums, _ = results(claim.arithmetic, self._stated(its), [one for one, _, _ in its])
            missing, _ = self._values_missing(part.text, its, sums, weigh=True)
            _, told, titles = _support(its)
            missing += _riding(part.text, f"{_around(its)} … {told} … {titles}")
            problems += [replace(one, detail=f"{one.detail[:-1]} on {min(part.authorities)}.") for one in missing]
        return problems

    def _stated(self, found: Sequence[tuple[Evidence, int, int]]) -> list[Stated]:
        """The values of the quotes, and what the program read off them."""
        stated = []
        for one, start, end in found:
            for value in self._values[one.id]:
                if start <= value.start and value.end <= end:
                    sentence = one.start + sentence_at(one.text, value.start)[0]
                    place = one.start + value.start
                    stated.append(Stated(report=one.report, place=place, sentence=sentence, value=value))
            for value in values(one.states):
                stated.append(Stated(report=one.report, place=-1, sentence=-1, value=value))
        return stated

    def _quantities_missing(
        self, text: str, found: Sequence[tuple[Evidence, int, int]], told: str, sums: Sequence[Sum]
    ) -> tuple[list[Problem], list[str]]:
        """The quantities that nothing bears out, and the figures that bear out the others."""
        claimed = quantities(text)
        if not claimed:
            return [], []
        said, figures, shares = quantities(told), list[Value](), [(one.result, one.shown) for one in sums]
        for one, start, end in found:
            said += [value for value in quantities(one.text) if start <= value.start and value.end <= end]
            inside = [value for value in self._values[one.id] if start <= value.start and value.end <= end]
            figures += inside
            shares += shares_of(one.text, inside)
        quoted = " … ".join(one.text[start:end] for one, start, end in found)
        borne = [borne_out(one, said, quoted, figures, shares) for one in claimed]
        missing = [
            Problem(kind="number", detail=f"“{one.text}” does not stand in the quotes; no figure there says so much.")
            for one, by in zip(claimed, borne, strict=True)
            if by is None
        ]
        return missing, [by for by in borne if by]


def _support(found: Sequence[tuple[Evidence, int, int]]) -> tuple[str, str, str]:
    """The words of the quotes, what the program read there, and its lines about their reports."""
    quoted = " … ".join(one.text[start:end] for one, start, end in found)
    told = " … ".join(one.states for one, _, _ in found if one.states)
    return quoted, told, " … ".join(one.title for one, _, _ in found)


def _around(found: Sequence[tuple[Evidence, int, int]]) -> str:
    """The whole sentences that the quotes lie in."""
    return " … ".join(_sentence(one.text, start, end) for one, start, end in found)


def _unstated(
    text: str, stated: Sequence[Value], sums: Sequence[Sum], quoted: str
) -> tuple[list[Problem], list[tuple[Value, Sum]]]:
    """The values of a claim that stand nowhere, and the others that sums give, each with its sum."""
    missing: list[Problem] = []
    given: list[tuple[Value, Sum]] = []
    for value in _compared(text):
        if any(agrees(value, one) for one in stated):
            continue
        done = next((one for one in sums if agrees(value, one.result)), None)
        if done is not None:
            given.append((value, done))
        elif value.kind != "code" or not stands_in(value.text, quoted):
            kind = _WHAT.get(value.kind, "number")
            otherwise = any(same(value, one) for one in stated)
            where = "stands in the quotes for something else, or bounded otherwise" if otherwise else ""
            detail = f"“{value.text}” {where or 'does not stand in the quotes'}."
            missing.append(Problem(kind=kind, detail=detail))
    return missing, given


def _compared(text: str) -> list[Value]:
    """The values of a claim; what a figure is compared with counts what that one does ("51 plans, up from 12")."""
    found: list[Value] = []
    for value in values(text):
        before = found[-1] if found else None
        compared = (
            before is not None
            and (value.noun, value.unit, value.kind) == (None, None, "number") == (None, before.unit, before.kind)
            and _AGAINST.search(text[before.end : value.start])
        )
        found.append(replace(value, noun=before.noun) if before and compared else value)
    return found


def _twice(text: str, quoted: str) -> list[Problem]:
    """The shares of a claim that are one figure taken twice: "51 of the 51"."""
    numbers = [value for value in values(text) if value.kind == "number"]
    there = {share.key for share, _ in shares_of(quoted, [one for one in values(quoted) if one.kind == "number"])}
    return [
        Problem(kind="number", detail=f"“{said}” takes one figure twice.")
        for share, said in shares_of(text, numbers)
        if share.key == 1 and share.key not in there
    ]


def _with_sums(text: str, shown: Sequence[str]) -> str:
    """The claim with what the program worked out behind it: "25% were late (62 of 248, by the program)."."""
    if not shown:
        return text
    done = sanitize("; ".join(dict.fromkeys(shown)))
    end = len(text.rstrip(".!?"))
    return f"{text[:end]} ({done}, by the program){text[end:]}"


def _sentence(text: str, start: int, end: int) -> str:
    """The whole sentences that a quote lies in: the words of a claim may be of the part that was not quoted."""
    return text[sentence_at(text, start)[0] : sentence_at(text, max(start, end - 1))[1]]


def _beside(text: str, quoted: str, around: str, titles: str) -> list[Problem]:
    """Whether the claim, or a clause of it, speaks of other things than its quotes, or to the reader."""
    problems = []
    support = f"{around} … {titles}"
    if not related(text, quoted, titles):
        problems.append(Problem(kind="unrelated", detail="The claim speaks of other things than its quotes."))
    problems += _riding(text, support)
    problems += [
        Problem(kind="unrelated", detail=f"“{word}” does not stand in the quotes: tell nobody what to do.")
        for word in addressing(text, support)
    ]
    return problems


def _riding(text: str, support: str) -> list[Problem]:
    return [
        Problem(kind="unrelated", detail=f"“{clause}” does not stand in the quotes.")
        for clause in riders(text, [*values(text), *quantities(text)], support)
    ]


def _names_missing(text: str, support: str) -> list[Problem]:
    known = authorities_in(support)
    strange = [name for name in sorted(authorities_in(text)) if name not in known]
    strange += [name for name in names_in(text) if not stands_in(name, support)]
    return [Problem(kind="name", detail=f"“{name}” does not stand in the quotes.") for name in strange]
