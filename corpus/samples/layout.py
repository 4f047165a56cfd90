"""A sample's source, and the order in which its parts stand on the page.

Reads one TOML file of `source/` into a `Sample`: who, when, which grades, and the body as blocks. Knows the two report
shapes that the samples follow (SIF: numbered judgements and a printed publication date; ILACS: a table of judgements
and grades, no publication date). Knows no file format that is written; `build` and `pdf` do.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["NOTICE", "Block", "Sample", "board_line", "front_matter", "judgement_rows", "read_sample"]

NOTICE = "Abridged account written for inspectqa; not the report itself"

BlockStyle = Literal["heading", "subheading", "paragraph", "bullet", "subbullet", "numbered"]

SIF_TITLE = "services for children in need of help and protection, children looked after and care leavers"
SIF_REVIEW = "Review of the effectiveness of the Local Safeguarding Children Board"

AREAS = {
    "sif": {
        "help_and_protection": "1. Children who need help and protection",
        "in_care": "2. Children looked after and achieving permanence",
        "adoption": "2.1 Adoption performance",
        "care_leavers": "2.2 Experiences and progress of care leavers",
        "leadership": "3. Leadership, management and governance",
    },
    "ilacs": {
        "leadership": "The impact of leaders on social work practice with children and families",
        "help_and_protection": "The experiences and progress of children who need help and protection",
        "in_care_and_care_leavers": "The experiences and progress of children in care and care leavers",
        "in_care": "The experiences and progress of children in care",
        "care_leavers": "The experiences and progress of care leavers",
        "overall": "Overall effectiveness",
    },
}

# What a line of the body begins with, longest mark first, and what it then is.
MARKS: tuple[tuple[str, BlockStyle], ...] = (
    ("## ", "subheading"),
    ("# ", "heading"),
    ("  - ", "subbullet"),
    ("- ", "bullet"),
    ("+ ", "numbered"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One line of the body; `number` runs through a whole report, as its paragraphs' numbers do."""

    style: BlockStyle
    text: str
    number: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One sample report before it has a file format."""

    file: str
    framework: Literal["sif", "ilacs"]
    authority: str
    inspected: str
    lead_inspector: str
    judgements: dict[str, str]
    blocks: tuple[Block, ...]
    published: str | None = None
    headline: str | None = None
    lscb: str | None = None
    reinspection: bool = False

    @property
    def title(self) -> str:
        """The report's title, as the cover and the running header have it."""
        if self.framework == "ilacs":
            return f"Inspection of {self.authority} local authority children’s services"
        return f"{'Re-inspection' if self.reinspection else 'Inspection'} of {SIF_TITLE}"


def read_sample(path: Path) -> Sample:
    """The sample that one TOML file describes; a ValueError names a judgement area its framework does not have."""
    with path.open("rb") as stream:
        data = tomllib.load(stream)
    body = data.pop("body")["text"]
    strange = set(data["judgements"]) - set(AREAS[data["framework"]])
    if strange:
        raise ValueError(f"{path.name} grades {', '.join(sorted(strange))}, which its framework does not have.")
    return Sample(blocks=tuple(_blocks(body)), **data)


def _blocks(body: str) -> list[Block]:
    blocks: list[Block] = []
    number = 0
    for line in filter(str.strip, body.splitlines()):
        mark, style = next(((m, s) for m, s in MARKS if line.startswith(m)), ("", "paragraph"))
        if style == "numbered":
            number += 1
        blocks.append(
            Block(style=style, text=line.removeprefix(mark).strip(), number=number if style == "numbered" else None)
        )
    return blocks


def front_matter(sample: Sample) -> list[str]:
    """The lines between the title and the table of judgements: authority, dates, lead inspector, outcome."""
    if sample.framework == "ilacs":
        return [f"Inspection dates: {sample.inspected}", f"Lead inspector: {sample.lead_inspector}"]
    lines = ["and", SIF_REVIEW] if sample.lscb else []
    lines += [sample.authority]
    dates = "dates" if re.match(r"\d+ \w+ to \d+ \w+ \d{4}$", sample.inspected) else "date"
    lines += [f"Inspection {dates}: {sample.inspected}"]
    lines += [f"Report published: {sample.published}", f"Lead inspector: {sample.lead_inspector}"]
    return [*lines, sample.headline] if sample.headline else lines


def judgement_rows(sample: Sample) -> list[tuple[str, str]]:
    """The table of judgements, area and grade, in the framework's order; an ILACS table has a row of headings."""
    rows = [(AREAS[sample.framework][area], grade) for area, grade in sample.judgements.items()]
    return [("Judgement", "Grade"), *rows] if sample.framework == "ilacs" else rows


def board_line(sample: Sample) -> str | None:
    """The sentence that grades the safeguarding board, where a report does."""
    if sample.lscb is None:
        return None
    return f"The effectiveness of the Local Safeguarding Children Board (LSCB) {sample.lscb}"
