"""Which kind of question it is, from its words.

Knows the forms of English questions about inspection reports. Does not know the library: authorities, periods, areas
and measures come in as what others found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from corpus.language.pattern import Lazy, phrase
from qa.plan.answer_type import ASKING, COUNT, MORE, WHEN, WHY, answer_type_of

if TYPE_CHECKING:
    from qa.question import Direction, Kind, Which

__all__ = ["QuestionFeatures", "direction_of", "kind_of", "which_of"]


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionFeatures:
    """How many of what a question names, as far as its kind depends on it."""

    authorities: int
    named_place: bool
    regions: int
    periods: int
    areas: int
    grades: int
    measures: int
    inspectors: int
    wants_grade: bool
    topics: int
    recommendations: bool
    stretch: bool
    rest: str  # the words that name nothing


_PERSON = phrase(
    r"(?:lead|reporting|leading|senior) (?:hmi|inspect[eo]rs?)|who (?:was |were )?(?:the )?(?:lead|led|"
    r"inspect(?:ed|s)?|headed(?: up)?|ran|fronted|"
    r"carried out|conducted|in charge|undertook|did(?= (?:\S+ ){0,6}?(?:re-?)?(?:inspect\w*|visit|report|"
    r"ofsted|ilacs|sif)))|whose (?:team|inspection|report)|"
    r"name of the (?:[\w-]+ )*inspector|who (?:was|is|were) (?:\S+ ){0,3}?(?:hmi|inspect[eo]rs?)|(?:under|by) whom|"
    r"inspection lead(?:er)?|who (?:wrote|authored|signed off)|inspectors? (?:name|called)|inspector in charge"
    r"|(?:hmi|inspectors?) (?:\w+ )?(?:in charge|responsible|at the helm|leading|who (?:led|headed|ran))|"
    r"in charge of (?:the |that |this |its |their )?(?:\w+ )?(?:inspection|visit|team)|(?:second[ -]in[ "
    r"-]command|deputy|"
    r"number two)(?= (?:\S+ ){0,5}?(?:inspection|inspectors?|team|visit)\b)"
    r"|which (?:hmi|inspectors?)|inspectors?['’]?s? names?|inspected by who(?:m)?|led by who(?:m)?|"
    r"hmi(?: name)?(?= \?|\?|$)"
)
_LED = phrase(r"who (?:was |were )?(?:the )?(?:led|lead|leads|headed(?: up)?|fronted|inspected)")
_INSPECTION = phrase(
    r"(?:re-?)?inspect(?:ions?|ed|[eo]rs?|ing|s)|visit(?:ed)?|hmi|that one|reports?|ofsted|sif|ilacs|"
    r"team (?:that|which|who)|(?:declared|found|judged|rated|graded|labelled|branded)"
)
_DATE = phrase(
    WHEN + r"|how long ago|(?:on )?(?:what|which) (?:date|dates|day|days|month|months|year)|dates?|"
    r"(?:publication|inspection) dates?|how long (?:ago )?(?:did|was|were)(?: (?:the|its|that|their|this|'s|"
    r"s'|last|latest|"
    r"first|previous|most|recent|full|ofsted|ofsted's|ilacs|sif|children's|services?|council's?|single|"
    r"standard|\w+ (?=(?:re-?)?inspection "
    r"(?:last|take)))){0,6} (?:re-?)?(?:inspections?|visit|inspectors)"
    r"|how long (?:was|were|did) (?:the )?(?:inspectors|ofsted)"
    r"|how recently|how many (?:days|weeks) (?:did|was|were|on[ -]?site)|(?:how many|number of) days (?:\S+ "
    r"){0,4}?(?:inspection|"
    r"inspectors|visit)\b|since when"
)
_EVENT = phrase(
    r"publish\w*|publication|released?|issued|come out|came out|inspect(?:ed|ions?|ors?|ing)|on[ -]?site|"
    r"visit(?:ed)?|reports?|dated?|"
    r"re-?inspect\w*|ofsted|judged|rated|graded|go in|went in|last (?:looked at|seen)|carried out"
)
_LIST = phrase(
    r"(?:what|which|list|name)(?: the| were| are)? (?:\w+ )?(?:strengths|weaknesses|things)|"
    r"(?:main|key|biggest|top) (?:strengths|weaknesses)"
)
_MEMBERS = (
    r"(?:local )?(?:councils?|authorit(?:y|ies)|las|boroughs?|counties|cities|places|services|departments|"
    r"inspections?|reports?|providers?|"
    r"trusts|ones)"
)
_AGGREGATE = phrase(
    rf"(?:which|what(?:['’]s)?|how many|list|name|any|all|every|each|other|many|number of|proportion of|share of|"
    rf"percentage of|count of|most|what % of|"
    rf"no|all (?:of )?the|best|worst|top|bottom|find|show(?: me)?|tell me)(?: \S+){{0,5}}? {_MEMBERS}|"
    rf"who(?:['’]s|se)?|which|(?:is|are|was|were) there|anywhere|any(?:one|body)|every(?:one|body)|no(?:body| one)|"
    rf"some(?:one|body)"
    r"|are there|^\W*(?:the )?(?:local )?(?:councils|authorities|las|boroughs|counties|places|departments|services|"
    r"providers|trusts|"
    r"cities|reports|inspections)|"
    r"how many|number of|all (?:of )?the (?:inadequate|outstanding|good)s?|any|have any|has any|somewhere|where"
)
_COMPARE = phrase(
    r"compar\w+|vs?\.?|versus|against|same|both|differ(?:s|ed|ent|ence)?|better|worse|or|than|more|fewer|"
    r"less|higher|lower|between|each|"
    r"respectively|and|side by side|who had|which had|as (?:good|bad) as|match(?:ed)?"
)
_TREND = phrase(
    r"history|over time|over the (?:years|inspections)|trends?|trajectory|track(?: record)?|trac(?:e|ed|"
    r"ing)|chang(?:e|es|ed|ing)|evol\w+|timeline|"
    r"direction|journey|(?:up or down|down or up)|rising|falling|rise|risen|rose|fall|fallen|fell|"
    r"declin\w+|deteriorat\w+|worsen\w*|"
    r"improv(?:ed|ing)|g[eo]t(?:ten|s)? (?:better|worse)|getting (?:better|worse)|progress(?:ed|ion)|mov(?:e|"
    r"ed|ement)|what (?:has )?happened to|"
    r"(?:each|every|all|successive|past|previous|three|four|five|last (?:two|three|four|"
    r"few)) (?:\w+ ){0,3}?(?:inspections|reports|ratings|grades|judge?ments|visits)|each (?:inspection|"
    r"report)|"
    r"every \w+ (?:rating|grade|judge?ment)|in order|year (?:by|on|after) year|inspection (?:by|after|to) inspection|"
    r"report (?:by|to|after) report|"
    r"(?:through|down|across) the years|over (?:its|their|all|the) (?:\w+ )?(?:reports|inspections)|so far|fared over|"
    r"(?:went|go|goes|gone|going) (?:up|down|backwards?|forwards?)|on the (?:up|way up|mend|slide|way down)|"
    r"how many inspections (?:has|have)|increas\w+|decreas\w+|"
    r"grow\w*|grew|drop(?:ped|s)?|ratings|run through|across(?= (?:its|their|all|the|every|each|(?:\w+ "
    r")?(?:inspections|reports))\b)"
    r"|from (?:report|inspection|one)|turn(?:ed|ing)? (?:around|things|(?:the|a) corner)|slipp?ed|"
    r"climbed|stayed|since|always|long[ -]term"
)
_LATEST = phrase(
    r"latest|(?:most|more) recent(?:ly)?|(?<!the )current(?:ly)?|the current|newest|up[ -]to[ -]date|"
    r"right now|nowadays|today|at (?:present|the moment|this point)|presently|as of now|as (?:it|things) stands?|"
    r"last (?:time|inspect\w*|report\w*|ofsted|visit\w*|rat\w+|grad\w+|judg\w+|overall|published|result|verdict|one)|"
    r"(?:was|were|is|been|did|get|got|inspectors|ofsted|hmi|they) last|now(?= |\?|$)|is (?:it "
    r")?(?:still|now)|these days|recent"
)
_PREVIOUS = phrase(
    r"previous(?:ly)?|before (?:that|(?:the |its |their )?(?:latest|last|most recent|current))|"
    r"last but one|penultimate|preceding|the (?:one|inspection|report|"
    r"time) before|prior (?:inspection|report|grade|rating|"
    r"judge?ment)|(?:inspection|report|time) before(?: the)?(?: last| latest)?|used to be|former(?:ly)?|"
    r"second[ -]to[ -]last|last time but one"
)
_FIRST = phrase(
    r"(?:first|earliest|oldest|initial) (?:ever )?(?:\w+ )?(?:inspection|report|judge?ment|rating|grade|"
    r"ofsted|one|visit)|(?:earliest|oldest)|at first|originally"
)
_EACH = phrase(
    r"(?:each|every) (?:of (?:its|the|their) )?(?:\w+ ){0,2}(?:inspections?|reports?|time|visit)|"
    r"all (?:of )?(?:its|the|their)? ?(?:\w+ )?(?:inspections|reports)"
)


_HOW = phrase(r"how (?:does|do|did|is|are|was|were|has|have|had|can|could)|what (?:does|do|did)")
# Nouns of which a report states numbers.
_COUNTED = phrase(
    r"posts?|vacanc(?:y|ies)|workers?|cases|referrals|assessments|complaints|families|carers|adopters|placements|"
    r"visits|"
    r"children|kids|pupils|teenagers|youngsters|plans|conferences|interviews|episodes|homes|apprentic\w+|reviews|"
    r"audits|"
    r"contacts|households|orders|allegations|jobs|students|staff|admissions|appointments|enquiries|investigations|"
    r"exclusions|offences|runaways|adoptions|caseloads?"
)
_AGAINST_NOW = phrase(
    r"compar\w+|vs?\.?|versus|than|against|from|and (?:what|how|where) (?:is|are) (?:it|they|things) now|and now"
)
# "Which of Leeds, Hull and York was good?": a set within those named.
_PICKED = phrase(r"(?:which|how many|any|none|who|what (?:share|proportion|percentage)|all|both) of(?! the areas?)")
_WHICH_AREA = phrase(
    r"(?:which|what)(?: \w+)?(?: \w+)? (?:areas?|judge?ments?|strands?|elements?|categor(?:y|ies)|aspects?|"
    r"parts?)(?: \w+){0,6}? "
    r"(?:lowest|worst|weakest|poorest|highest|best|strongest)|(?:lowest|worst|weakest|poorest|highest|best|"
    r"strongest)[ -]"
    r"(?:graded |rated |judged |scoring |performing )?(?:areas?|judge?ments?|strands?|elements?|aspects?|parts?)"
)
_VERSUS = phrase(r"compar\w+|vs?\.?|versus")
_ASKS = phrase(r"did|was|is|has|have|which|what|how many")
_VERB = phrase(r"was|were|is|are|did|has|have|ever|been|which|still")
_VISITED = phrase(r"inspected|visited|inspect|visit|inspection")
_HELD = phrase(
    r"how many (?:reports|inspections)(?: \S+){0,3}? (?:are there|is there|do you have|have you got|are here|exist)"
)
_REPORTS = phrase(
    r"(?:reports?|inspections?) (?:available|here|held|listed|on file|in (?:the|this) (?:library|corpus|collection))|"
    r"(?:which|what|how many|list|show|any) (?:\S+ ){0,3}?(?:reports?|inspections?)|"
    r"reports? (?:do you|are there|have you)"
)


@cache
def _of(words: str) -> Lazy:
    return phrase(words)


def which_of(text: str) -> Which | None:
    """Which of several reports the words ask for: the latest, the one before it, the first, or each."""
    if _PREVIOUS.search(text):
        return "previous"
    if _LATEST.search(text):
        return "latest"
    if _FIRST.search(text):
        return "first"
    return "each" if _EACH.search(text) else None


def direction_of(text: str) -> Direction | None:
    """Which way something is asked to have gone, or to be."""
    forms: tuple[tuple[Direction, str], ...] = (
        (
            "improved",
            r"improv(?:ed|ing|ement|e)(?! to be)|turn(?:ed|ing)? (?:the|a) corner|on the (?:up|"
            r"mend)|got(?:ten)? better|getting better|turned (?:it |"
            r"things )?around|climbed|moved up|gone up|went up|upgraded|jumped|leapt"
            r"|better than (?:before|last|previous)|risen|turnaround|recover(?:ed|y)",
        ),
        (
            "declined",
            r"declin\w+|deteriorat\w+|worsen\w*|(?:got|gotten|getting|gone|grown) worse|slipped|dropped|"
            r"fell|fallen|falling|gone (?:down|backwards?)|went down|"
            r"downgrad\w+|lost|lose|losing|slid|regress\w*|moved down|backwards?|worse than (?:before|last|previous)",
        ),
        (
            "unchanged",
            r"unchanged|stayed|remained|no change|the same (?:grade|rating)|kept|retained|still|"
            r"consecutive|in a row|running|held on to",
        ),
        (
            "higher",
            r"more|most(?! recent)|higher|highest|greater|greatest|larger|largest|bigger|biggest|top|better|best",
        ),
        ("lower", r"fewer|fewest|less|least|lower|lowest|smaller|smallest|bottom|worse|worst"),
    )
    return next((direction for direction, words in forms if _of(words).search(text)), None)


def kind_of(text: str, found: QuestionFeatures) -> Kind:
    """The kind of question; `text` has places, periods and inspectors blanked out."""
    first = _by_its_words(text, found) or _of_a_set(text, found)
    if first:
        return first
    if found.inspectors and found.authorities and _ASKS.search(text):
        return "judgement" if _about_grades(text, found) else "lookup"
    event = _EVENT.search(text) or re.match(r"\W*(?:since )?when", text, re.IGNORECASE)
    if _DATE.search(text) and event and not found.measures and not _TREND.search(text.replace("since when", "")):
        return "date"
    return _of_sides(text, found) or _of_change(text, found) or _of_one_thing(text, found)


def _numeric(text: str, found: QuestionFeatures) -> bool:
    counted = COUNT.search(text)
    if counted:
        # "How has it reduced caseloads?" asks for no number either.
        return not (_HOW.match(text.lstrip()) and counted[0].casefold().startswith("caseload"))
    # "How does it help care leavers become more employable?" asks for no number.
    return bool(found.measures and MORE.search(text) and not _HOW.search(text))


def _about_grades(text: str, found: QuestionFeatures) -> bool:
    """Whether a grade is asked for or named; "Leeds overall 2018" asks for one too."""
    terse = len(found.rest.split()) <= 5 and not (found.topics or found.measures) and not _of(ASKING).search(found.rest)
    named = found.areas > 0 or bool(_of(r"overall").search(text))
    return found.wants_grade or found.grades > 0 or (terse and named and found.authorities > 0)


def _by_its_words(text: str, found: QuestionFeatures) -> Kind | None:
    """Who led it, why it was so, what must be improved: told by a few words, whatever else is named."""
    led = found.named_place and _LED.search(text) and not (found.topics or found.areas or found.measures)
    led = led and not _of(r"services|department|directorate|council").search(text)
    if not found.inspectors and (led or (_PERSON.search(text) and _INSPECTION.search(text))):
        return "aggregate" if not found.named_place and _of(r"most|fewest|how many").search(text) else "person"
    if WHY.search(text):
        return "finding"
    if found.named_place and not (found.topics or found.grades or found.measures) and _WHICH_AREA.search(text):
        return "judgement"
    listed = found.recommendations or _LIST.search(text)
    if listed and not (found.wants_grade and _of(r"grades?|ratings?|rated|graded").search(text)):
        return "list"
    if found.grades and found.topics and not found.wants_grade and found.named_place:
        return "number" if _numeric(text, found) else "finding"
    return None


def _of_a_set(text: str, found: QuestionFeatures) -> Kind | None:
    if found.authorities > 1 and _PICKED.search(text) and _about_grades(text, found):
        return "aggregate"
    if found.named_place:
        return None
    bounded = found.inspectors or found.measures or found.regions or found.periods or _about_grades(text, found)
    asked = _AGGREGATE.search(text) and (bounded or _of(_MEMBERS).search(text))
    return "aggregate" if found.inspectors or asked else None


def _of_sides(text: str, found: QuestionFeatures) -> Kind | None:
    """Two authorities, two times (or one and now), or two areas set side by side."""
    about_grades = _about_grades(text, found)
    against_now = found.periods == 1 and bool(_LATEST.search(text) and _AGAINST_NOW.search(text))
    several = found.authorities > 1 or found.periods > 1 or against_now
    measured = about_grades or found.measures or found.areas or _numeric(text, found)
    at_odds = several and not found.topics and _of(r"better|worse").search(text)
    chosen = at_odds or (found.authorities > 1 and _of(r"or|than|better|worse|same|differ\w*").search(text))
    if several and _COMPARE.search(text) and (measured or chosen or _VERSUS.search(text)):
        either = _of(r"(?<!up )(?<!down )or|vs?\.?|versus|compar\w+|than").search(text)
        over_time = found.authorities <= 1 and found.periods > 1 and _TREND.search(text) and not either
        return "trend" if over_time and (about_grades or found.measures) else "compare"
    if found.areas > 1 and (about_grades or (found.authorities and not found.topics)):
        words = r"better|worse|same|or|than|differ\w*|match\w*|higher|lower" if about_grades else r"better|worse|than"
        if _VERSUS.search(text) or _of(words).search(text):
            return "compare"
    return None


def _of_change(text: str, found: QuestionFeatures) -> Kind | None:
    if not ((_TREND.search(text) or found.stretch) and found.authorities):
        return None
    if _about_grades(text, found) or _is_bare_trend(text, found):
        return "trend"
    if found.measures:
        return "trend" if _numeric(text, found) else "finding"
    return None


def _of_one_thing(text: str, found: QuestionFeatures) -> Kind:
    """A grade, a figure, the reports themselves, or else what the prose says."""
    numeric = _numeric(text, found)
    if not found.topics and not found.measures and _HELD.search(text):
        return "lookup"
    if found.authorities and not found.topics and not re.search(r"\w", found.rest.replace("'s", "")):
        return "number" if found.measures else "judgement"
    if found.grades and not found.wants_grade and not _VERB.search(text):
        return "finding"
    if _about_grades(text, found) and not (numeric and found.measures and not found.wants_grade):
        return "judgement"
    if (
        numeric
        or _counts_things(text, found)
        or answer_type_of(text, "number") in ("percentage", "rate", "money", "duration")
    ):
        return "number"
    if not found.topics:
        visited = re.match(r"\W*(?:was|were|has|have|did)\b", text, re.IGNORECASE) and _VISITED.search(text)
        if (_REPORTS.search(text) and not (found.measures or found.areas)) or (found.authorities and visited):
            return "lookup"
        if found.measures and not _of(r"how|what|do|does|did|is|are|was|were").search(text):
            return "number"
    return "finding"


def _counts_things(text: str, found: QuestionFeatures) -> bool:
    """'Darlington, posts not filled in 2017': things that are counted, named without any question about them."""
    if found.areas or found.wants_grade or not found.topics or _of(ASKING).search(found.rest):
        return False
    head = re.split(r"\b(?:of|for|with|at|in|on|by|to|from|about|covering|who|that|which)\b", text.strip(" ,:-–'s"))[0]
    return _COUNTED.search(head) is not None


def _is_bare_trend(text: str, found: QuestionFeatures) -> bool:
    """'Has X improved?', 'X ofsted history': a trend of the overall grade although no grade is named."""
    if found.topics or found.measures:
        return False
    return bool(
        _of(r"history|timeline|track record|trajectory|journey|direction|over (?:time|the years)").search(text)
        or re.match(r"\s*(?:and\s+)?(?:has|have|did|is|are|was|were|getting)\b", text, re.IGNORECASE)
    )
