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
from corpus.bodies import CALLED, kind_of, kinds_of
from corpus.frameworks import framework, frameworks
from qa.language.phrasing import listed
from qa.plan.as_of_councils import AsOfCouncils, areas_of, named_bodies, of_both, spaced, within
from qa.plan.inspections import of_an_area, of_an_inspection, of_an_inspectorate, of_another_inspection
from qa.plan.qualified import qualified
from qa.question import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.frameworks import BodyKind
    from qa.question import Scope

__all__ = ["AsOfCouncils", "asked_of", "asks_of_many", "held_to", "not_of_one_kind", "of_others"]

# Bodies that no framework's file tells from others, as whom a set is asked for.
_NOT_TOLD_APART = re.compile(
    r"\b(?:which|what|how many|list|all|the|any)\s+(?P<what>academies|hospitals|GP\s+practices|(?:GP\s+)?surgeries"
    r"|colleges|universities|childminders|dentists)\b",
    re.IGNORECASE,
)
# Before the word the question is about others, or about the place of somebody: "with schools", "a home".
_BESIDE = re.compile(
    r"\b(?:with|about|to|at|from|into|their|its|own|children['’]s|between|and"
    r"|(?:type|kind|sort)\s+of)\s+$",
    re.IGNORECASE,
)
_CALLED_SO = re.compile(r"\bcouncil,? (?:called|named)(?= [A-Z\d])")  # "the home called Quayside"
_NUMBERED = re.compile(r"\s+(?:id|identifier|number|no\.|reference|code)\b", re.IGNORECASE)
# Areas that are told or given something are local areas; that are judged, mostly what is judged.
_LOCAL_AREAS = re.compile(
    r"\b(?:which|what|how\s+many)\s+(?P<areas>areas)\s+(?:(?:were|was|have\s+been|had\s+been)\s+"
    r"(?:told|asked|required|given\s+(?:something|anything))|(?:had|have)\s+to)\b",
    re.IGNORECASE,
)
_OF_MANY = re.compile(r"\b(?:which|how many|how often|list|who|every|all|any)\b", re.IGNORECASE)
_PLACED = re.compile(
    r"\s*\b(?:that (?:are|lie) )?(?:in|near|around|across|within)\s+(?:the\s+)?(?:area\s+of\s+)?$", re.IGNORECASE
)


def asked_of(question: str, catalogue: Catalogue, scope: Scope) -> AsOfCouncils:
    """Whom the question is about: bodies of the kind that it names, if the library holds that, else as it stands."""
    held = kinds_of(catalogue.reports)
    plain = AsOfCouncils(question=question, scope=scope)
    if not set(held) - {"council"} or scope.kinds:
        return plain
    names = [span for span, _ in named_bodies(question, catalogue)]
    found = next(iter(_nouns(question, catalogue, held, names)), None)
    if found is None or found.kind == "council":
        if found is not None and (others := of_another_inspection(plain, catalogue)):
            return others
        if named := _of_the_named_bodies(plain, catalogue):
            inspected = of_an_inspectorate(named, catalogue, names)
            if inspected.unheld:  # a partnership bears the name of its council, whose reports may be meant
                whole = of_an_inspectorate(plain, catalogue, names)
                return inspected if whole.unheld else whole
            return of_an_inspection(named, catalogue, names) if inspected is named else inspected
        of_councils = plain if found is None or names else replace(plain, scope=replace(scope, kinds=("council",)))
        inspected = of_an_inspectorate(of_councils, catalogue, names)
        if inspected is not of_councils or found is not None:
            return inspected
        return of_an_area(plain, catalogue) or of_an_inspection(plain, catalogue, names)
    inspected = of_an_inspectorate(plain, catalogue, names)
    if inspected is not plain and not inspected.unheld:  # "How many care homes are rated good by the CQC?"
        return asked_of(inspected.question, catalogue, inspected.scope)
    # A partnership bears its council's name, by which it is asked about.
    councils, cut = _councils(question, names) if found.kind != "partnership" else ((), [])
    called = list(_called(catalogue, held))
    keys = found.frameworks or tuple(key for key in catalogue.frameworks if _kind(key) == found.kind)
    said = [
        words for kind, one, many, of in called if (kind, of) == (found.kind, found.frameworks) for words in (one, many)
    ]
    country, cut_too = qualified(question, (found.start, found.end), keys, said)
    cut += cut_too
    spans = [(found.start, found.end, found.stands_for), *((start, end, "") for start, end in cut)]
    for start, end, put in sorted(spans, reverse=True):
        question = f"{question[:start]}{put}{question[end:]}"
    narrowed = replace(
        scope,
        kinds=(found.kind,),
        councils=councils,
        frameworks=within(within(scope.frameworks, found.frameworks), country),
    )
    asked = AsOfCouncils(
        question=re.sub(r"\s+([?.,;])", r"\1", " ".join(_CALLED_SO.sub("council", question).split())),
        scope=narrowed,
        one=found.one,
        many=found.many,
        explicit=True,
        either=() if found.frameworks or country else _own_words(found.kind, catalogue),
    )
    # "The SEND inspection of the Derby partnership": which of a partnership's inspections.
    return _of_its_inspection(asked, catalogue) if found.kind == "partnership" else asked


def _of_the_named_bodies(plain: AsOfCouncils, catalogue: Catalogue) -> AsOfCouncils | None:
    """The question held to the kind of the bodies that it names, where they are of one kind and no council is named."""
    named = named_bodies(plain.question, catalogue)
    kinds = {kind for _, report in named if (kind := kind_of(report)) is not None}
    # What only partnerships have tells one from the council of its name: "Upperdale Youth Justice Service".
    if not named and of_both(plain.question, catalogue) and _of_partnerships(plain.question, catalogue):
        kinds = {"partnership"}
    if len(kinds) != 1 or _councils(plain.question, [span for span, _ in named])[0]:
        return None
    return replace(plain, scope=replace(plain.scope, kinds=tuple(kinds)))


def _of_partnerships(question: str, catalogue: Catalogue) -> bool:
    """Whether the question has a word for partnerships or for an inspection of theirs."""
    said = [(one, many) for kind, one, many, _ in _called(catalogue, ("partnership",)) if kind == "partnership"]
    words = "|".join(spaced(word) for pair in said for word in pair)
    return bool(re.search(rf"(?<![\w-])(?:{words})(?![\w-])", question, re.IGNORECASE)) or any(
        _inspections(question, catalogue)
    )


def _of_its_inspection(asked: AsOfCouncils, catalogue: Catalogue) -> AsOfCouncils:
    names = [span for span, _ in named_bodies(asked.question, catalogue)]
    inspected = of_an_inspection(asked, catalogue, names)
    return inspected if inspected is asked else replace(inspected, either=())


def _own_words(kind: BodyKind, catalogue: Catalogue) -> tuple[str, ...]:
    """What the frameworks of the library call their bodies of a kind, where they call them differently; else none."""
    known = [one for key in catalogue.frameworks if (one := framework(key)) is not None and one.body.kind == kind]
    said = dict.fromkeys(one.called.bodies[0][1] for one in known if one.called.bodies)
    return tuple(said) if len(said) > 1 else ()


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
    names = [*names, *_inspections(question, catalogue)]  # "the local area SEND inspection" names no local area
    for kind, one, many, keys in _called(catalogue, held):
        for match in re.finditer(
            rf"(?<![\w-])(?:(?P<many>{spaced(many)})|{spaced(one)})(?!['’]s)(?![\w-])", question, re.IGNORECASE
        ):
            inside = any(start < match.end() and match.start() < end for start, end in names)
            # "Oak School" is a name, of whatever body, and "centre ID" a number's.
            of_a_name = match.start() > 0 and match[0][0].isupper() and not one[0].isupper()
            of_a_name = of_a_name or _NUMBERED.match(question, match.end()) is not None
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
                frameworks=keys,
            )
            found.append((kind != "council", match.start() - len(match[0]), -len(match[0]), noun))
    told = _LOCAL_AREAS.search(question) if "partnership" in held else None
    if told is not None:
        start, end = told.span("areas")
        one, many = CALLED["partnership"][1]
        of = tuple(key for key in catalogue.frameworks if _kind(key) == "partnership")
        areas = _Noun(
            start=start, end=end, kind="partnership", one=one, many=many, stands_for="councils", frameworks=of
        )
        found.append((True, start - end, start - end, areas))
    yield from (noun for *_, noun in sorted(found, key=lambda one: one[:3]))


def _inspections(question: str, catalogue: Catalogue) -> Iterator[tuple[int, int]]:
    """Where the question names an inspection of partnerships, whose name may have the word for these in it."""
    for key in catalogue.frameworks:
        known = framework(key)
        for words in known.called.framework if known is not None and known.body.kind == "partnership" else ():
            for match in re.finditer(rf"(?<![\w-]){spaced(words)}(?![\w-])", question, re.IGNORECASE):
                yield match.span()


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


def _kind(key: str) -> BodyKind | None:
    known = framework(key)
    return known.body.kind if known is not None else None


def held_to(asked: AsOfCouncils, catalogue: Catalogue) -> Scope:
    """The scope of what is counted, ranked or followed over time: bodies of one kind.

    That of the bodies that the question names; else councils, where there are any, or the only kind that there is.
    """
    if asked.scope.kinds:
        return asked.scope
    kinds = kinds_of(catalogue.reports)
    if len(kinds) < 2:
        return asked.scope
    named = {kind_of(report) for _, report in named_bodies(asked.question, catalogue)}
    wanted = [kind for kind in kinds if kind in named] or [kind for kind in kinds if kind == "council"]
    # "The area SEND inspection of Rutland" is of its partnership, which bears the council's name.
    of = {kind_of(one) for one in catalogue.reports if one.authority and one.authority in areas_of(asked.question)}
    if not named and of and "council" not in of:
        wanted = [kind for kind in kinds if kind in of]
    return replace(asked.scope, kinds=tuple(wanted)) if wanted else asked.scope


def _not_here(catalogue: Catalogue, kinds: tuple[BodyKind, ...]) -> list[str]:
    """What people call many bodies of which the library has no report, the longest first."""
    here = {many for key in catalogue.frameworks if (one := framework(key)) for _, many in one.called.bodies}
    here |= {many for kind in kinds for _, many in CALLED[kind]}
    known = {many for called in CALLED.values() for _, many in called}
    known |= {many for one in frameworks() for _, many in one.called.bodies}
    return sorted(known - here, key=len, reverse=True)


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
    words = "|".join(map(spaced, _not_here(catalogue, kinds)))
    asked_for = re.search(
        rf"\b(?:which|what|how many|list|all|the|any)\s+(?P<whom>{words})\b", asked.question, re.IGNORECASE
    )
    if asked_for:
        return f"There is no report on {asked_for['whom'].lower()} in this library. {held}"
    if len(kinds) > 1 and not held_to(asked, catalogue).kinds:
        return f"{held} Say which of them you mean."
    return None


def of_others(question: str, topics: Sequence[str]) -> bool:
    """Whether the bodies asked for are called by a word that nothing here knows ("Which gyms are outstanding?")."""
    words = "|".join(re.escape(one) for one in topics)
    shape = (
        rf"\b(?:which|what|how many|list (?:all )?(?:the )?)\s+(?:{words})\s+(?:is|are|was|were|has|have|had|got|get)\b"
    )
    return bool(words) and re.search(shape, question, re.IGNORECASE) is not None


def asks_of_many(question: str) -> bool:
    """Whether a word says that a set, or each of one, is asked for: then no one body of it is meant."""
    return _OF_MANY.search(question) is not None
