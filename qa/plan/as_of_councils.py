"""A question put as it would be asked of councils, with the bodies that it names: what its readers share.

Knows the fields and bodies' names. Does not know whom a question is about (qa.plan.bodies).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.authorities import authority, find_authorities
from corpus.bodies import NO_OTHER, base_name, kind_of, short_names
from qa.language.marks import APOSTROPHES

if TYPE_CHECKING:
    from corpus.model import Report
    from qa.question import Catalogue, Scope

__all__ = ["AsOfCouncils", "areas_of", "named_bodies", "of_both", "spaced", "within"]


@dataclass(frozen=True, kw_only=True, slots=True)
class AsOfCouncils:
    """The question with "council" for the bodies that it is about; `one` and `many` are its own words for them.

    `scope` is the caller's, narrowed to the bodies asked about. `explicit` says that the question names their kind.
    `either` are the bodies, by their own words, that the question's word for them may all mean ("homes"). `unheld`
    says that the inspectorate named has no report here on those asked about.
    """

    question: str
    scope: Scope
    one: str = "authority"
    many: str = "authorities"
    explicit: bool = False
    either: tuple[str, ...] = ()
    unheld: str = ""

    def worded(self, text: str) -> str:
        """What was said of councils, said of these bodies."""
        if not self.explicit:
            return text
        an = "an" if self.one[:1] in "aeiou" else "a"
        text = re.sub(
            r"\b([Aa])n authority\b",
            lambda found: ("An" if found[1] == "A" else "an")[: len(an)] + f" {self.one}",
            text,
        )
        text = re.sub(
            r"\b([Aa]) council\b", lambda found: (an.capitalize() if found[1] == "A" else an) + f" {self.one}", text
        )
        text = re.sub(r"\b(?:authorities|councils)\b", self.many, text)
        text = re.sub(r"\b(?:Authorities|Councils)\b", self.many.capitalize(), text)
        return re.sub(r"\b(?:local )?(?:authority|council)\b", self.one, text)


def within(allowed: tuple[str, ...], named: tuple[str, ...]) -> tuple[str, ...]:
    if not allowed or not named:
        return allowed or named
    return tuple(key for key in named if key in allowed) or ("",)


def spaced(words: str) -> str:
    return r"\s+".join(re.escape(word).replace("'", "['’]") for word in words.split())


def areas_of(question: str) -> set[str]:
    return {match.name for match in find_authorities(question)}


def of_both(question: str, catalogue: Catalogue) -> set[str]:
    """The councils that the question names and no list has, whose names partnerships here bear, too."""
    borne: dict[str, set[str | None]] = {}
    for report in catalogue.reports:
        if report.authority and not authority(report.authority):
            borne.setdefault(report.authority, set()).add(kind_of(report))
    return {
        name
        for name, kinds in borne.items()
        if {"council", "partnership"} <= kinds
        and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", question, re.IGNORECASE)
    }


def named_bodies(question: str, catalogue: Catalogue) -> list[tuple[tuple[int, int], Report]]:
    """The bodies of the library, councils aside, that the question names, with where it does, the longest first."""
    found: list[tuple[tuple[int, int], Report]] = []
    lower = APOSTROPHES.sub("", question.casefold())
    names = {report.authority: report for report in catalogue.reports if report.authority}
    # A partnership mostly bears the name of its council, by which it cannot be told from that.
    councils = {report.authority for report in catalogue.reports if kind_of(report) in ("council", None)}
    own = [name for name in names if name not in councils and not authority(name)]
    # A short name that is another's whole one is that other's: "Derby" is no school.
    taken = {base_name(name).casefold() for name in names}
    short = {said: name for said, name in short_names(own).items() if said.casefold() not in taken}
    called = [*((base_name(name), name) for name in own), *short.items()]
    for said, name in sorted(called, key=lambda one: len(one[0]), reverse=True):
        if APOSTROPHES.sub("", said.casefold()) not in lower:
            continue
        shape = APOSTROPHES.sub("['’‘]?", re.escape(said))
        whole = said == base_name(name)
        for match in re.finditer(rf"(?<!\w){shape}(?!\w){'' if whole else NO_OTHER}", question, re.IGNORECASE):
            if all(match.end() <= start or end <= match.start() for (start, end), _ in found):
                found.append((match.span(), names[name]))
    return found
