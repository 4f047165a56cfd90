"""Turns made into questions that stand alone: by the kinds of follow-up, with changes of topic, on any text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.measures import measures
from corpus.model import Report
from qa.answer import Answer, Citation
from qa.chat.followup import FollowUp, follow_up
from qa.chat.state import State, remember
from qa.chat.wording import figure_question
from qa.plan import plan_question, select_reports
from qa.question import Catalogue

GRADES = {"overall": "good", "leadership": "inadequate", "help_and_protection": "good", "in_care": "outstanding"}


def report(number: int, authority: str, region: str, day: date, lead: str, **grades: str) -> Report:
    return Report(
        id=f"{number:064}",
        number=number,
        source=f"{authority} {day}.pdf",
        title=f"{authority}: inspection of children's services (ILACS), {day:%B %Y}",
        media_type="application/pdf",
        pages=9,
        authority=authority,
        region=region,
        framework="ILACS",
        inspection_start=day,
        inspection_end=day,
        published=day.replace(year=day.year + (day.month > 10), month=(day.month + 1) % 12 + 1, day=4),
        lead_inspector=lead,
        judgements=GRADES | grades,
    )


CATALOGUE = Catalogue.of(
    [
        report(1, "Sunderland", "North East", date(2015, 5, 8), "Una Marsh", overall="inadequate"),
        report(2, "Sunderland", "North East", date(2018, 6, 15), "Petra Vale", overall="inadequate"),
        report(3, "Sunderland", "North East", date(2021, 6, 11), "Owen Tarn"),
        report(4, "Gateshead", "North East", date(2015, 9, 18), "Una Marsh"),
        report(5, "Gateshead", "North East", date(2019, 3, 22), "Lila Frome", overall="outstanding"),
        report(6, "Dorset", "South West", date(2021, 9, 24), "Piers Holt"),
        report(7, "Torbay", "South West", date(2022, 3, 25), "Piers Holt", overall="inadequate"),
    ]
)


class Talk:
    """A conversation in which every question is answered by the reports that it selects."""

    def __init__(self) -> None:
        self.state = State()

    def ask(self, turn: str, answer: str = "") -> str:
        meant = follow_up(turn, self.state, CATALOGUE)
        if meant.act == "ask":
            plan = plan_question(meant.question, catalogue=CATALOGUE)
            chosen = select_reports(plan, CATALOGUE.reports).preferred
            if plan.kind != "aggregate" and len(plan.authorities) == 1 and not plan.periods:
                chosen = chosen[-1:]
            if plan.kind == "aggregate":
                chosen = tuple(r for r in chosen if not plan.grades or r.judgements["overall"] in plan.grades)
            text = answer or "; ".join(f"{r.authority}, {r.lead_inspector}" for r in chosen) or "None."
            given = Answer(question=turn, status="answered", answer=text, citations=tuple(map(cited, chosen)))
            self.state = remember(self.state, plan, given, said=meant.said, catalogue=CATALOGUE)
        return meant.question


def cited(one: Report) -> Citation:
    return Citation(
        n=1, source=one.source, title=one.title, authority=one.authority, published=None, inspected=None, page=1,
        page_label=None, quote="q", start=0, end=1, report=one.number,
    )  # fmt: skip


CONVERSATIONS: list[list[tuple[str, str | None]]] = [
    # places, times and areas put for one another
    [
        ("How was Sunderland rated in 2015?", "How was Sunderland rated in 2015?"),
        ("and in Gateshead?", "What was Gateshead's overall grade in 2015?"),
        ("what about 2019?", "What was Gateshead's overall grade in 2019?"),
        ("and leadership?", "What was Gateshead's grade for leadership in the inspection of March 2019?"),
        ("the time before that?", "What was Gateshead's grade for leadership in the inspection of September 2015?"),
        ("was it that bad in 2019?", "What was Gateshead's grade for leadership in 2019?"),
        ("same for Torbay, 2022", "What was Torbay's grade for leadership in 2022?"),
    ],
    # the same inspection spoken of again
    [
        ("What is Sunderland's latest overall grade?", "What is Sunderland's latest overall grade?"),
        ("who led that one?", "Who was the lead inspector of Sunderland's inspection of June 2021?"),
        ("when was it published?", "When was the report on Sunderland's inspection of June 2021 published?"),
        ("What did he say still needed to get better?",
         "What needs to improve in Sunderland, according to the inspection of June 2021?"),
        ("what did they say about supervision?",
         "What did inspectors say about supervision in Sunderland, in the inspection of June 2021?"),
        ("and caseloads?", "What does the report say about caseloads in Sunderland in the inspection of June 2021?"),
        ("how many social workers have they got?",
         "How many social workers have Sunderland got, in the inspection of June 2021?"),
        ("and last time?", "How many social workers have Sunderland got in the inspection of June 2018?"),
        ("who was in charge of that inspection?",
         "Who was the lead inspector of Sunderland's inspection of June 2018?"),
        ("And were they still inadequate three years later?", "Were Sunderland still inadequate in 2021?"),
    ],
    # grades: why, better or worse, since
    [
        ("Was Torbay good in 2022?", "Was Torbay good in 2022?"),
        ("why not?", "Why was Torbay judged inadequate in the inspection of March 2022?"),
        ("different subject: Sunderland in 2018, overall?", "Sunderland in 2018, overall?"),
        ("why?", "Why was Sunderland judged inadequate in the inspection of June 2018?"),
        ("Is Sunderland inadequate?", "Is Sunderland inadequate?"),
        ("is that better or worse than before?",
         "Was the overall grade of Sunderland better or worse in the inspection of June 2021 than in the inspection of"
         " June 2018?"),
        ("what was it before that?", "What was Sunderland's overall grade in the inspection of June 2018?"),
        ("were kids in care affected too?",
         "What was Sunderland's grade for children in care in the inspection of June 2018?"),
        ("have they recovered?",
         "Was the grade for children in care of Sunderland better or worse in the inspection of June 2021 than in the"
         " inspection of June 2018?"),
    ],
    # the order of an authority's inspections
    [
        ("How was Sunderland rated in 2015?", "How was Sunderland rated in 2015?"),
        ("how long did it last?", "How many days did Sunderland's inspection of May 2015 take?"),
        ("and the next one?", "How many days did Sunderland's inspection of June 2018 take?"),
        ("What was the overall grade?", "What was Sunderland's overall grade in the inspection of June 2018?"),
        ("and after that?", "What was Sunderland's overall grade in the inspection of June 2021?"),
        ("compare that to 2015",
         "Was the overall grade of Sunderland better or worse in the inspection of June 2021 than in 2015?"),
        ("has it always been so?", "How has the overall grade of Sunderland changed across its inspections?"),
        ("is that the latest report?", "When was the latest inspection of Sunderland?"),
        ("are there any other reports?", "Which reports are there on Sunderland?"),
        ("what happened to the council's budget in 2020?",
         "What happened to Sunderland's budget in 2020, according to the inspection of June 2021?"),
    ],
    # figures
    [
        ("How many children were looked after in Sunderland at 31 March 2015?",
         "How many children were looked after in Sunderland at 31 March 2015?"),
        ("as a rate?", "What was the rate of children looked after per 10,000 in Sunderland at 31 March 2015?"),
        ("Same for Gateshead?", "What was the rate of children looked after per 10,000 in Gateshead at 31 March 2015?"),
        ("so relative to population who had more?",
         "Which had the higher rate of children looked after per 10,000 at 31 March 2015, Sunderland or Gateshead?"),
        ("how many adoptions did they manage that year?",
         "How many adoptions were there in Sunderland and Gateshead in 2015?"),
    ],
    # people
    [
        ("Who inspected Torbay in 2022?", "Who inspected Torbay in 2022?"),
        ("Did he also do Dorset?", "Did Piers Holt also inspect Dorset?"),
        ("what grade did they get?", "What grade did Dorset get, in the inspection of September 2021?"),
        ("did he do anywhere else?", "Which other authorities did Piers Holt inspect?"),
        ("how old is he", "How old is Piers Holt?"),
    ],
    # sets
    [
        ("Which councils were judged inadequate?", "Which councils were judged inadequate?"),
        ("how many of those?", "How many councils were judged inadequate?"),
        ("which of those are in the South West?", "Which councils in the South West were judged inadequate?"),
        ("and good ones?", "Which councils in the South West were judged good?"),
        ("what about the North East?", "Which councils in the North East were judged good?"),
        ("where is Gateshead now?", "What is Gateshead's latest overall grade?"),
        ("and Dorset?", "What is Dorset's latest overall grade?"),
        ("any others?", "Which other authorities were judged good?"),
        ("Is Dorset good?", "Is Dorset good?"),
        ("and Torbay?", "What is Torbay's latest overall grade?"),
        ("compare them", "Compare the latest overall grades of Dorset and Torbay."),
        ("what can you do?", "what can you do?"),
    ],
    # another topic within the report, and another topic altogether
    [
        ("What was the state of leadership in Sunderland in the 2015 report?",
         "What was the state of leadership in Sunderland in the 2015 report?"),
        ("how many times did the improvement board change chair?",
         "How many times did the improvement board change chair in Sunderland, in the inspection of May 2015?"),
        ("what do the council's foster carers think?",
         "What do Sunderland's foster carers think, in the inspection of May 2015?"),
        ("ok, has Atlantis been inspected?", "ok, has Atlantis been inspected?"),
        ("which authorities are outstanding?", "which authorities are outstanding?"),
        ("Will it rain in London tomorrow?", "Will it rain in London tomorrow?"),
    ],
    [
        ("What does Gateshead offer its care leavers?", "What does Gateshead offer its care leavers?"),
        ("which advisers do they have?",
         "Which advisers do care leavers in Gateshead have, in the inspection of March 2019?"),
        ("How do Dorset's get help with rent?", "How do Dorset's care leavers get help with rent?"),
        ("what about the neighbouring authorities?", None),
    ],
]  # fmt: skip


@pytest.mark.parametrize("turns", CONVERSATIONS, ids=[turns[0][0][:40] for turns in CONVERSATIONS])
def test_turns_stand_alone(turns: list[tuple[str, str | None]]) -> None:
    talk = Talk()
    for turn, expected in turns:
        question = talk.ask(turn)
        if expected is not None:
            assert question == expected


def said(turn: str, **state: Any) -> str:
    return follow_up(
        turn, replace(State(question="Which councils are good?", kind="aggregate"), **state), CATALOGUE
    ).question


def test_one_of_several_is_picked_by_date_or_grade() -> None:
    two = {"authorities": ("Dorset", "Torbay"), "kind": "compare"}
    assert said("who led the most recent of them", **two) == "Who led the latest inspection of Torbay?"
    assert said("what did the weaker of the two have to work on?", **two) == "What did Torbay have to work on?"


def test_those_left_out_of_a_narrowed_list_are_named() -> None:
    narrowed = {"members": ("Dorset",), "authorities": ("Dorset",), "wider": ("Dorset", "Gateshead", "Torbay")}
    question = said("and the two that aren't - what's their overall grade now?", **narrowed)
    assert "Gateshead and Torbay" in question
    assert "Dorset" not in question


def test_a_figure_of_the_year_before_and_the_difference() -> None:
    talk = Talk()
    talk.ask("How many children were looked after in Dorset in 2021?")
    assert talk.ask("And how many the year before?") == "How many children were looked after in Dorset in 2020?"
    assert talk.ask("and how has that changed since?") == (
        "How has the number of children looked after in Dorset changed over its reports since 2020?"
    )
    talk.ask("How many children were looked after in Dorset in 2021?")
    talk.ask("And how many the year before?")
    assert talk.ask("by how much?") == (
        "By how much: how many children looked after were there in Dorset in 2021 compared with in 2020?"
    )


def test_since_with_nothing_after_it_goes_back_to_the_time_spoken_of() -> None:
    talk = Talk()
    talk.ask("How was Gateshead rated in 2015?")
    assert talk.ask("how have its grades changed since?") == "How have Gateshead's grades changed since 2015?"
    assert talk.ask("and since then?") == "What was Gateshead's overall grade since 2015?"
    assert talk.ask("What was praised since that inspection?") == "What was praised since 2015 in Gateshead?"
    assert talk.ask("And how has Sunderland's grade moved since?") == "How has Sunderland's grade moved since 2015?"


@pytest.mark.parametrize(
    ("said_before", "expected"),
    [
        ("between 2015 and 2018", "What has been opened since 2018 in Dorset?"),
        ("since 2016", "What has been opened since 2016 in Dorset?"),
        ("before 2018", "What has been opened since 2017 in Dorset?"),
        ("at the end of March 2014", "What has been opened since 2014 in Dorset?"),
        ("", "What has been opened since 2021 in Dorset?"),
    ],
)
def test_since_begins_where_the_time_spoken_of_ends(said_before: str, expected: str) -> None:
    state = {"authorities": ("Dorset",), "report": 6, "kind": "finding", "said": said_before}
    assert said("What has been opened since?", **state) == expected
    assert said("Since then, what has been opened?", **state).startswith(f"Since {expected[27:31]}, ")


@pytest.mark.parametrize("turn", ["Have they improved since their last inspection?", "How long is it since?"])
def test_since_with_something_after_it_is_left_alone(turn: str) -> None:
    state = {"authorities": ("Dorset",), "report": 6, "kind": "judgement", "said": "in 2021"}
    assert "since 2021" not in said(turn, **state)


def test_people_named_before_they_are_those_meant() -> None:
    talk = Talk()
    talk.ask("How was Dorset rated in 2021?")
    question = talk.ask("Different thing: in 2021 what share of the runaways talked to someone when they came back?")
    assert question == "In 2021 what share of the runaways talked to someone when they came back in Dorset?"


def test_an_area_that_the_newest_report_does_not_judge_is_not_carried_over() -> None:
    talk = Talk()
    talk.ask("What was Dorset's grade for the safeguarding board in 2021?")
    assert talk.ask("How's Torbay now?") == "What was Torbay's overall grade in the inspection of March 2022?"


def test_how_many_points_counts_the_list_just_given() -> None:
    state = {"authorities": ("Dorset",), "report": 6, "kind": "list"}
    assert said("how many points was that", **state) == (
        "How many recommendations were there for Dorset in the inspection of September 2021?"
    )


def test_the_first_turn_stands_as_it_was_typed() -> None:
    assert follow_up("why?", State(), CATALOGUE) == FollowUp(question="why?")


@pytest.mark.parametrize("turn", ["thanks", "Thank you!", "ok great, thanks a lot", "hello", "bye"])
def test_courtesies_ask_nothing(turn: str) -> None:
    assert follow_up(turn, State(question="Is Torbay good?"), CATALOGUE).act == "courtesy"


@pytest.mark.parametrize(
    "turn", ["show me the page", "which page?", "where does it say that?", "show me", "what's your source?", "source?"]
)
def test_the_page_is_asked_for(turn: str) -> None:
    assert follow_up(turn, State(question="Is Torbay good?"), CATALOGUE).act == "page"


@pytest.mark.parametrize("turn", ["thanks for nothing, Torbay is inadequate", "show me the grades of Torbay"])
def test_questions_are_no_courtesies(turn: str) -> None:
    assert follow_up(turn, State(question="Is Torbay good?"), CATALOGUE).act == "ask"


@pytest.mark.parametrize("key", [one.key for one in measures() if one.key != "independent_living"])
def test_every_figure_can_be_asked_for(key: str) -> None:
    plan = plan_question(figure_question(["Dorset"], key, when="in 2021"), catalogue=CATALOGUE)
    assert (plan.kind, plan.measures, plan.authorities, plan.topics) == ("number", (key,), ("Dorset",), ())


words = st.sampled_from(
    "and what about why who led that one those them she their in 2018 before Torbay Dorset Sunderland's compare of "
    "how many which the rate as a care leavers leadership last time three years later ? , good inadequate London now "
    "first of those since".split()
)  # fmt: skip
texts = st.one_of(st.text(max_size=80), st.lists(words, max_size=9).map(" ".join))
names = st.lists(st.sampled_from([*CATALOGUE.authorities, "Nowhere"]), max_size=3).map(tuple)
states = st.builds(
    State,
    question=st.one_of(st.just(""), texts, st.just("How was Torbay rated in 2022?")),
    kind=st.sampled_from(["", "judgement", "number", "finding", "person", "aggregate", "trend", "compare", "date"]),
    authorities=names,
    recent=names,
    members=names,
    many=st.sampled_from(["", "Which councils were inadequate?"]),
    report=st.sampled_from([None, 1, 7, 999]),
    said=st.sampled_from(["", "in 2018", "since 2016", "at the end of March 2014"]),
    areas=st.sampled_from([(), ("leadership",), ("care_leavers",)]),
    measures=st.sampled_from([(), ("looked_after",), ("adoptions",)]),
    grades=st.sampled_from([(), ("inadequate",)]),
    person=st.sampled_from(["", "Piers Holt"]),
)


@given(turn=texts, state=states)
def test_any_text_after_any_state_gives_a_question(turn: str, state: State) -> None:
    meant = follow_up(turn, state, CATALOGUE)
    assert meant.question or not any(c.isalnum() for c in turn)
    assert len(meant.question) < 2_000
    assert "\n" not in meant.question


@given(state=states)
def test_a_state_survives_being_kept(state: State) -> None:
    assert State.from_dict(state.to_dict()) == state


def test_a_state_of_another_version_is_read() -> None:
    assert State.from_dict({"question": "x", "areas": ["overall"], "later": 1}) == State(
        question="x", areas=("overall",)
    )


def test_what_was_spoken_of_survives_a_refusal() -> None:
    before = State(question="Is Torbay good?", authorities=("Torbay",), report=7, said="in 2022")
    plan = plan_question("Has Atlantis been inspected?", catalogue=CATALOGUE)
    refused = Answer(question="", status="no_such_authority", answer="There is none.")
    after = remember(before, plan, refused, said="", catalogue=CATALOGUE)
    assert (after.authorities, after.report) == (("Torbay",), 7)
    assert replace(after, said="in 2022", kind=before.kind, question=before.question, recent=()) == replace(before)
