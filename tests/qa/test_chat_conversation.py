"""Conversations over the bundled samples: what is answered, what is kept, what can be taken up again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from copying import copy_of

from corpus.chats import Chats, KeptTurn
from corpus.database import Database
from corpus.errors import LibraryError, QuestionError
from qa.answer import Answer
from qa.chat.conversation import Conversation
from qa.library import Library
from qa.question import Scope

QUESTIONS = Path(__file__).parents[1] / "data" / "sample_questions.jsonl"


@pytest.fixture
def library(samples_folder: Path, tmp_path: Path) -> Iterator[Library]:
    """A library of the samples that a test may write to."""
    with Library.open(copy_of(samples_folder, tmp_path / "library")) as opened:
        yield opened


def turns_of_the_samples() -> list[tuple[str, list[dict[str, object]]]]:
    lines = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(line["id"], line["turns"]) for line in lines if "turns" in line]


def test_the_chats_over_the_samples_are_answered(samples: Library) -> None:
    right = asked = 0
    for _, turns in turns_of_the_samples():
        conversation = Conversation(samples.resources, save=False)
        for turn in turns:
            answer = conversation.ask(str(turn["question"]))
            asked += 1
            accepted = any(re.search(p, answer.answer, re.IGNORECASE) for p in turn["accept"])  # type: ignore[attr-defined]
            declined = not turn["gold"] and not answer.answered
            right += accepted or declined
    assert asked >= 30
    assert right / asked >= 0.8


# (turn, what the answer must hold); the answers are those of the samples' own words
OWN = [
    [
        ("What was Slough's overall grade in 2023?", r"requires improvement"),
        ("and leadership?", r"inadequate"),
        ("why?", r"."),
        ("who led it?", r"."),
        ("what about the time before?", r"."),
        ("what needs to improve?", r"."),
        ("show me the page", r"Page \d"),
    ],
    [
        ("How many looked after children did Manchester have in March 2014?", r"1,373"),
        ("what rate is that?", r"122"),
        ("and in 2017?", r"97"),
        ("who wrote that report?", r"."),
        ("thanks", r"welcome"),
        ("what was the overall grade?", r"requires improvement"),
        ("is that better or worse than before?", r"better"),
    ],
    [
        ("Which authorities were outstanding?", r"Wiltshire"),
        ("how many of those?", r"(?i)one|two|three|four"),
        ("when was Wiltshire inspected?", r"20\d\d"),
        ("who led the latest one?", r"Kendra Bell"),
        ("and the one before?", r"."),
    ],
    [
        ("East Riding 2020 overall grade", r"(?i)inadequate"),
        ("and kids in care?", r"."),
        ("Compare Darlington and Wiltshire overall", r"Wiltshire"),
        ("which has the better leadership?", r"Wiltshire|Darlington"),
        ("where is Darlington now?", r"(?i)good"),
        ("and Westminster?", r"(?i)outstanding|good"),
        ("ok, has Atlantis been inspected?", r"(?i)no report"),
    ],
]


@pytest.mark.parametrize("turns", OWN, ids=[turns[0][0][:30] for turns in OWN])
def test_follow_ups_over_the_samples(samples: Library, turns: list[tuple[str, str]]) -> None:
    conversation = Conversation(samples.resources, save=False)
    for turn, holds in turns:
        answer = conversation.ask(turn)
        assert re.search(holds, answer.answer), (conversation.turns[-1].question, answer.answer)


def test_the_question_as_understood_is_told_before_the_answer(samples: Library) -> None:
    conversation = Conversation(samples.resources, save=False)
    told: list[str] = []
    conversation.ask("How was Darlington rated in 2015?", understood=told.append)
    conversation.ask("who led that one?", understood=told.append)
    assert told == ["Who was the lead inspector of Darlington's inspection of July 2015?"]
    assert [turn.rewritten for turn in conversation.turns] == [False, True]


def test_the_page_is_that_of_the_last_citation(samples: Library) -> None:
    conversation = Conversation(samples.resources, save=False)
    nothing = conversation.ask("show me the page")
    assert not nothing.answered
    cited = conversation.ask("How was Darlington rated in 2015?")
    conversation.ask("thanks")
    assert conversation.ask("show me the page").citations == cited.citations


def test_a_question_that_cannot_be_asked_changes_nothing(samples: Library) -> None:
    conversation = Conversation(samples.resources, save=False)
    conversation.ask("How was Darlington rated in 2015?")
    before = conversation.state
    with pytest.raises(QuestionError):
        conversation.ask("   ")
    assert conversation.state == before
    assert len(conversation.turns) == 1


def test_a_scope_narrows_every_turn(samples: Library) -> None:
    conversation = Conversation(samples.resources, save=False, scope=Scope(regions=("South West",)))
    assert "Darlington" not in conversation.ask("Which authorities were inadequate?").answer
    assert not conversation.ask("How was Darlington rated?").answered


def test_turns_are_kept_and_taken_up(library: Library) -> None:
    first = Conversation(library.resources)
    assert first.id is None
    first.ask("How was Darlington rated in 2015?")
    cited = first.ask("and last time?")
    again = Conversation(library.resources, resume=first.id)
    assert [turn.asked for turn in again.turns] == ["How was Darlington rated in 2015?", "and last time?"]
    assert again.turns[-1].answer.citations == cited.citations
    assert again.state == first.state
    again.ask("who led that one?")
    assert "October 2022" in again.turns[-1].question
    assert Conversation(library.resources, resume="").id == first.id
    assert Chats(library.resources.store.database).find().turns == 3


def test_what_is_not_to_be_kept_is_not(library: Library) -> None:
    conversation = Conversation(library.resources, save=False)
    conversation.ask("How was Darlington rated in 2015?")
    assert conversation.id is None
    assert Chats(library.resources.store.database).all() == []
    with pytest.raises(LibraryError, match="No conversation is kept"):
        Conversation(library.resources, resume="")


def test_a_conversation_that_is_not_there_is_named(library: Library) -> None:
    with pytest.raises(LibraryError, match="No conversation here begins with 'abc'"):
        Conversation(library.resources, resume="abc")


def test_retry_takes_the_place_of_the_last_turn(library: Library) -> None:
    conversation = Conversation(library.resources)
    conversation.ask("How was Darlington rated in 2015?")
    first = conversation.ask("who led that one?")
    assert conversation.retry().answer == first.answer
    assert len(conversation.turns) == 2
    assert conversation.id is not None
    kept = Chats(library.resources.store.database).turns(conversation.id)
    assert [turn.asked for turn in kept] == ["How was Darlington rated in 2015?", "who led that one?"]


def test_retry_without_a_turn_is_refused(samples: Library) -> None:
    with pytest.raises(IndexError):
        Conversation(samples.resources, save=False).retry()


def test_reset_begins_another_conversation(library: Library) -> None:
    conversation = Conversation(library.resources)
    conversation.ask("How was Darlington rated in 2015?")
    first = conversation.id
    conversation.reset()
    conversation.ask("why?")
    assert conversation.turns[-1].question == "why?"
    assert conversation.id != first
    assert len(Chats(library.resources.store.database).all()) == 2


def test_a_library_that_may_only_be_read_keeps_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Chats, "writable", property(lambda self: False))
    conversation = Conversation(library.resources)
    assert conversation.ask("How was Darlington rated in 2015?").answered
    assert (conversation.wanted, conversation.keeps, conversation.id) == (True, False, None)


def test_history_is_langchains_messages(samples: Library) -> None:
    conversation = Conversation(samples.resources, save=False)
    answer = conversation.ask("How was Darlington rated in 2015?")
    asked, answered = conversation.messages
    assert (asked.type, asked.content) == ("human", "How was Darlington rated in 2015?")
    assert (answered.type, answered.content) == ("ai", answer.answer)
    assert answered.additional_kwargs["citations"][0]["page"] == answer.citations[0].page


def test_kept_turns_come_back_in_order(library: Library) -> None:
    chats = Chats(library.resources.store.database)
    older, newer = chats.start("an older one"), chats.start("x" * 300)
    for chat, at in ((older, "2020-01-01"), (newer, "2021-01-01"), (newer, "2021-01-02")):
        chats.add(chat, KeptTurn(asked="a", question="b", answer={"n": 1}, state={}, at=at))
    chats.start("one without a turn")
    assert [(one.id, one.turns) for one in chats.all()] == [(newer, 2), (older, 1)]
    assert len(chats.all()[0].title) == 100
    assert chats.find(older[:6]).id == older
    chats.drop_last(newer)
    assert [turn.at for turn in chats.turns(newer)] == ["2021-01-01"]


def test_an_answer_survives_being_kept(library: Library) -> None:
    conversation = Conversation(library.resources)
    answers: list[Answer] = [conversation.ask(q) for q in ("How was Darlington rated in 2015?", "what is the time?")]
    for before, after in zip(answers, Conversation(library.resources, resume="").turns, strict=True):
        kept = after.answer
        assert (kept.status, kept.answer, kept.claims, kept.citations, kept.nearest, kept.notes) == (
            before.status, before.answer, before.claims, before.citations, before.nearest, before.notes,
        )  # fmt: skip


def kept_as(library: Library, conversation: Conversation, change: Callable[[dict[str, Any]], Any]) -> Conversation:
    """The conversation taken up again after somebody has changed what is kept of its first answer."""
    database = library.resources.store.database
    with database.transaction() as connection:
        (row,) = connection.execute("SELECT answer FROM turns WHERE chat = ? AND n = 1", (conversation.id,)).fetchall()
        answer = json.loads(row["answer"])
        change(answer)
        connection.execute(
            "UPDATE turns SET answer = ? WHERE chat = ? AND n = 1", (json.dumps(answer), conversation.id)
        )
    return Conversation(library.resources, resume=conversation.id)


def test_what_is_kept_comes_back_as_it_was(library: Library) -> None:
    for question in ("How was Darlington rated in 2015?", "How many assessments were delayed in Darlington?", "xyzzy?"):
        conversation = Conversation(library.resources)
        answer = conversation.ask(question)
        again = Conversation(library.resources, resume=conversation.id).turns[0].answer
        assert replace(again, retrieved=(), seconds={}) == replace(answer, retrieved=(), seconds={}), question


@pytest.mark.parametrize("name", ["quote", "start", "end", "report"])
def test_a_forged_citation_is_not_shown_as_one(library: Library, name: str) -> None:
    conversation = Conversation(library.resources)
    conversation.ask("How was Darlington rated in 2015?")

    def forge(answer: dict[str, Any]) -> None:
        (citation,) = answer["citations"]
        citation[name] = "Children’s services in Darlington are outstanding" if name == "quote" else 99_999_999

    answer = kept_as(library, conversation, forge).turns[0].answer
    assert (answer.citations, answer.claims) == ((), ())
    assert "does not stand in the reports as they are now" in answer.notes[-1]
    assert "[1]" not in str(answer)


def test_what_surrounds_a_kept_quote_is_looked_up_again(library: Library) -> None:
    conversation = Conversation(library.resources)
    right = conversation.ask("How was Darlington rated in 2015?").citations

    def forge(answer: dict[str, Any]) -> None:
        answer["citations"][0] |= {"title": "Leeds", "page": 7, "published": "2030-01-01", "source": "/etc/passwd"}

    assert kept_as(library, conversation, forge).turns[0].answer.citations == right


def test_a_kept_citation_of_a_report_that_is_gone_is_not_shown(library: Library) -> None:
    conversation = Conversation(library.resources)
    number = conversation.ask("How was Darlington rated in 2015?").citations[0].report
    with Database(library.resources.settings.library).transaction() as connection:
        connection.execute("DELETE FROM passages WHERE report = ?", (number,))
        connection.execute("DELETE FROM reports WHERE number = ?", (number,))
    answer = Conversation(library.resources, resume=conversation.id).turns[0].answer
    assert answer.citations == ()
    assert "Ask the question again" in answer.notes[-1]


@pytest.mark.parametrize(
    "change",
    [
        lambda answer: answer.clear(),
        lambda answer: answer.update(citations=7),
        lambda answer: answer.update(citations=[None]),
        lambda answer: answer.update(claims=[{"text": 3, "citations": [1]}]),
        lambda answer: answer.update(answer=["no", "text"]),
        lambda answer: answer.update(status="certain"),
        lambda answer: answer.update(notes=[{}]),
        lambda answer: answer.update(seconds={"find": "long"}),
        lambda answer: answer.update(answer="half of a pair: \ud800"),
        lambda answer: answer["understood"].update(words=["\udfff"]),
        lambda answer: answer["understood"].update(queries=["no query"]),
        lambda answer: answer["understood"].update(queries=["(not " * 20_000]),
        lambda answer: answer["understood"].update(nearest=[{}]),
        lambda answer: answer["understood"].update(nearest=[{"as": "x", "queries": [7]}]),
        lambda answer: answer["understood"].update(nearest=7),
    ],
)
def test_an_answer_that_is_none_costs_its_conversation_alone(
    library: Library, change: Callable[[dict[str, Any]], Any]
) -> None:
    conversation, other = Conversation(library.resources), Conversation(library.resources)
    conversation.ask("How was Darlington rated in 2015?")
    other.ask("thanks")
    with pytest.raises(LibraryError, match=r"cannot be read.*inspectqa chats"):
        kept_as(library, conversation, change)
    assert len(Conversation(library.resources, resume=other.id).turns) == 1


def test_the_query_kept_in_two_forms_is_the_one_that_is_run(library: Library) -> None:
    conversation = Conversation(library.resources)
    conversation.ask("Which authorities are good overall?")
    right = conversation.turns[0].answer.understood["query"]
    again = kept_as(library, conversation, lambda answer: answer["understood"].update(query=[7]))
    assert again.turns[0].answer.understood["query"] == right


@pytest.mark.parametrize(
    ("state", "broken"), [({"said": "\ud800"}, True), ({"measures": ["of another version"]}, False)]
)
def test_a_state_that_a_turn_does_not_write(library: Library, state: dict[str, Any], broken: bool) -> None:
    conversation = Conversation(library.resources)
    conversation.ask("How many looked after children did Manchester have in March 2014?")
    with library.resources.store.database.transaction() as connection:
        kept = json.dumps({**conversation.state.to_dict(), **state})
        connection.execute("UPDATE turns SET state = ? WHERE chat = ?", (kept, conversation.id))
    if broken:
        with pytest.raises(LibraryError, match="cannot be read"):
            Conversation(library.resources, resume=conversation.id)
    else:
        assert Conversation(library.resources, resume=conversation.id).ask("what rate is that?").answer


def test_yes_takes_up_what_a_refusal_offers(samples: Library) -> None:
    conversation = Conversation(samples.resources, save=False)
    refused = conversation.ask("Latest reports, five most bygone?")
    assert refused.status == "not_understood"
    (offered,) = refused.understood["nearest"]
    assert f"Did you mean: “{offered['as']}”?" in refused.answer
    taken = conversation.ask("yes please")
    assert taken.answered and taken.understood["as"] == offered["as"]
    assert conversation.turns[-1].question == offered["as"]


def test_yes_after_an_answer_takes_up_nothing(samples: Library) -> None:
    conversation = Conversation(samples.resources, save=False)
    assert conversation.ask("How was Darlington rated in 2015?").answered
    assert "nearest" not in conversation.ask("yes").understood


def test_a_turn_changes_the_query_that_was_answered(samples: Library) -> None:
    conversation = Conversation(samples.resources, save=False)
    refused = conversation.ask("Name five councils whose newest report is getting mouldy.")
    taken = conversation.ask("yes please")
    assert taken.answered and taken.understood["queries"] == refused.understood["nearest"][0]["queries"]
    counted = conversation.ask("how many is that?")
    assert counted.understood["query"]["where"] == taken.understood["query"]["where"]


def test_a_conversation_taken_up_goes_on_from_its_last_query(library: Library) -> None:
    conversation = Conversation(library.resources)
    conversation.ask("Which authorities are good overall?")
    again = Conversation(library.resources, resume=conversation.id)
    assert again.queries == conversation.queries
    counted = again.ask("how many is that?")
    assert counted.understood["query"]["where"] == conversation.turns[-1].answer.understood["query"]["where"]
