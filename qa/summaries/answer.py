"""A summary as an answer: grades, opening, what must improve, sentences by section, figures; every line cited.

Knows answers and citations. Does not know how the sentences were chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answer import refused
from qa.claim import Claim
from qa.extract.model import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answer import Answer
    from qa.cite import Citer
    from qa.summaries.recorded import Recorded
    from qa.summaries.report import Grade, Section, Summary

__all__ = ["answer_summary"]


def answer_summary(found: Summary, citer: Citer, *, problems: bool = False) -> Answer:
    """The summary in lines, or, of `problems`, the areas graded lowest, what must improve, and what is blamed there."""
    told = _Lines(found)
    if problems:
        told.problems()
    else:
        told.whole()
    if not told.claims:
        reason = (
            f"I found nothing in the report ({label(found.report)}) to summarise: no grades, no list of what must "
            "improve and no sentences that praise or blame. `inspectqa show` prints its text."
        )
        return refused(reason)
    return citer.answer(
        told.lines,
        told.claims,
        {"summary": "problems" if problems else "report", "report": found.report.number},
        notes=(
            "Sentences are the report's own, chosen by words that praise or blame; a choice is no judgement of ours.",
        ),
    )


class _Lines:
    """The lines of an answer as they are told, and the claims that they make."""

    def __init__(self, found: Summary) -> None:
        self.found = found
        self.lines: list[str] = [f"{label(found.report)}:"]
        self.claims: list[Claim] = []

    def whole(self) -> None:
        self._grades("Grades", self.found.grades)
        self._recorded("Grades of the inspection before, as this report names them", self.found.before)
        if self.found.opening:
            self.lines.append("In brief:")
        for one in self.found.opening:
            self._say(one.text, f"- “{one.text}”", one.span)
        self._improve()
        for section in self.found.sections:
            self._section(section, strengths=True)
        self._recorded("Figures", self.found.figures)

    def problems(self) -> None:
        lowest = self.found.lowest
        self._grades("Graded lowest", lowest)
        self._improve()
        areas = {one.area for one in lowest}
        told = [one for one in self.found.sections if one.area in areas] or list(self.found.sections)
        for section in told:
            self._section(section, strengths=False)

    def _say(self, text: str, line: str, span: tuple[int, int]) -> None:
        self.claims.append(Claim(text=text, spans=((self.found.report.number, *span),)))
        self.lines.append(line)

    def _grades(self, name: str, grades: Sequence[Grade]) -> None:
        if grades:
            self.lines.append(f"{name}:")
        for one in grades:
            said = f"{one.name}: {one.grade}"
            self._say(said, f"- {said}", one.span)

    def _recorded(self, name: str, some: Sequence[Recorded]) -> None:
        if some:
            self.lines.append(f"{name}:")
        for one in some:
            self._say(one.text, f"- {one.text}", one.span)

    def _improve(self) -> None:
        if self.found.improve:
            self.lines.append("What must improve:")
        for claim in self.found.improve:
            _, start, end = claim.spans[0]
            self._say(claim.text, f"- “{claim.text}”", (start, end))

    def _section(self, section: Section, *, strengths: bool) -> None:
        shown = (("strength", section.strengths),) if strengths else ()
        every = [(name, one) for name, some in (*shown, ("weakness", section.weaknesses)) for one in some]
        if every:
            self.lines.append(f"{section.heading}:")
        for name, one in every:
            self._say(one.text, f"- {name}: “{one.text}”", one.span)
