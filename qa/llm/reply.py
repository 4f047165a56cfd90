"""What a model pointed at and what it said of it, out of its words: out of JSON, of lines, or of bare numbers.

Knows the forms of a reply (qa/llm/prompt.py) and those that models fall into instead: one claim without its list,
numbers as text, quotes in place of numbers. Does not know the sentences, nor whether a claim is true.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from qa.ground.model import Arithmetic
from qa.llm.loose import begins_json, data_in, ended, said_in

__all__ = ["MOST_CLAIMS", "MOST_SENTENCES", "Pointed", "Reply", "read_reply"]

MOST_CLAIMS = 16
MOST_SENTENCES = 8
_LONGEST_CLAIM = 800

_LISTS = ("claims", "answers", "statements", "results", "items")
_NUMBERS = ("sentences", "sentence", "numbers", "number", "evidence", "ids", "id", "sources", "source", "choice")
_TEXTS = ("text", "claim", "statement", "answer")
_QUOTES = ("quotes", "quote", "quotation")
_FIGURES = ("figure", "value")
_OPERATIONS = {"difference", "sum", "share", "count"}
_LINE = re.compile(r"^[\s>*#-]*(CLAIM|SENTENCES?|FROM|QUOTE|FIGURE|SUM)\**\s*:\**\s*(.*)$|^[\s*]*(END)[\s.*]*$")
_BARE = re.compile(
    r"\A\W*(?:sentences?|numbers?|answers?)?\W*((?:\d{1,3}\W{0,4}(?:and\W{1,3})?){1,8})\Z", re.IGNORECASE
)
_NONE = re.compile(r"\A\W*(?:none|no sentence|0)\b[^.]{0,60}\W*\Z", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pointed:
    """One thing a model said: the numbers of its sentences, its words ("" for none), what else it gave.

    `figure` is the one of the sentence that it means. `quotes` are (id, words) where it copied in place of pointing.
    """

    sentences: tuple[int, ...] = ()
    text: str = ""
    figure: str = ""
    quotes: tuple[tuple[str, str], ...] = ()
    arithmetic: tuple[Arithmetic, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """A reply as read: `understood` says whether it had the form of one, if only of "none".

    `adrift` counts the claims that point at nothing; `whole` says whether its end was seen.
    """

    understood: bool
    pointed: tuple[Pointed, ...] = ()
    adrift: int = 0
    whole: bool = True


def read_reply(text: str, *, whole: bool = True) -> Reply:
    """What the reply points at and says; of one that broke off (`whole` is false) the last claim's words are let go."""
    said = said_in(text)
    whole = whole and ended(said)
    # Lines may hold "[2]", and JSON no line of ours: what the reply begins with says which of the two it is.
    found = None if begins_json(said) else _from_lines(said)
    if found is None:
        data = data_in(said)
        found = None if data is None else _from_data(data)
    if found is None:
        found = _from_bare(said)
    if found is None:
        return Reply(understood=False, whole=whole)
    kept = [one for one in found if one.sentences or one.quotes or one.text][:MOST_CLAIMS]
    if kept and not whole:
        kept[-1] = replace(kept[-1], text="", arithmetic=())
    resting = [one for one in kept if one.sentences or one.quotes]
    return Reply(understood=True, pointed=tuple(dict.fromkeys(resting)), adrift=len(kept) - len(resting), whole=whole)


# --- JSON


def _from_data(data: Any) -> list[Pointed] | None:
    """None where the data have nothing of a reply in them."""
    if isinstance(data, list):
        if data and all(_number(one) is not None for one in data):
            return [Pointed(sentences=_numbers(data))]
        inner = [_from_data(one) for one in data if isinstance(one, dict)]
        known = [one for one in inner if one is not None]
        return [each for one in known for each in one] if known or not data else None
    for name in _LISTS:
        listed = _loaded(data.get(name))
        if isinstance(listed, list | dict):
            return [one for one in map(_from_item, _items(listed)) if one is not None]
    one = _from_item(data)
    return None if one is None else [one]


def _from_item(data: dict[str, Any]) -> Pointed | None:
    pointing = next((data[name] for name in _NUMBERS if name in data), None)
    quotes = tuple(_quoted(data))
    text = next((data[name] for name in _TEXTS if isinstance(data.get(name), str)), "")
    if pointing is None and not quotes and not text.strip():
        return None
    figure = next((str(data[name]) for name in _FIGURES if isinstance(data.get(name), str | int | float)), "")
    return Pointed(
        sentences=_numbers(pointing),
        text=text.strip()[:_LONGEST_CLAIM],
        figure=figure.strip(),
        quotes=quotes,
        arithmetic=tuple(_sums(data.get("arithmetic"))),
    )


def _quoted(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in _QUOTES:
        held = data.get(name)
        for one in held if isinstance(held, list) else [held]:
            words = one.get("text", one.get("quote")) if isinstance(one, dict) else one
            if isinstance(words, str) and words.strip():
                yield _ident((one if isinstance(one, dict) else data).get("evidence")), words


def _sums(data: Any) -> Iterator[Arithmetic]:
    for one in _items(data):
        if one.get("operation") in _OPERATIONS and isinstance(one.get("of"), list):
            yield Arithmetic(
                operation=one["operation"], of=tuple(map(_term, one["of"])), result=str(one.get("result", ""))
            )


def _items(data: Any) -> list[dict[str, Any]]:
    listed = [data] if isinstance(data, dict) else data
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _loaded(data: Any) -> Any:
    """A list that was sent as the text of one."""
    if not isinstance(data, str):
        return data
    try:
        return json.loads(data)
    except ValueError:
        return data_in(data)


# --- lines


def _from_lines(said: str) -> list[Pointed] | None:
    found: list[Pointed] = []
    understood = False
    at = ""
    for line in said.splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        understood = True
        name, words = (match[1] or "").rstrip("S"), (match[2] or "").strip().strip("*").strip()
        if name == "CLAIM" or (name and not found):
            found.append(Pointed())
        if name:
            found[-1] = _with(found[-1], name, words, at)
            at = _ident(words) if name == "FROM" else at
    return found if understood else None


def _from_bare(said: str) -> list[Pointed] | None:
    """Numbers and nothing else, or that there is none."""
    if _NONE.match(said):
        return []
    bare = _BARE.match(said)
    return [Pointed(sentences=_numbers(re.findall(r"\d+", bare[1])))] if bare else None


def _with(one: Pointed, name: str, words: str, at: str) -> Pointed:
    if name == "CLAIM":
        return replace(one, text=words[:_LONGEST_CLAIM])
    if name == "FIGURE":
        return replace(one, figure=words)
    if name == "QUOTE":
        return replace(one, quotes=(*one.quotes, (at, words)))
    if name == "SUM":
        pieces = [piece.strip() for piece in words.split("|")]
        if len(pieces) == 3 and pieces[0].lower() in _OPERATIONS:
            operation = cast("Literal['difference', 'sum', 'share', 'count']", pieces[0].lower())
            terms = tuple(_term(term) for term in pieces[1].split(";") if term.strip())
            return replace(
                one, arithmetic=(*one.arithmetic, Arithmetic(operation=operation, of=terms, result=pieces[2]))
            )
        return one
    return replace(one, sentences=(*one.sentences, *_numbers(re.findall(r"(?<![a-z])\d+", words.lower()))))


# --- numbers


def _numbers(value: Any) -> tuple[int, ...]:
    """The sentence numbers of 3, "3", "[3, 7]" or a list of such; 0 and what is no number are none."""
    if isinstance(value, str):
        value = re.findall(r"(?<![\w.])\d{1,3}(?![\w.]*\w)", value)
    listed = value if isinstance(value, list) else [value]
    found = [number for one in listed if (number := _number(one))]
    return tuple(dict.fromkeys(found))[:MOST_SENTENCES]


def _number(value: Any) -> int | None:
    if isinstance(value, dict):
        value = value.get("number", value.get("sentence"))
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value < 1000 else None
    match = re.fullmatch(r"\W*(\d{1,3})\W*", value) if isinstance(value, str) else None
    return int(match[1]) if match else None


def _term(value: Any) -> str:
    return str(value).strip()


def _ident(value: Any) -> str:
    return value.strip().strip("[]()\"'").lower() if isinstance(value, str) else "" if value is None else str(value)
