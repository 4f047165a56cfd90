"""Claims out of a model's words, each as soon as it is whole: out of JSON or out of lines.

Knows the two forms of reply (qa/llm/prompt.py). Does not know whether a claim is true; what it cannot read is no claim.
"""

from __future__ import annotations

import json
import re
from typing import Any, Literal, cast

from qa.ground.model import Arithmetic, Draft, Quoted

__all__ = ["LONGEST_REPLY", "MOST_CLAIMS", "ReplyReader"]

LONGEST_REPLY = 24_000  # characters; a model that writes more has lost itself
MOST_CLAIMS = 16
_LONGEST_CLAIM = 800

_JSON_START = re.compile(r'"claims"\s*:\s*\[|\A\s*(?:```(?:json)?\s*)?\[(?=\s*[{\]])')
_LINE = re.compile(r"^[\s>*#-]*(CLAIM|FROM|QUOTE|SUM)\**\s*:\**\s*(.*)$|^[\s*]*(END)[\s.*]*$")
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_OPERATIONS = {"difference", "sum", "share", "count"}


class ReplyReader:
    """Reads a reply as it arrives.

    `understood` says whether it had the form of a reply, if only of no claims; `closed` whether its end was seen.
    """

    def __init__(self) -> None:
        self.text = ""
        self.understood = False
        self.closed = False
        self.count = 0
        self._at = 0  # in JSON: where the next claim may begin
        self._lines = 0  # lines read
        self._open: list[tuple[str, str]] = []

    @property
    def full(self) -> bool:
        """Whether more is not worth reading."""
        return len(self.text) > LONGEST_REPLY or self.count >= MOST_CLAIMS

    def feed(self, piece: str) -> list[Draft]:
        """The claims that this piece completes."""
        self.text += piece
        if "<think>" in self.text[:200]:
            if "</think>" not in self.text:
                return []
            self.text = _THOUGHT.sub("", self.text)
        drafts = [*self._json(), *self._whole_lines()][: MOST_CLAIMS - self.count]
        self.count += len(drafts)
        return drafts

    def finish(self) -> list[Draft]:
        """The claim in lines that the end of the reply completes (not to be called for a reply that broke off)."""
        drafts = self.feed("\n")
        if self._open:
            drafts += self.feed("END\n")
        return drafts

    def _json(self) -> list[Draft]:
        if not self._at:
            start = _JSON_START.search(self.text)
            if start is None:
                return []
            self._at = start.end()
        drafts: list[Draft] = []
        decoder = json.JSONDecoder(strict=False)
        while True:
            rest = re.compile(r"[\s,]*").match(self.text, self._at)
            at = rest.end() if rest else self._at
            if self.text[at : at + 1] == "]":
                self.understood = self.closed = True
                return drafts
            try:
                data, self._at = decoder.raw_decode(self.text, at)
            except ValueError:
                return drafts  # not whole yet
            draft = _from_json(data)
            if draft is not None:
                self.understood = True
                drafts.append(draft)

    def _whole_lines(self) -> list[Draft]:
        drafts: list[Draft] = []
        lines = self.text.split("\n")
        for line in lines[self._lines : -1]:
            match = _LINE.match(line.rstrip("\r"))
            if match is None:
                continue
            if match[3] or match[1] == "CLAIM":
                self.understood = True
                self.closed = bool(match[3])
                if self._open:
                    drafts.append(_from_lines(self._open))
                self._open = []
            if match[1]:
                self._open.append((match[1], match[2].strip()))
        self._lines = len(lines) - 1
        return [draft for draft in drafts if draft.text]


def _from_json(data: Any) -> Draft | None:
    if not isinstance(data, dict) or not isinstance(data.get("text"), str) or not data["text"].strip():
        return None
    quotes = [
        Quoted(evidence=_ident(one.get("evidence")), text=one["text"])
        for one in _dicts(data.get("quotes"))
        if isinstance(one.get("text"), str)
    ]
    sums = [
        Arithmetic(operation=one["operation"], of=tuple(map(str, one["of"])), result=str(one.get("result", "")))
        for one in _dicts(data.get("arithmetic"))
        if one.get("operation") in _OPERATIONS and isinstance(one.get("of"), list)
    ]
    return Draft(text=data["text"][:_LONGEST_CLAIM], quotes=tuple(quotes), arithmetic=tuple(sums))


def _dicts(data: Any) -> list[dict[str, Any]]:
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []


def _from_lines(parts: list[tuple[str, str]]) -> Draft:
    text, ident = "", ""
    quotes: list[Quoted] = []
    sums: list[Arithmetic] = []
    for name, words in parts:
        if name == "CLAIM":
            text = words[:_LONGEST_CLAIM]
        elif name == "FROM":
            ident = _ident(words)
        elif name == "QUOTE":
            quotes.append(Quoted(evidence=ident, text=words))
        else:
            pieces = [piece.strip() for piece in words.split("|")]
            if len(pieces) == 3 and pieces[0].lower() in _OPERATIONS:
                operation = cast("Literal['difference', 'sum', 'share', 'count']", pieces[0].lower())
                terms = tuple(term.strip() for term in pieces[1].split(";") if term.strip())
                sums.append(Arithmetic(operation=operation, of=terms, result=pieces[2]))
    return Draft(text=text, quotes=tuple(quotes), arithmetic=tuple(sums))


def _ident(value: Any) -> str:
    return value.strip().strip("[]()\"'").lower() if isinstance(value, str) else str(value)
