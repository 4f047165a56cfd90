"""A library of two short made-up reports, and what a question about them starts from, for tests of models."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from corpus.database import Database
from corpus.model import Document, Fact, NewReport, Page, Passage, Report, SeenFile
from corpus.settings import Settings
from corpus.store import Store
from corpus.vectors import Vectors
from corpus.writer import Writer
from qa.answer import Answer, Claim
from qa.cite import Citer
from qa.ground.model import Evidence
from qa.llm.evidence import gather
from qa.question import Plan

# Sentences in our own words; a page each, parted by blank lines.
DARLINGTON = (
    "Services for children in Darlington are inadequate.\n\n"
    "In the year to March 2015, 62 of the 248 assessments that were looked at had been finished late.",
    "Children waited 35 working days on aver-\nage before a social worker saw them.\n\n"
    "The council spent £1.2 million on agency staff. Jane Marlow became director in May 2015.",
)
SLOUGH = (
    "The overall judgement for Slough is requires improvement to be good.",
    "Managers “know their staff well” and caseloads fell from 24 to 18 children for each social worker.",
)
GRADES = {"darlington.txt": "inadequate", "slough.txt": "requires improvement"}


@dataclass(frozen=True, kw_only=True)
class TinyLibrary:
    """The store, its reports, the evidence of all its passages, and a fresh citer."""

    store: Store
    reports: Mapping[int, Report]
    evidence: tuple[Evidence, ...]

    def citer(self) -> Citer:
        return Citer(self.store, self.reports)

    def extractive(self, *, answered: bool = True) -> Answer:
        """The answer without a model that every chain has behind it."""
        citer = self.citer()
        one = self.evidence[0]
        if not answered:
            return Answer(question="q", status="not_stated", answer="The reports do not say it.", reason="They do not.")
        claim = Claim(text=one.text, citations=(citer.cite(one.report, one.start, one.end),))
        return Answer(question="q", status="answered", answer=one.text, claims=(claim,), citations=citer.citations)


def build(folder: Path, texts: Mapping[str, tuple[str, ...]] | None = None) -> TinyLibrary:
    """Write a library of these pages by file name into `folder`; a passage for each paragraph."""
    database = Database(folder, create=True)
    vectors = Vectors(folder)
    writer = Writer(database, vectors)
    writer.claim_model(name="none", weights_hash="none")
    writer.add(
        [
            _report(name, pages)
            for name, pages in (texts or {"darlington.txt": DARLINGTON, "slough.txt": SLOUGH}).items()
        ]
    )
    vectors.close()
    database.close()
    store = Store(folder)
    reports = {report.number: report for report in store.reports()}
    citer = Citer(store, reports)
    spans = [(p.report, p.start, p.end) for number in sorted(reports) for p in store.passages_of(number)]
    return TinyLibrary(store=store, reports=reports, evidence=gather(spans, citer=citer, reports=reports))


def plan(question: str = "q", **fields: object) -> Plan:
    """A plan for a finding, or with other fields."""
    return Plan(question=question, **{"kind": "finding", **fields})  # type: ignore[arg-type]


def settings(tmp_path: Path, **options: object) -> Settings:
    """Settings that touch nothing outside `tmp_path`."""
    defaults = {"library": tmp_path / "library", "model_timeout": 60.0, "max_retries": 0}
    return Settings(**{**defaults, **options})  # type: ignore[arg-type]


def _report(name: str, sheets: tuple[str, ...]) -> NewReport:
    text, pages, passages = "", [], []
    for number, sheet in enumerate(sheets, 1):
        start = len(text)
        text += sheet + "\n"
        pages.append(Page(number=number, start=start, end=len(text)))
        at = start
        for paragraph in sheet.split("\n\n"):
            at = text.index(paragraph, at)
            span = (at, at + len(paragraph))
            passages.append(
                Passage(start=span[0], end=span[1], page=number, section="", header=name, sentences=(span,))
            )
            at = span[1]
    place = Path(name).stem.capitalize()
    facts = [
        Fact(kind="authority", value=place, start=0, end=1),
        Fact(kind="published", value=date(2015, 9, 1).isoformat(), start=0, end=0, origin="filename"),
    ]
    if GRADES.get(name, "?") in text:
        start = text.index(GRADES[name])
        facts.append(
            Fact(kind="judgement", key="overall", value=GRADES[name], start=start, end=start + len(GRADES[name]))
        )
    return NewReport(
        id=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        file=SeenFile(path=f"/{name}", source=name, size=len(text), mtime_ns=0),
        title=f"{place}: inspection of children's services",
        document=Document(text=text, pages=tuple(pages), media_type="text/plain"),
        facts=tuple(facts),
        passages=tuple(passages),
        vectors=tuple(np.ones((2, 4), dtype=np.float32) / 2 for _ in passages),
        region=None,
        extraction_version="test",
    )
