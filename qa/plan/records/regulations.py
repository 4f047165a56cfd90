"""Regulations and standards that a report judges one by one.

Knows their names as reports print them and how people say that one is kept. Does not know any report.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.plan.records.model import AsksRecord, Form
from qa.plan.records.text import Text, phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.frameworks import Framework
    from qa.plan.records.model import Whom

__all__ = ["read_verdict", "regulation_name"]

_NUMBERED = re.compile(r"(?:outcome\s+)?(?P<number>\d{1,3}(?:\.\d+)?)[:.]?\s+", re.IGNORECASE)
_PROGRESS = re.compile(r"\b(?:how\s+much\s+)?progress\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow\s+many\b", re.IGNORECASE)
_REGULATIONS = re.compile(r"\b(?:regulations?|standards?|outcomes?)(?:\s+(?P<number>\d{1,3})(?!\w))?", re.IGNORECASE)
_HELD_TO = re.compile(
    r"\b(?:compliant|complian(?:ce|t)|compl(?:y|ies|ied)|comply(?:ing)?)(?:\s+with)?\b", re.IGNORECASE
)
_FAILED = re.compile(
    r"\b(?:fail(?:s|ed|ing)?(?:\s+to\s+(?:meet|comply\s+with))?|breach(?:es|ed|ing)?|in\s+breach\s+of)\b", re.IGNORECASE
)
_MET = re.compile(r"\b(?:met|meets?|meeting)\b", re.IGNORECASE)


def read_verdict(
    text: Text, held: Sequence[Framework], whom: Whom, known: Mapping[str, Sequence[str]]
) -> AsksRecord | None:
    """What is asked of regulations: by the framework of those asked about; None where it may be two frameworks'."""
    read: list[tuple[AsksRecord, str]] = []
    for one in held:
        trial = Text(text.left)
        asks = _of_framework(trial, one, whom, known[one.key]) if known.get(one.key) else None
        if asks is not None:
            read.append((asks, trial.left))
    if not read:
        return None
    # One regulation is told of each body by whichever of its reports judges it.
    if len(read) > 1 and not (whom.named and all(asks.keys for asks, _ in read)):
        return None
    first, text.left = read[0]
    frameworks = tuple(key for asks, _ in read for key in asks.frameworks)
    keys = tuple(dict.fromkeys(key for asks, _ in read for key in asks.keys))
    return replace(first, frameworks=frameworks, keys=keys)


def _of_framework(text: Text, one: Framework, whom: Whom, known: Sequence[str]) -> AsksRecord | None:
    scale = one.verdicts.scale if one.verdicts is not None else ()
    keys, about = _regulations(text, known)
    grades = _verdict_grades(text, one, scale)
    if not (keys or about) or not scale:
        return None
    every = _HOW_MANY.search(text.left) or re.search(r"\b(?:which|what|list)\b", text.left, re.IGNORECASE)
    text.take(_HELD_TO)
    if any("progress" in grade for grade in scale):
        text.take(_PROGRESS)
        text.take(r"\bmade\b")
    for words in sorted((one.subject, *one.called.framework), key=len, reverse=True):
        text.take(phrase(words))
    label = f"the judgement on {regulation_name(keys[0])}" if keys else "the judgement on each regulation"
    if whom.named:
        if not keys and not (grades and every):
            return None
        form: Form = "value" if keys else "count" if _HOW_MANY.search(text.left) else "members"
        # Of one regulation its judgement is told, whichever was asked about.
        return AsksRecord(
            kind="verdict", form=form, label=label, keys=keys, frameworks=(one.key,), grades=() if keys else grades
        )
    if not whom.several or not keys or not grades:
        return None
    return AsksRecord(
        kind="verdict", form="count" if whom.count else "members", label=label, keys=keys, frameworks=(one.key,),
        grades=grades,
    )  # fmt: skip


def regulation_name(key: str) -> str:
    """A regulation as it is told of, by the number and name that its report prints."""
    number, _, name = key.partition(" ")
    return f"regulation {number} ({name})" if number.isdecimal() else key


def _parted(key: str) -> tuple[str, str]:
    """The number of a regulation, an outcome or an indicator ("" for none), and its name."""
    found = _NUMBERED.match(key)
    return (found["number"].lstrip("0"), key[found.end() :]) if found else ("", key)


def _regulations(text: Text, known: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The regulations that the text names, by number or name, and whether it speaks of regulations at all."""
    numbered: set[str] = set()
    about = False
    while (found := text.take(_REGULATIONS)) is not None:
        about = True
        if found["number"]:
            numbered |= {key for key in known if _parted(key)[0] == found["number"].lstrip("0")}
            if not numbered:
                return (), False
    names: dict[str, set[str]] = {}
    for key in known:
        names.setdefault(_parted(key)[1].casefold(), set()).add(key)
    for name in sorted(names, key=len, reverse=True):
        if text.take(phrase(name)):
            # One name under two numbers, of centres of two kinds, is the same subject.
            return tuple(sorted(names[name] & numbered or names[name])), True
    return tuple(sorted(numbered)), about


def _verdict_grades(text: Text, one: Framework, scale: Sequence[str]) -> tuple[str, ...]:
    """The judgements that the text asks for, longest first: "not compliant" is not "compliant"."""
    negative = re.compile(rf"\b(?:not\s+(?:be\s+)?|non-?)({_HELD_TO.pattern})", re.IGNORECASE)
    if text.take(negative) or text.take(_FAILED):
        return (scale[-1],)
    for grade in sorted(scale, key=len, reverse=True):
        if text.take(rf"\b(?:{one.printed[grade].pattern})(?:\s+with)?\b"):
            return (grade,)
    if text.take(_HELD_TO) or text.take(_MET):
        return (scale[0],)
    return ()
