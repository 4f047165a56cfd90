"""Which kind of body a question is about, and the question as it would be asked of councils.

Knows what people call each kind (corpus.bodies and the frameworks' files) and which kinds the library holds. The parser
and the translator know councils alone: the kind is a scope beside the query, as a framework is, and what is answered is
worded back. A kind that the library does not hold is left in the question as a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.authorities import find_authorities
from corpus.bodies import CALLED, base_name, kind_of, kinds_of
from corpus.frameworks import framework
from qa.language.phrasing import listed
from qa.question import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.frameworks import BodyKind
    from corpus.model import Report
    from qa.question import Scope

__all__ = ["AsOfCouncils", "asked_of", "held_to", "not_of_one_kind"]

# Bodies that no framework's file tells from others, as whom a set is asked for.
_NOT_TOLD_APART = re.compile(
    r"\b(?:which|what|how many|list|all|the|any)\s+(?P<what>academies|hospitals|GP\s+practices|(?:GP\s+)?surgeries"
    r"|colleges|universities|childminders|dentists)\b",
    re.IGNORECASE,
)
# Before the word the question is about others, or about the place of somebody: "with schools", "a home".
_BESIDE = re.compile(r"\b(?:with|about|to|at|from|into|their|its|own|children['’]s|between|and)\s+$", re.IGNORECASE)
_PLACED = re.compile(
    r"\s*\b(?:that (?:are|lie) )?(?:in|near|around|across|within)\s+(?:the\s+)?(?:area\s+of\s+)?$", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class AsOfCouncils:
    """The question with "council" for the bodies that it is about; `one` and `many` are its own words for them.

    `scope` is the caller's, narrowed to the bodies asked about. `explicit` says that the question names their kind.
    `either` are the bodies, by their own words, that the question's word for them may all mean ("homes").
    """

    question: str
    scope: Scope
    one: str = "authority"
    many: str = "authorities"
    explicit: bool = False
    either: tuple[str, ...] = ()

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


def asked_of(question: str, catalogue: Catalogue, scope: Scope) -> AsOfCouncils:
    """Whom the question is about: bodies of the kind that it names, if the library holds that, else as it stands."""
    held = kinds_of(catalogue.reports)
    plain = AsOfCouncils(question=question, scope=scope)
    if not set(held) - {"council"} or scope.kinds:
        return plain
    names = [span for span, _ in _named(question, catalogue)]
    found = next(iter(_nouns(question, catalogue, held, names)), None)
    if found is None or found.kind == "council":
        if found is None:
            return _of_an_inspection(plain, catalogue, names)
        return plain if names else replace(plain, scope=replace(scope, kinds=("council",)))
    councils, cut = _councils(question, names)
    spans = [(found.start, found.end, found.stands_for), *((start, end, "") for start, end in cut)]
    for start, end, put in sorted(spans, reverse=True):
        question = f"{question[:start]}{put}{question[end:]}"
    narrowed = replace(
        scope,
        kinds=(found.kind,),
        councils=councils,
        frameworks=_within(scope.frameworks, found.frameworks),
    )
    return AsOfCouncils(
        question=re.sub(r"\s+([?.,;])", r"\1", " ".join(question.split())),
        scope=narrowed,
        one=found.one,
        many=found.many,
        explicit=True,
        either=() if found.frameworks else _own_words(found.kind, catalogue),
    )


def _own_words(kind: BodyKind, catalogue: Catalogue) -> tuple[str, ...]:
    """What the frameworks of the library call their bodies of a kind, where they call them differently; else none."""
    known = [one for key in catalogue.frameworks if (one := framework(key)) is not None and one.body.kind == kind]
    said = dict.fromkeys(one.called.bodies[0][1] for one in known if one.called.bodies)
    return tuple(said) if len(said) > 1 else ()


def _of_an_inspection(plain: AsOfCouncils, catalogue: Catalogue, names: list[tuple[int, int]]) -> AsOfCouncils:
    """The question held to the inspection that it names, if that is of no council ("area SEND inspection").

    Where nobody whom the question names had one, it stays as it is: that there was none is then said.
    """
    said: dict[str, list[str]] = {}
    for key in catalogue.frameworks:
        known = framework(key)
        for words in known.called.framework if known is not None and known.body.kind != "council" else ():
            said.setdefault(words, []).append(key)
    for words in sorted(said, key=len, reverse=True):
        match = re.search(rf"(?<![\w-]){_spaced(words)}(?P<many>s)?(?![\w-])", plain.question, re.IGNORECASE)
        if match is None or any(start < match.end() and match.start() < end for start, end in names):
            continue
        many = match["many"] or words.endswith("s")
        keys = tuple(said[words])
        asked = _areas(plain.question)
        if asked and not any(one.framework in keys and one.authority in asked for one in catalogue.reports):
            return plain
        put = "inspections" if many else "inspection"
        return replace(
            plain,
            question=f"{plain.question[: match.start()]}{put}{plain.question[match.end() :]}",
            scope=replace(plain.scope, frameworks=_within(plain.scope.frameworks, keys)),
        )
    return plain


def _within(allowed: tuple[str, ...], named: tuple[str, ...]) -> tuple[str, ...]:
    if not allowed or not named:
        return allowed or named
    return tuple(key for key in named if key in allowed) or ("",)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Noun:
    """The words for the bodies, where in the question they stand, the kind and the frameworks that they mean."""

    start: int
    end: int
    kind: BodyKind
    one: str
    many: str
    stands_for: str
    frameworks: tuple[str, ...] = ()


def _nouns(
    question: str, catalogue: Catalogue, held: tuple[BodyKind, ...], names: list[tuple[int, int]]
) -> Iterator[_Noun]:
    """The words that say whom the question is about: councils first, then the longest, in the order of the question."""
    found: list[tuple[bool, int, int, _Noun]] = []
    for kind, one, many, frameworks in _called(catalogue, held):
        for match in re.finditer(
            rf"(?<![\w-])(?:(?P<many>{_spaced(many)})|{_spaced(one)})(?!['’]s)(?![\w-])", question, re.IGNORECASE
        ):
            inside = any(start < match.end() and match.start() < end for start, end in names)
            # "Oak School" is a name, of whatever body.
            of_a_name = match.start() > 0 and match[0][0].isupper()
            if inside or of_a_name or _BESIDE.search(question, 0, match.start()):
                continue
            several = match["many"] is not None
            noun = _Noun(
                start=match.start(),
                end=match.end(),
                kind=kind,
                one=one,
                many=many,
                stands_for="councils" if several else "council",
                frameworks=frameworks,
            )
            found.append((kind != "council", match.start() - len(match[0]), -len(match[0]), noun))
    yield from (noun for *_, noun in sorted(found, key=lambda one: one[:3]))


def _spaced(words: str) -> str:
    return r"\s+".join(re.escape(word).replace("'", "['’]") for word in words.split())


def _called(catalogue: Catalogue, held: tuple[BodyKind, ...]) -> Iterator[tuple[BodyKind, str, str, tuple[str, ...]]]:
    """What the bodies of the library are called: by their frameworks, then by their kinds."""
    by_words: dict[tuple[BodyKind, str, str], list[str]] = {}
    for key in catalogue.frameworks:
        known = framework(key)
        for one, many in known.called.bodies if known is not None else ():
            assert known is not None
            by_words.setdefault((known.body.kind, one, many), []).append(key)
    for (kind, one, many), keys in by_words.items():
        yield kind, one, many, tuple(keys)
    for kind in held:
        for one, many in CALLED[kind]:
            if (kind, one, many) not in by_words:
                yield kind, one, many, ()


def _named(question: str, catalogue: Catalogue) -> list[tuple[tuple[int, int], Report]]:
    """The bodies of the library, councils aside, that the question names, with where it does, the longest first."""
    found: list[tuple[tuple[int, int], Report]] = []
    lower = question.casefold()
    names = {report.authority: report for report in catalogue.reports if report.authority}
    for name in sorted(names, key=len, reverse=True):
        said = base_name(name)
        if kind_of(names[name]) in ("council", "partnership", None) or said.casefold() not in lower:
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(said)}(?!\w)", question, re.IGNORECASE):
            if all(match.end() <= start or end <= match.start() for (start, end), _ in found):
                found.append((match.span(), names[name]))
    return found


def _councils(question: str, names: list[tuple[int, int]]) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    """The councils in which the bodies are to lie, and what of the question says so."""
    councils: list[str] = []
    cut: list[tuple[int, int]] = []
    for match in find_authorities(question, fuzzy=False):
        if match.rivals or any(start < match.end and match.start < end for start, end in names):
            continue
        before = _PLACED.search(question[: match.start])
        councils.append(match.name)
        cut.append((before.start() if before else match.start, match.end))
    return tuple(dict.fromkeys(councils)), cut


def held_to(asked: AsOfCouncils, catalogue: Catalogue) -> Scope:
    """The scope of what is counted, ranked or followed over time: bodies of one kind.

    That of the bodies that the question names; else councils, where there are any, or the only kind that there is.
    """
    if asked.scope.kinds:
        return asked.scope
    kinds = kinds_of(catalogue.reports)
    if len(kinds) < 2:
        return asked.scope
    named = {kind_of(report) for _, report in _named(asked.question, catalogue)}
    wanted = [kind for kind in kinds if kind in named] or [kind for kind in kinds if kind == "council"]
    # "The area SEND inspection of Rutland" is of its partnership, which bears the council's name.
    of = {kind_of(one) for one in catalogue.reports if one.authority and one.authority in _areas(asked.question)}
    if not named and of and "council" not in of:
        wanted = [kind for kind in kinds if kind in of]
    return replace(asked.scope, kinds=tuple(wanted)) if wanted else asked.scope


def _areas(question: str) -> set[str]:
    return {match.name for match in find_authorities(question)}


def not_of_one_kind(asked: AsOfCouncils, catalogue: Catalogue) -> str | None:
    """Why a set cannot be told: no body of that kind is here, or bodies of several and none is named; else None."""
    if asked.either:
        return f"This library holds reports on {listed(asked.either)}. Say which of them you mean."
    kinds = kinds_of(catalogue.reports)
    if asked.scope.kinds or not kinds:
        return None
    held = f"This library holds reports on {listed([CALLED[kind][0][1] for kind in kinds])}."
    unheld = _NOT_TOLD_APART.search(asked.question)
    if unheld is not None:
        return f"No report here says of itself that it is on {unheld['what'].lower()}. {held}"
    if not set(kinds) - {"council"}:
        return None
    for kind, called in CALLED.items():
        words = "|".join(_spaced(many) for _, many in called)
        asked_for = re.search(
            rf"\b(?:which|what|how many|list|all|the|any)\s+(?:{words})\b", asked.question, re.IGNORECASE
        )
        if kind not in kinds and asked_for:
            return f"There is no report on {called[0][1]} in this library. {held}"
    if len(kinds) > 1 and not held_to(asked, catalogue).kinds:
        return f"{held} Say which of them you mean."
    return None
