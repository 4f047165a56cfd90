"""The service layer: what may be asked of a library from outside, each answer as the plain data that all faces give.

Knows the library's face and what is held between two questions: answers and conversations. Does not know HTTP nor MCP.
Whatever is asked is answered from one moment of the library, whoever writes to it meanwhile.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal

from corpus.errors import PageNotShown, ReportNotFound
from corpus.lock import writing_since
from qa.answer import Answer, Citation, Claim
from qa.listings.answers import answer_table
from qa.listings.reports import report_record
from qa.serve.conversations import ChatNotFound, Conversations
from qa.tables.forms import as_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.model import Report
    from qa.chat.conversation import Conversation
    from qa.library import Library
    from qa.listings.of_library import Listed
    from qa.question import Scope
    from qa.tables.forms import Form
    from qa.tables.model import Table

__all__ = ["Filters", "Service"]

_KEPT_ANSWERS = 512
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What narrows a question, as people write it; `since` and `until` are years, `grade` is an overall one."""

    authorities: tuple[str, ...] = ()
    region: str | None = None
    since: int | None = None
    until: int | None = None
    framework: str | None = None
    grade: str | None = None

    def given(self) -> dict[str, Any]:
        """The filters by name, as `Library.scope` takes them."""
        return {name: getattr(self, name) for name in self.__slots__}


class Service:
    """One library, for many who ask at once; threads may share it.

    Nothing is written into the library unless `write`: then conversations are kept in it. Raises what the library
    raises, InspectQAError all of it.
    """

    def __init__(self, library: Library, *, write: bool = False) -> None:
        self.library = library
        self.write = write
        self.chats = Conversations(lambda: library.chat(save=write))
        self._answers: OrderedDict[tuple[Any, ...], Answer] = OrderedDict()
        self._guard = threading.Lock()

    # asking

    def ask(self, question: str, filters: Filters, *, told: Callable[[str, Any], None] | None = None) -> dict[str, Any]:
        """The answer to a question that stands alone.

        `told` hears of it on the way: "evidence" with what was found, "claim" with each that passes the gate.
        """
        with self.library.resources.store.database.snapshot():
            scope = self.scope(filters)
            key = (self._moment(), question, scope)
            answer = self._answers.get(key) if self.library.resources.model is None else None
            if answer is None:
                answer = self._asked(question, scope, told)
                self._keep(key, answer)
            if told is not None:
                told("understood", answer.understood)
            return self.data(answer)

    def _asked(self, question: str, scope: Scope, told: Callable[[str, Any], None] | None) -> Answer:
        if told is None:
            return self.library.ask(question, scope=scope)
        for part in self.library.stream(question, scope=scope, found=lambda one: told("evidence", self.evidence(one))):
            if isinstance(part, Answer):
                return part
            told("claim", _claim(part))
        raise AssertionError("a stream ends with its answer")

    def turn(
        self, chat: str, text: str, filters: Filters, *, told: Callable[[str, Any], None] | None = None
    ) -> dict[str, Any]:
        """The answer to the next turn of a conversation; `told` hears "understood" too, the turn as it stands alone."""
        with self.chats.turn(chat) as conversation, self.library.resources.store.database.snapshot():
            before = len(conversation.turns)
            say = told or (lambda *_: None)
            answer = conversation.ask(
                text,
                scope=self.scope(filters),
                understood=lambda question: say("understood", {"question": question}),
                claimed=lambda claim: say("claim", _claim(claim)),
                found=lambda one: say("evidence", self.evidence(one)),
            )
            return {**self.data(answer), **self._turn(conversation, before)}

    def chat(self, chat: str) -> list[dict[str, Any]]:
        """The turns of a conversation with their answers."""
        conversation = self.chats.read(chat)
        turns = list(conversation.turns)
        return [{**self.data(turn.answer), **self._turn(conversation, n)} for n, turn in enumerate(turns)]

    @staticmethod
    def _turn(conversation: Conversation, n: int) -> dict[str, Any]:
        turn = conversation.turns[n]
        return {"turn": n + 1, "asked": turn.asked, "stood_alone": turn.question if turn.rewritten else None}

    def search(self, question: str, k: int, filters: Filters) -> list[dict[str, Any]]:
        """The passages that fit a question best, best first."""
        with self.library.resources.store.database.snapshot():
            found = self.library.search(question, k=k, scope=self.scope(filters))
            return [
                {
                    "report": self._ids[one.report],
                    "source": _name(one.source),
                    "title": one.title,
                    "page": one.page if one.paged else None,
                    "score": round(one.score, 4),
                    "text": one.text,
                    "start": one.start,
                    "end": one.end,
                }
                for one in found
            ]

    def find(self, words: str, each: Literal["report", "authority"], filters: Filters) -> dict[str, Any]:
        """What the reports say of a theme, report by report."""
        with self.library.resources.store.database.snapshot():
            return self.data(self.library.find(words, each=each, scope=self.scope(filters)))

    def recommendations(
        self, about: str, by: Literal["year", "region", "grade"] | None, filters: Filters
    ) -> dict[str, Any]:
        """What reports want improved."""
        with self.library.resources.store.database.snapshot():
            return self.data(self.library.recommendations(about, by=by, scope=self.scope(filters)))

    # looking around

    def status(self) -> dict[str, Any]:
        """What is held here, what can be filtered by, and whether an ingest runs."""
        with self.library.resources.store.database.snapshot():
            catalogue = self.library.resources.catalogue
            given = {report.judgements["overall"] for report in catalogue.reports if "overall" in report.judgements}
            model = self.library.resources.settings.model
            return {
                "reports": len(catalogue.reports),
                "pages": sum(report.pages for report in catalogue.reports),
                "authorities": list(catalogue.authorities),
                "regions": list(catalogue.regions),
                "frameworks": list(catalogue.frameworks),
                "years": list(catalogue.years),
                "grades": sorted(given),
                "model": model,
                "remark": self._remark,
                "write": self.write,
                "ingest_since": writing_since(self.library.resources.settings.library),
            }

    @cached_property
    def _remark(self) -> str | None:
        """Where passages go, when the chat model is not on this machine."""
        model = self.library.resources.model
        return None if model is None else model.remark

    def reports(self, filters: Filters, *, offset: int = 0, limit: int = 1_000) -> dict[str, Any]:
        """The reports that pass the filters, by authority and date."""
        with self.library.resources.store.database.snapshot():
            scope = self.scope(filters)
            chosen = [one for one in self.library.resources.catalogue.reports if scope.admits(one)]
            return {"total": len(chosen), "reports": [_report(one) for one in chosen[offset : offset + limit]]}

    def judgements(self, filters: Filters, *, offset: int = 0, limit: int = 1_000) -> dict[str, Any]:
        """The reports that pass the filters and give a grade, by authority and date."""
        every = self.reports(filters, limit=2**31)["reports"]
        graded = [one for one in every if one["judgements"]]
        return {"total": len(graded), "reports": graded[offset : offset + limit]}

    def facts(self, name: str) -> dict[str, Any]:
        """A report with what was read out of it, each fact with its page and quote."""
        with self.library.resources.store.database.snapshot():
            report = self.report(name)
            return {**_report(report), "facts": self.library.facts(report)}

    def figures(self, filters: Filters, measure: str | None = None) -> list[dict[str, Any]]:
        """The standard statistics that the reports record, each with its page and quote."""
        with self.library.resources.store.database.snapshot():
            scope = self.scope(filters)
            chosen = [one for one in self.library.resources.catalogue.reports if scope.admits(one)]
            return [
                {"report": one.id, "title": one.title, "authority": one.authority, **fact}
                for one in chosen
                for fact in self.library.facts(one)
                if fact["kind"] == "statistic" and measure in (None, fact["key"])
            ]

    def table(self, name: Listed, filters: Filters, form: Form) -> bytes:
        """What the library lists under that name, as a file."""
        return as_bytes(_public(self.library.table(name, scope=self.scope(filters))), form)

    def turn_table(self, chat: str, turn: int, form: Form) -> bytes:
        """The rows of an answer of a conversation, as a file; raises ChatNotFound, also for a turn that it has not."""
        turns = list(self.chats.read(chat).turns)
        if not 1 <= turn <= len(turns):
            raise ChatNotFound(
                f"This conversation has {len(turns)} turns; there is no turn {turn}. Name one from 1 on."
            )
        return as_bytes(_public(answer_table(turns[turn - 1].answer)), form)

    def page(self, name: str, page: int, *, start: int | None = None, end: int | None = None) -> dict[str, Any]:
        """A page's text; of `start` and `end`, offsets in the report, `mark` says where in the text they lie."""
        with self.library.resources.store.database.snapshot():
            report = self.report(name)
            [(where, text)] = self.library.page_texts(report, page=page)
            mark = None
            if start is not None and end is not None and start < where.end and where.start < end:
                mark = [max(start, where.start) - where.start, min(end, where.end) - where.start]
            return {
                **_report(report),
                "page": page,
                "label": where.label,
                "start": where.start,
                "text": text,
                "mark": mark,
            }

    def image(self, name: str, page: int, *, start: int | None = None, end: int | None = None) -> bytes:
        """A page as a PNG, the span from `start` to `end` lit; raises PageNotShown, which names no folder."""
        lit = [] if start is None or end is None else [(start, end)]
        with self.library.resources.store.database.snapshot():
            report = self.report(name)
            try:
                return self.library.page_image(report, page, highlight=lit)
            except PageNotShown as error:
                raise PageNotShown(
                    f"Page {page} of {report.title} cannot be drawn: its file has moved or changed since it was read, "
                    "or has no pages. Read its text instead."
                ) from error

    def report(self, name: str) -> Report:
        """The report that `name` means: its id, number, file name or title; raises ReportNotFound."""
        if _DIGEST.fullmatch(name):
            for one in self.library.resources.catalogue.reports:
                if one.id == name:
                    return one
            raise ReportNotFound(
                "That report is no longer in the library, or was replaced by a newer file. Ask the question again."
            )
        return self.library.report(name)

    def scope(self, filters: Filters) -> Scope:
        """The scope of these filters; raises FilterError for a name that is not known."""
        return self.library.scope(**filters.given())

    # answers as data

    def data(self, answer: Answer) -> dict[str, Any]:
        """The documented object, with each citation's report by its id, and `shown`: what a person is shown, in order.

        Of `source` the folder is left out: where files lie on this machine is nobody's business elsewhere.
        """
        data = answer.to_dict()
        for name in ("citations", "nearest", "retrieved"):
            for plain, one in zip(data[name], getattr(answer, name), strict=True):
                plain |= {"report": self._ids.get(one.report), "source": _name(one.source)}
                plain.pop("url", None)
        data["shown"] = [_part(part.kind, part.text, part.citation, told=part.told) for part in answer.parts()]
        return data

    def evidence(self, answer: Answer) -> dict[str, Any]:
        """What an answer may rest on, before a chat model has worded it."""
        data = self.data(answer)
        return {name: data[name] for name in ("citations", "nearest", "retrieved")}

    @property
    def _ids(self) -> dict[int, str]:
        reports = self.library.resources.catalogue.reports
        return self.library.resources.store.database.kept("ids", lambda: {one.number: one.id for one in reports})

    def _moment(self) -> tuple[Any, ...]:
        """What the library holds, as far as an answer can depend on it; another after an ingest."""
        store = self.library.resources.store
        return store.database.kept(
            "moment",
            lambda: tuple(
                tuple(row)
                for row in store.rows(
                    "SELECT (SELECT total(number) FROM passages), (SELECT count(*) FROM vectors),"
                    " (SELECT count(*) FROM facts), (SELECT group_concat(report || field || at) FROM corrections),"
                    " (SELECT group_concat(report || ':' || counted) FROM editions),"
                    " group_concat(id || extraction_version) FROM reports"
                )
            ),
        )

    def _keep(self, key: tuple[Any, ...], answer: Answer) -> None:
        with self._guard:
            self._answers[key] = answer
            while len(self._answers) > _KEPT_ANSWERS:
                self._answers.popitem(last=False)


def _public(table: Table) -> Table:
    """The table without where files lie on this machine: of a path the file's name, and no address of a file."""
    kept = [at for at, column in enumerate(table.columns) if column.kind != "link"]
    paths = {at for at in kept if table.columns[at].kind == "path"}
    rows = (tuple(_name(str(row[at])) if at in paths and row[at] else row[at] for at in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[at] for at in kept), rows=tuple(rows))


def _part(kind: str, text: str, citation: Citation | None, *, told: bool) -> dict[str, Any]:
    return {"kind": kind, "text": text, "n": citation.n if citation and kind == "citation" else None, "told": told}


def _claim(claim: Claim) -> dict[str, Any]:
    return {"text": claim.text, "citations": list(claim.citations)}


def _report(report: Report) -> dict[str, Any]:
    row = report_record(report)
    dates = {name: value.isoformat() for name, value in row.items() if isinstance(value, date)}
    return {"id": report.id, **row, **dates, "judgements": report.judgements, "source": _name(report.source)}


def _name(source: str) -> str:
    return PurePath(source.replace("\\", "/")).name
