"""Standard statistics that stand in a table: a row that names one measure, whole, and gives one number.

Knows rows of a label and a number. What a measure is called is data (corpus/data/measures.toml). Does not read a table
of several columns, of shares or rates, or one that speaks of others than the authority.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.measures import find_measures
from corpus.model import Fact
from corpus.sentences import NOTE_MARKS
from ingest.statistics.numbers import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Block, Document

__all__ = ["rows"]

_ROW = re.compile(
    r"\s*(?:(?:total )?number of )?(?P<label>[^\W\d_][^\d|]*?)\s*(?:\|\s*|\s+|:\s*)(?P<n>\d[\d,]*)\s*", re.I
)
_NOT_ITS_OWN = re.compile(
    r"%|£|\b(?:per|rates?|percentages?|shares?|proportions?|england|national\w*|neighbours?|regional|region|averages?"
    r"|targets?|changes?|differences?|months|weeks|days|years?)\b",
    re.I,
)
_NO_MARKS = str.maketrans(dict.fromkeys(NOTE_MARKS, " "))


def rows(document: Document, blocks: Sequence[Block]) -> Iterator[Fact]:
    """The count in each row of a table that names a measure; without a date, since a row gives none."""
    for block in blocks:
        text = document.text[block.start : block.end]
        if block.kind != "table" or _NOT_ITS_OWN.search(text):
            continue
        at = block.start
        for line in text.splitlines(keepends=True):
            said = _ROW.fullmatch(line.translate(_NO_MARKS))
            found = find_measures(said["label"]) if said else []
            if said and len(found) == 1 and found[0][1:] == (0, len(said["label"])) and found[0][0].unit == "children":
                start = at + len(line) - len(line.lstrip())
                yield Fact(
                    kind="statistic",
                    key=found[0][0].key,
                    value=said["n"],
                    number=number(said["n"]),
                    unit=found[0][0].unit,
                    as_of=None,
                    start=start,
                    end=at + len(line.rstrip()),
                )
            at += len(line)
