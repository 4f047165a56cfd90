"""What a report is: its framework, its authority, its dates, its lead inspector and its judgements, each with its span.

Knows how to put the parts together. What a report does not say is absent from the facts: never inferred, never
defaulted. Reads no file and asks no question.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from corpus.frameworks import Framework, framework, frameworks
from corpus.model import Fact
from ingest.recognise import dates, names, people
from ingest.recognise.bodies import named_body, of_body
from ingest.recognise.details import details, stated_before
from ingest.recognise.front import front_end
from ingest.recognise.headed import heading, labelled
from ingest.recognise.judgements import in_column_before, judgements
from ingest.recognise.kinds import Known, kind_of
from ingest.recognise.previous import next_inspection, previous_judgements
from ingest.recognise.told import found_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.model import Document

__all__ = ["label", "recognise", "title"]

_AREAS_OF_COUNCILS = ("council", "partnership")  # bodies that are named as the council is

_NO_TITLE = re.compile(
    r"^\W*(?:untitled|document|doc|title|report|template|slide|presentation|page|new|copy|draft)?[\W\d_]*$|\btemplate\b"
    r"|\buntitled\b|^microsoft (?:word|excel|powerpoint)\b|\.(?:docx?|dotx?|indd|pub|rtf|tex|pdf|qxp|xlsx?|pptx?)$",
    re.IGNORECASE,
)


def recognise(document: Document, *, source: str, among: Sequence[Framework] | None = None) -> list[Fact]:
    """What the report states of itself: framework, body, dates, people, judgements, what else its framework prints.

    `source` is the file's path: a publication date that the text lacks is read from its name. `among` are the
    frameworks to choose from, all those known by default.
    """
    text, end = document.text, front_end(document)
    known = kind_of(document, frameworks() if among is None else among)
    facts: list[Fact | None] = []
    if known:
        facts.append(Fact(kind="framework", value=known.framework.key, start=known.start, end=known.end))
    facts.append(_body(text, end, known))
    shape = known.framework.dates if known else None
    lone = known is None or known.framework.body.kind not in _AREAS_OF_COUNCILS
    order = dates.order_of(text, month_first=shape.month_first if shape else None)
    facts += dates.inspection_dates(text, end, shape=shape, order=order, lone=lone)
    facts.append(dates.published(text, end, source, shape=shape, order=order))
    facts += people.people(text, known.framework if known else None)
    if known:
        judged = judgements(text, end, known.framework)
        after = max((fact.end for fact in judged if fact.end < end), default=0)
        facts += [*judged, *_before(text, after, end, known.framework)]
        facts.append(next_inspection(text))
        facts += [*of_body(text, end, known.framework.body), *details(text, known.framework)]
    return [fact for fact in facts if fact is not None]


def _body(text: str, end: int, known: Known | None) -> Fact | None:
    """The body that the report is on: a council by its canonical name, any other by its own."""
    if known is None:
        return names.authority(text, end, None)
    shape = known.framework.body
    span = named_body(text, end, shape)
    if span is not None and text[slice(*span)].isalnum() and re.search(r"\d{6}", text[slice(*span)]):
        span = labelled(text, end) or span  # a number stands for a name only where none is given
    if span is None and (shape.names or known.title is None):  # where the name stands is nowhere that its file says
        span = heading(text, end)
    if shape.kind in _AREAS_OF_COUNCILS:
        named = names.authority_in(text, *span) if span else names.authority(text, end, known.title)
        span = None if named else heading(text, end)
        return named or (names.authority_in(text, *span) if span else None)
    if span is None and any(r"\d{6" in one.pattern for one in shape.names):  # its file lets a number stand for a name
        span = next(((one.start, one.end) for one in of_body(text, end, shape) if one.kind == "identifier"), None)
    if span is not None:
        return Fact(kind="authority", value=" ".join(text[slice(*span)].split()), start=span[0], end=span[1])
    return names.provider(text, known.title) if known.title and not shape.names else None


def _before(text: str, after: int, end: int, framework: Framework) -> list[Fact]:
    """What the inspection before found: by the framework's own patterns, else as councils' reports recall it."""
    own = stated_before(text, framework)
    if framework.body.kind != "council":
        for fact in [*in_column_before(text, framework), *found_before(text, framework)]:
            if fact.key not in {one.key for one in own if one.kind == "previous_judgement"}:
                own.append(fact)
    if framework.before.stated or framework.before.label or framework.body.kind != "council":
        return own
    return [*own, *previous_judgements(text, after, end)]


def title(facts: Iterable[Fact], document: Document, source: str) -> str:
    """What a footnote calls the report: "Darlington: inspection of children's services (SIF), July 2015".

    A report of no known framework is called by its own title, else by its file's name.
    """
    stated = _stated(facts)
    one = framework(stated.get("framework", ""))
    if one is None or "authority" not in stated:
        return own_title(document) or re.split(r"[/\\]", source)[-1].rsplit(".", 1)[0]
    text, end = document.text, front_end(document)
    shape = next((shape for seen, shape in one.titles if seen.search(text, 0, end)), one.title)
    when = stated.get("inspection_end") or stated.get("published")
    month = f", {date.fromisoformat(when):%B %Y}" if when else ""
    return shape.replace("{authority}", stated["authority"]) + month


def own_title(document: Document) -> str | None:
    """The title that the file has of itself; None where that is what its template or its program was called."""
    said = (document.title or "").strip()
    return None if not re.search(r"[^\W\d_]{2}", said) or _NO_TITLE.search(said) else said


def label(facts: Iterable[Fact], document: Document, source: str) -> str:
    """The few words put before each passage: "Darlington children's services inspection 2015".

    Where the report was published in another year than the inspection ended, both are said.
    """
    stated = _stated(facts)
    one = framework(stated.get("framework", ""))
    if one is None:
        return title(facts, document, source)
    inspected, out = stated.get("inspection_end", "")[:4], stated.get("published", "")[:4]
    years = f"{inspected}, published {out}" if inspected and out and inspected != out else inspected or out
    return " ".join(part for part in (stated.get("authority", ""), one.subject, years) if part)


def _stated(facts: Iterable[Fact]) -> dict[str, str]:
    """The facts of which a report has one, by kind."""
    return {fact.kind: fact.value for fact in facts if not fact.key}
