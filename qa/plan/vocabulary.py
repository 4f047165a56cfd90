"""The words in which people ask for judgement areas, grades, frameworks and the reports themselves.

Knows English phrases and the labels of the frameworks' own data. Does not know the library or what a question wants.
The areas' keys are those of corpus.frameworks; phrases of areas that are not in the table below are their labels.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from corpus.frameworks import frameworks
from corpus.language.pattern import Lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.frameworks import Framework

__all__ = [
    "GENERIC",
    "GRADE_WORDS",
    "HOW_GOOD",
    "LIGHT",
    "QUALIFYING",
    "Named",
    "find_areas",
    "find_frameworks",
    "find_grades",
    "find_own_words",
]


class Named(NamedTuple):
    """A key that a question names, and where."""

    key: str
    start: int
    end: int


_CHILDREN = r"(?:children|child|kids|youngsters|young people|teenagers|those)"
# Longer and more particular phrases first; what one has taken, the next leaves alone.
_AREAS: tuple[tuple[str, str], ...] = (
    ("lscb", r"(?:local )?safeguarding (?:childrens? |children['’]?s )?boards?(?: \(lscb\))?|lscbs?(?:['’]s)?"),
    (
        "help_and_protection",
        rf"(?:{_CHILDREN} )?(?:who )?(?:needing|need|in need of|requiring) (?:of )?help (?:and|&|or) protection"
        rf"|(?:help(?:ing)?(?:,? and |-and-| & |/| n )protect(?:ion|ing)|"
        rf"protect(?:ion|ing)(?:,? and |-and-| & |/| n )help(?:ing)?)(?:,?(?: of)? {_CHILDREN})?|"
        rf"child protection(?= (?:grade|judge?ment|rating))"
        r"|(?:the )?protection(?= (?:grade|judge?ment|rating))",
    ),
    (
        "care_leavers",
        rf"(?:experiences? and progress of )?care[ -]leavers?|leaving care|"
        rf"care[ -]experienced (?:young )?(?:people|adults)"
        rf"|{_CHILDREN} (?:who (?:are |were )?)?leav(?:ing|e) care|young people who (?:have )?left care",
    ),
    ("adoption", r"adoption(?: (?:performance|services?|work|agency|arm))?|adopters|adoptions"),
    (
        "in_care",
        rf"(?:looked[ -]after {_CHILDREN}|{_CHILDREN} (?:who are |"
        rf"who were )?(?:being )?looked[ -]after(?: and (?:achieving )?permanence)?"
        rf"|{_CHILDREN} in (?:the )?(?:public )?care|in care|achieving permanence|looked[ -]after|lac|"
        rf"cla)(?: services?)?",
    ),
    (
        "leadership",
        r"leadership(?:,? (?:and )?management(?: and governance)?)?|leaders['’]? impact|"
        r"impact of leaders(?: on (?:social work )?practice"
        r"(?: with children and families)?)?|governance|(?:senior )?(?:leaders|managers|management)(?:['’]s?)?|"
        r"(?:top )?bosses(?:['’]s?)?|(?:the )?way (?:in which )?(?:\w+ ){0,3}?(?:is|was|are|were|['’]s) "
        r"(?:being )?(?:led|run|managed|governed)|how well(?: \w+){0,3}? (?:led|run|managed)|those in charge|"
        r"people at the top",
    ),
    ("overall", r"overall(?: effectiveness)?|(?:the )?headline|as a whole|across the board|in general|in total"),
)
_GRADES: tuple[tuple[str, str], ...] = (
    (
        "requires improvement",
        r"requir(?:es?|ed|ing) improvement(?: to be good)?|r\.?i\.?(?= |$|[?.,;:)'’])|needs? improvement",
    ),
    (
        "inadequate",
        r"inad[aei]qu?ate(?:ly|s)?|inadequacy|(?:a|an|outright|straight) fail|fail(?:ing|ed|s|ure)?(?! to| of|"
        r" in | as)|failing grade",
    ),
    ("outstanding", r"outstandings?|oustanding|outstading"),
    ("satisfactory", r"satisfactory"),
    ("adequate", r"adequate"),
    (
        "good",
        r"(?<!any\s)good(?! (?:practice|examples?|quality|work|things?|use|enough|about|idea|progress|news|"
        r"outcomes?|at \w+ing)\b)",
    ),
)
_BETTER = Lazy(
    r"\b(?:good|outstanding) or (?:better|outstanding|above|good)\b|\bat least good\b|\bgood and (?:above|"
    r"outstanding|better)\b"
)
_WORSE = Lazy(
    r"(?:\b(?:less than|below|worse than)|(?:\bnot|n['’]t) (?:(?:yet|currently|still|even|at least) )*)\s*good\b"
    r"(?: or (?:better|outstanding))?"
)
_THAN = Lazy(r"\b(?P<way>better|higher|above|worse|lower|below)(?:\s+than)?\s+$")
# "Pass or fail?" names no grade, but asks for one.
_EITHER_WAY = Lazy(r"\bpass(?:ed|ing)?\s+or\s+(?:an?\s+)?fail(?:ed|ing)?\b|\bfail(?:ed)?\s+or\s+pass(?:ed)?\b")
_ORDER = ("outstanding", "good", "requires improvement", "inadequate")

GRADE_WORDS = Lazy(
    r"\b(?:rat(?:ed|ings?)|(?:did|does|do|would) (?:ofsted|inspectors?|they|hmi) (?:last |first )?rate|"
    r"(?:ofsted|inspectors?|they|hmi)['’]?s? (?:\w+ ){0,6}?rate(?! of| per| was|"
    r" for)|grad(?:ed?|es|ings?)|judg(?:ed?|e?ments?)|verdicts?|outcomes?|scor(?:ed?|es)|result|"
    r"(?:ofsted|inspection) (?:history|record|status|results?|scores?|outcomes?)|deemed|label(?:led)?|"
    r"ranking|come out|came out|(?:what|which|top|bottom|low|high|full|overall) (?:\w+ )?marks?|"
    r"marks? (?:for|in|on|overall|given|awarded)|pass(?:ed|ing)? or (?:a )?fail(?:ed|ing)?|fail(?:ed)? or pass(?:ed)?|"
    r"(?:did|has|have|does) (?:\S+ ){0,4}?pass(?:ed)?(?= (?:its|the|their|this|that|in|at|inspection|ofsted|"
    r"overall)\b|\?|$)|"
    r"(?:did|does|do|was|were|has|have|how) (?:\S+ ){0,4}?mark(?:ed)?(?! (?:improvement|difference|change|decline|"
    r"contrast|the))|overall effectiveness|(?:ofsted|inspectors?)['’]?s? (?:view|opinion|assessment|take)|"
    r"where (?:does|do|did|is|was|has) (?:\S+ ){0,6}?(?:stand|stood)|"
    r"how (?:well )?(?:did|does|do|has|have|had) (?:\S+ ){0,8}?(?:do|done|fared?|perform(?:ed)?)(?= on\b| in\b|"
    r" with\b| across\b| when\b| the last\b| last\b| back\b| then\b| after\b| following\b| during\b| by\b|"
    r" for\b| at\b| under\b| over\b| overall| out\b|\?|$)|"
    r"how (?:do|does|did) (?:ofsted|inspectors) see)\b"
)

# Of an authority or an area it asks for a grade; of anything else ("assessments") for what is said of it.
HOW_GOOD = Lazy(r"\bhow (?:effective|good) (?:was|were|is|are)\b|\bany good\b(?! \w)")

_OLD_OR_NEW = r"(?:(?:the )?(?:old(?:er)?|new(?:er)?|former|earlier|later|present|so-called) )?"
_REGIME = r"(?: (?:inspection )?(?:framework|regime|system|arrangements))?"
_FRAMEWORKS: tuple[tuple[str, str], ...] = (
    ("SIF", rf"{_OLD_OR_NEW}(?:sif|single inspection framework){_REGIME}"),
    ("ILACS", rf"{_OLD_OR_NEW}(?:ilacs|inspections? of local authority children['’]?s services){_REGIME}"),
)


def _words(name: str) -> frozenset[str]:
    """The words of a data file beside this one; a line that begins with # is a comment."""
    lines = (files("qa.plan") / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


# Words that say nothing about which answer is wanted; what is left of a question after these is its topic.
GENERIC = _words("generic_words.txt")
# Words that say nothing besides where a grade, an inspector or an inspection's day is asked for.
LIGHT = _words("light_words.txt")


# Of those, the words that say nothing of a grade but make a figure another one: "known", "seen within ...".
QUALIFYING = frozenset(
    """known seen see within visited visits visit checked again named read tried single taken start started ended
    finished carried case cases reviews lost leave left stopped returned types type average particular different
    """.split()
)


@lru_cache(maxsize=8)
def _area_patterns(keys: tuple[str, ...]) -> tuple[tuple[str, Lazy], ...]:
    """The table's areas and those that only the frameworks `keys` have, by their label and words."""
    patterns = [(key, _compiled(words)) for key, words in _AREAS]
    known = {key for key, _ in _AREAS}
    for one in frameworks():
        for key, area in one.areas.items():
            if key not in known and one.key in keys:
                words = {area.label, *(word for word in area.words if word.casefold() not in GENERIC)}
                patterns.append((key, _compiled("|".join(map(re.escape, sorted(words, key=len, reverse=True))))))
    return tuple(patterns)


@lru_cache(maxsize=1)
def _grade_patterns() -> tuple[tuple[str, Lazy], ...]:
    patterns = [(key, _compiled(words)) for key, words in _GRADES]
    known = {key for key, _ in _GRADES}
    # Grades of schools, homes and prisons ("poor") are everyday words: they count where the library has such reports.
    councils = (one for one in frameworks() if one.body.kind in ("council", "partnership"))
    extra = {grade.casefold() for one in councils for grade in one.printed} - known
    patterns += [(grade, _compiled(re.escape(grade))) for grade in sorted(extra, key=len, reverse=True)]
    return tuple(patterns)


@lru_cache(maxsize=8)
def _own_patterns(keys: tuple[str, ...]) -> tuple[tuple[str, Lazy], ...]:
    """What these frameworks are called; the grades and areas that only they have, not councils' children's services."""
    known_grades = {grade for grade, _ in _GRADES}
    held = [one for one in frameworks() if one.key in keys]
    patterns: dict[str, str] = {}
    for one in held:
        if one.called.framework:
            patterns[f"framework.{one.key}"] = "|".join(map(re.escape, one.called.framework))
        if _of_childrens_services(one):
            continue
        for grade in one.printed:
            if grade.casefold() not in known_grades:
                shapes = [_in_the_plural(grade), *map(re.escape, one.said.get(grade, ()))]
                patterns.setdefault(f"grade.{grade.casefold()}", "|".join(shapes))
    said = _own_area_words(held)
    for key, words in said.items():
        patterns[f"area.{key}"] = "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
    longest = sorted(patterns.items(), key=lambda item: -len(item[1]))
    return tuple((key, _compiled(words)) for key, words in longest)


def _of_childrens_services(one: Framework) -> bool:
    return one.body.kind == "council" and one.headline == "overall"


def _in_the_plural(grade: str) -> str:
    """A grade as it is said of one and of many: "needs attention", "need attention"."""
    verb, space, rest = grade.partition(" ")
    return f"{re.escape(verb[:-1])}s?{re.escape(space + rest)}" if verb.endswith("s") and rest else re.escape(grade)


def _own_area_words(held: Sequence[Framework]) -> dict[str, set[str]]:
    """What people say for each area that no table here has, and at length for one that it has; the short words where
    all reports are of such a kind.

    A short word that means two of the areas means neither.
    """
    known = {key for key, _ in _AREAS}
    alone = bool(held) and not any(map(_of_childrens_services, held))
    said: dict[str, set[str]] = {}
    short: dict[str, set[str]] = {}
    for one in held:
        for key, area in one.areas.items():
            if key not in known and not _of_childrens_services(one):
                said.setdefault(key, set()).update({area.label, key.replace("_", " "), *area.words} - GENERIC)
            elif not _of_childrens_services(one) and (long := {one for one in area.words if one.count(" ") > 1}):
                said.setdefault(key, set()).update(long)  # "overall experiences and progress", of a home
            for word in area.short if alone else ():
                short.setdefault(word, set()).add(key)
    for word, areas in short.items():
        areas |= {key for one in held for key, area in one.areas.items() if word in area.words}
        if len(areas) == 1:
            said.setdefault(next(iter(areas)), set()).add(word)
    return said


def find_own_words(text: str, keys: tuple[str, ...]) -> list[Named]:
    """The grades and areas of the library's own kinds of report that `text` names, as concepts ("grade.thriving").

    The longest of two that overlap is meant ("attendance and behaviour", "behaviour").
    """
    every = [Named(key, *match.span()) for key, shape in _own_patterns(keys) for match in shape.finditer(text)]
    found: list[Named] = []
    for one in sorted(every, key=lambda one: one.start - one.end):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _compiled(words: str) -> Lazy:
    spaced = re.sub(r"(?:\\ | )", r"\\s+", words)
    return Lazy(rf"(?<![\w-])(?:{spaced})(?!\w)")


def _found(patterns: Iterable[tuple[str, Lazy]], text: str) -> list[Named]:
    found: list[Named] = []
    for key, pattern in patterns:
        for match in pattern.finditer(text):
            if all(match.end() <= one.start or one.end <= match.start() for one in found):
                found.append(Named(key, match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)


def find_areas(text: str, keys: tuple[str, ...] = ()) -> list[Named]:
    """The judgement areas that `text` names, in its order; `keys` are the frameworks of the library."""
    own = [Named(one.key[5:], one.start, one.end) for one in find_own_words(text, keys) if one.key.startswith("area.")]
    for one in own:
        text = text[: one.start] + "\x00" * (one.end - one.start) + text[one.end :]
    return sorted([*own, *_found(_area_patterns(keys), text)], key=lambda one: one.start)


def find_grades(text: str) -> list[Named]:
    """The grades that `text` names, in its order; 'good or better' names both, 'less than good' those below."""
    either = _EITHER_WAY.search(text)
    if either:
        text = text[: either.start()] + " " * (either.end() - either.start()) + text[either.end() :]
    found: list[Named] = []
    for pattern, grades in ((_WORSE, _ORDER[2:]), (_BETTER, _ORDER[:2])):
        match = pattern.search(text)
        if match:
            found = [Named(grade, match.start(), match.end()) for grade in grades]
            text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
            break
    for one in _found(_grade_patterns(), text):
        than = _THAN.search(text[: one.start])
        if than and one.key in _ORDER:
            at = _ORDER.index(one.key)
            beyond = _ORDER[:at] if than["way"].casefold() in ("better", "higher", "above") else _ORDER[at + 1 :]
            found += [Named(grade, one.start, one.end) for grade in beyond]
        else:
            found.append(one)
    found.sort(key=lambda one: one.start)
    return [one for one in found if not re.search(r"\bhow\s+$", text[: one.start], re.IGNORECASE)]


def find_frameworks(text: str) -> list[Named]:
    """The inspection frameworks that `text` names by abbreviation or name."""
    known = {key for key, _ in _FRAMEWORKS}
    named = [
        (one.key, _compiled(re.escape(words)))
        for one in frameworks()
        for words in (one.name, *sorted(one.called.framework, key=len, reverse=True))
        if one.key not in known and words
    ]
    return _found([*((key, _compiled(words)) for key, words in _FRAMEWORKS), *named], text)
