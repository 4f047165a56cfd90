"""One turn as it was typed: its lead-in taken off, what it names of its own, and the words that are left.

Knows English lead-ins, pronouns and relative times. Does not know what was said before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.language.periods import find_periods
from qa.language.words import blanked
from qa.plan import plan_question
from qa.plan.kinds import which_of
from qa.plan.places import find_places
from qa.plan.vocabulary import find_areas, find_grades

if TYPE_CHECKING:
    from qa.question import Catalogue, Plan

__all__ = ["ParsedTurn", "place_spans", "read_turn", "region_spans", "time_spans"]

_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
_NEW_TOPIC = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|right|now|so|and|well|thanks|cheers|great|cool|good)\W+)*(?:(?:on (?:a|to a) "
    r")?(?:different|new|another|other"
    r"|next) (?:subject|topic|question|matter|note|thing|one(?=\s*[:,–-]))|something (?:else|different)(?: "
    r"(?:entirely|now))?"
    r"|(?:let'?s )?(?:change|changing|switch(?:ing)?) (?:of |the )?(?:subject|topic|tack)s?|"
    r"switch(?:ing)?(?: (?:over|now|tack))?(?=\s*[:,.–-])|forget (?:that|it"
    r"|all that)|unrelated(?:ly)?|start(?:ing)? (?:over|again|afresh))\b\W*",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^\W*(?:(?:and|so|but|ok(?:ay)?|also|then|right|well|now|oh|hm+|yes|no|yeah|great|interesting|thanks"
    r"|thank you|ta|cheers|cool|sure|actually|please|perfect|lovely|brilliant|fine|switch(?:ing)?(?: "
    r"(?:over|back))?(?: to)?"
    r"|moving on(?: to)?|back to|turning to"
    r"|could you (?:please )?(?:say|tell me)|can you (?:please )?(?:say|tell me)|do you know|tell me|i(?: would"
    r"|'d) like to know|i wonder|i see|got it)\b"
    r"[\s,.:;!-]*(?=\w))+",
    re.IGNORECASE,
)
_WHAT_ABOUT = re.compile(
    r"(?:(?:what|how) about|(?:the )?same(?: thing| question| figure| again)?,? (?:for|in|with|but(?: for| in)?)"
    r"|ditto(?: for| in)?|likewise(?: for| in)?)\s+(?=\w)",
    re.IGNORECASE,
)
_BEFORE_TIME = re.compile(r"(?:,\s*|\b(?:about|published|inspected)\s+)$", re.IGNORECASE)
# What may stand beside a slot in a turn that says nothing else: "same thing for Leeds then?"
_FILLERS = frozenset(
    """a an and or in at for of on to the what about how same thing question again also too then now please one ones
    that this it
    is was were are did do does as well with so but ok there here instead s only just figure figures answer their them
    they its
    year time times inspection inspections report reports council councils authority city county borough by from during
    number grade rating judgement judgment overall result over next ever be than vs versus compared like likewise
    ditto give me show us let see earlier previous later following preceding instead i mean meant sorry any some
    what's how's that's it's
    case look looking doing going inspected published visit""".split()
)
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedTurn:
    """A turn: `text` without its lead-in, how it would be read alone, and where its slots stand.

    `time` is its own time with the words that lead to it ("at the end of March 2014"); `words` are what is left beside
    slots and fillers. `fresh` says that the person announced another subject, `led` that the turn began with "and",
    "what
    about" and the like.
    """

    text: str
    plan: Plan
    fresh: bool
    led: bool
    time: str
    places: tuple[tuple[int, int], ...]
    times: tuple[tuple[int, int], ...]
    words: tuple[str, ...]

    @property
    def named(self) -> bool:
        """Whether it names whom it is about."""
        plan = self.plan
        return bool(
            plan.authorities or plan.absent_authorities or plan.unknown_places or plan.ambiguous or plan.regions
        )

    @property
    def bare(self) -> bool:
        """Whether nothing is in it but slots."""
        return not self.words


def read_turn(text: str, catalogue: Catalogue) -> ParsedTurn:
    """Read one turn against what the library holds."""
    tidy = " ".join(text.translate(_STRAIGHT).split())
    cut = _NEW_TOPIC.sub("", tidy)
    fresh = cut != tidy
    stripped = _LEAD_IN.sub("", cut)
    led = stripped != cut
    about = _WHAT_ABOUT.match(stripped)
    if about:
        stripped, led = stripped[about.end() :], True
    plan = plan_question(stripped, catalogue=catalogue)
    places = place_spans(stripped, catalogue)
    times = time_spans(stripped)
    masked = blanked(stripped, (*places, *times))
    named = [(one.start, one.end) for one in (*find_areas(masked, catalogue.frameworks), *find_grades(masked))]
    rest = blanked(masked, [*named, *region_spans(masked, catalogue)])
    words = [word.casefold() for word in _WORD.findall(rest)]
    which = which_of(stripped)
    if which:
        words = [
            word for word in words if not which_of(word) and word not in ("last", "before", "prior", "first", "most")
        ]
    return ParsedTurn(
        text=stripped,
        plan=plan,
        fresh=fresh,
        led=led,
        time=_time(stripped[times[0][0] : times[0][1]]) if times else "",
        places=tuple(places),
        times=tuple(times),
        words=tuple(word for word in words if word not in _FILLERS),
    )


def _time(words: str) -> str:
    """'in 2015' of "in the 2015" (report), of "2015" or of ", 2015"."""
    words = re.sub(r"\bthe (?=(?:19|20)\d\d$)", "", " ".join(words.split()).lstrip(", "), flags=re.IGNORECASE)
    words = re.sub(r"^by(?: the time of)?(?: the)? (?=(?:19|20)\d\d$)", "in ", words, flags=re.IGNORECASE)
    return words if re.match(r"[a-z]+ ", words) else f"in {words}"


def place_spans(text: str, catalogue: Catalogue) -> list[tuple[int, int]]:
    """Where `text` names authorities, known or not; regions left out."""
    found = find_places(text, catalogue)
    regions = set(region_spans(text, catalogue)) if found.regions else set()
    return sorted(span for span in found.spans if span not in regions)


def region_spans(text: str, catalogue: Catalogue) -> list[tuple[int, int]]:
    """Where `text` names regions ("the South East")."""
    found = find_places(text, catalogue)
    if not found.regions:
        return []
    return sorted((start, end) for start, end in found.spans if find_places(text[start:end], catalogue).regions)


def time_spans(text: str) -> list[tuple[int, int]]:
    """Where `text` names times, with the prepositions before them ("at the end of March 2014")."""
    spans = []
    for found in find_periods(text):
        before = _BEFORE_TIME.search(text[: found.start])
        spans.append((before.start() if before else found.start, found.end))
    return spans
