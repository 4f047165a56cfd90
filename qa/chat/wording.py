"""The English of questions that stand alone: reports by their dates, canonical questions, one slot put for another.

Knows how the planner likes to be asked. Does not know what a turn meant: followup decides that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.measures import measure
from qa.chat.slots import place_spans, time_spans
from qa.language.phrasing import day_words, listed, title_grade
from qa.language.words import blanked
from qa.plan.vocabulary import find_areas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from qa.question import Catalogue

__all__ = [
    "MOST_NAMED",
    "area_words",
    "asked",
    "figure_question",
    "grade_question",
    "in_report",
    "lead_question",
    "possessive",
    "report_words",
    "swap_area",
    "swap_places",
    "swap_time",
    "why_grade",
    "without_which",
]

MOST_NAMED = 12  # authorities that a question lists by name, at most
_AREA_WORDS = {
    "overall": "overall effectiveness",
    "help_and_protection": "help and protection",
    "in_care": "children in care",
    "care_leavers": "care leavers",
    "adoption": "adoption",
    "leadership": "leadership",
    "lscb": "the safeguarding board",
}
# Measures whose label says more than one thing: how people call them.
_SHORT = {
    "children_in_area_share": "percentage of the population who are children",
    "serious_case_reviews": "serious case reviews",
    "special_guardianship_orders": "special guardianship orders",
    "ceased_to_be_looked_after": "children who left care",
    "returned_to_care": "children who came back to care",
    "returned_to_care_share": "percentage of children who came back to care",
    "independent_living": "young people who moved on to independent living",
    "houses_in_multiple_occupation": "young people who live in houses of multiple occupation",
}
_WHICH = re.compile(
    r"\b(?:currently|current|latest|most recent(?:ly)?|newest|now|these days|at the moment|at present|today|nowadays"
    r"|previous|first|earliest)\b\s*",
    re.IGNORECASE,
)


def possessive(name: str) -> str:
    """ "Leeds'" and "Bury's"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def report_words(report: Report) -> str:
    """'inspection of October 2022', or 'report published on 12 May 2023' where no inspection date is known; else ''."""
    day = report.inspection_end or report.inspection_start
    if day is not None:
        return f"inspection of {day:%B %Y}"
    return f"report published on {day_words(report.published)}" if report.published else ""


def in_report(report: Report | None) -> str:
    """'in the inspection of October 2022', or '' where no report is meant."""
    words = report_words(report) if report is not None else ""
    return f"in the {words}" if words else ""


def area_words(area: str) -> str:
    """An area as people call it."""
    return _AREA_WORDS.get(area, area.replace("_", " "))


def asked(text: str) -> str:
    """The text as a question: a capital first, one question mark last, single spaces."""
    text = re.sub(r"\s+([,.?;:])", r"\1", " ".join(text.split())).strip(" ,.;:?!-")
    text = re.sub(r",(?:\s*,)+", ",", text)
    stop = "." if re.match(r"compare\b", text, re.IGNORECASE) else "?"
    return f"{text[:1].upper()}{text[1:]}{stop}" if text else ""


def _with(text: str, when: str) -> str:
    """The question with a time behind it."""
    return asked(f"{text.rstrip(' ?.')} {when}")


def lead_question(names: Sequence[str], *, report: Report | None, when: str) -> str:
    """Who led an inspection; `when` is used where no report is known, and without either it is the latest."""
    words = report_words(report) if report is not None else ""
    if len(names) > 1:
        late = "" if when else "latest "
        return _with(f"Who were the lead inspectors of the {late}inspections of {listed(names)}", when)
    who = possessive(names[0])
    if words:
        return asked(f"Who was the lead inspector of {who} {words}")
    return asked(f"Who was the lead inspector of {who} {f'inspection {when}' if when else 'latest inspection'}")


def grade_question(names: Sequence[str], areas: Sequence[str], *, when: str, latest: bool = False) -> str:
    """The grade of `names` for the areas (overall where there are none)."""
    rest = [area for area in areas if area != "overall"]
    late = "latest " if latest else ""
    if len(names) > 1:
        of = f" for {listed([area_words(area) for area in rest])}" if rest else ""
        return _with(f"Compare the {late}{'' if rest else 'overall '}grades of {listed(names)}{of}", when)
    if rest:
        return _with(f"What was {possessive(names[0])} {late}grade for {listed([area_words(a) for a in rest])}", when)
    return _with(f"What {'is' if latest else 'was'} {possessive(names[0])} {late}overall grade", when)


def figure_question(names: Sequence[str], key: str, *, when: str) -> str:
    """The figure of a measure: "What was the rate of children looked after per 10,000 in Leeds in 2014?"."""
    return _with(f"{figure_words(key)} in {listed(names)}", when)


def figure_words(key: str) -> str:
    """'How many children looked after were there', 'What was the rate of children in need per 10,000'."""
    one = measure(key)
    label = _SHORT.get(key) or one.label.removesuffix(" in twelve months")
    if one.unit == "per 10,000":
        return f"What was the {label} per 10,000"
    if one.unit == "%":
        share = label if label.startswith(("share of ", "percentage of ")) else f"percentage of {label}"
        return f"What was the {share.replace('share of', 'percentage of', 1)}"
    return f"How many {label} were there"


def why_grade(names: Sequence[str], areas: Sequence[str], grade: str, *, when: str) -> str:
    """Why these were given that grade."""
    rest = [area for area in areas if area != "overall"]
    be = "were" if len(names) > 1 else "was"
    for_what = f" for {listed([area_words(area) for area in rest])}" if rest else ""
    return _with(f"Why {be} {listed(names)} judged {title_grade(grade)}{for_what}", when)


def swap_places(question: str, names: Sequence[str], catalogue: Catalogue) -> str | None:
    """The question with `names` where it named others; None where it named none."""
    spans = place_spans(question, catalogue)
    if not spans:
        return None
    first, last = spans[0], spans[-1]
    between = blanked(question, spans)[first[1] : last[0]] if len(spans) > 1 else ""
    end = last[1] if re.fullmatch(r"(?:\s|,|and|or|&)*", between) else first[1]
    return question[: first[0]] + listed(names) + question[end:]


def swap_time(question: str, when: str) -> str:
    """The question with `when` for its times; "" takes them out. A time it has not goes to its end."""
    spans = time_spans(question)
    for at, (start, end) in reversed(list(enumerate(spans))):
        head = question[:start]
        own = re.search(
            r"(?:,?\s*\b(?:in|according to|since|after|before|than))?\s+the (?:inspection|report)$", head.rstrip()
        )
        if own and (not when or at or when.startswith("in the ")):
            # "the inspection of March 2018" without its time would be any: the words go too.
            kept = "according to" if "according to" in own[0] and when and not at else ""
            head = f"{head[: own.start()]}{',' if kept else ''} {kept}"
            if kept:
                question = f"{head} {when.removeprefix('in ')} {question[end:]}"
                continue
        if not at and re.search(r"\binspection\s*$", head) and when.startswith("in the inspection "):
            question = f"{head} {when.removeprefix('in the inspection ')} {question[end:]}"
            continue
        order = re.fullmatch(r"in the (previous|next|latest|first) inspection", when)
        if order and not at and re.search(r"\binspection\s*$", head):
            question = f"{head.rstrip().removesuffix('inspection')}{order[1]} inspection {question[end:]}"
            continue
        question = f"{head} {when if at == 0 else ''} {question[end:]}"
    if not spans and when:
        question = f"{question.rstrip(' ?')} {when}"
    return asked(re.sub(r"\bin the (?:inspection|report) (in|at|on|during|since|before|after)\b", r"\1", question))


def without_which(question: str) -> str:
    """The question without "latest", "current", "now" and their like."""
    return asked(_WHICH.sub("", question))


def swap_area(question: str, area: str, catalogue: Catalogue) -> str | None:
    """The question with `area` for the one it named; None where it named none."""
    found = find_areas(question, catalogue.frameworks)
    if not found:
        return None
    return asked(question[: found[0].start] + area_words(area) + question[found[0].end :])
