"""Answers written by a model over real HTTP: what the person sees for each thing a model or its server can do."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from server import ChatServer, Reply, serving
from tiny_library import TinyLibrary, build, plan, settings

from qa.answer import Answer, Claim
from qa.extract.model import shown
from qa.ground import verify
from qa.library import Library
from qa.llm.chain import stream_answer, write_answer
from qa.llm.models import ChatModel, chat_model

QUESTION = "How many assessments were late in Darlington?"
LATE = "62 of the 248 assessments that were looked at had been finished late"
CLAIM = "In Darlington, 62 of 248 assessments were late."
WAIT = "Children waited 35 working days on average before a social worker saw them."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyLibrary]:
    built = build(tmp_path_factory.mktemp("tiny") / "library")
    yield built
    built.store.close()


def claim(text: str, *sentences: int, sums: tuple[tuple[str, list[str], str], ...] = ()) -> dict[str, Any]:
    """A claim as the schema has it."""
    return {
        "sentences": list(sentences),
        "text": text,
        "arithmetic": [{"operation": o, "of": of, "result": result} for o, of, result in sums],
    }


def said(*claims: dict[str, Any]) -> str:
    return json.dumps({"claims": list(claims)})


def model_of(server: ChatServer, tmp_path: Path, **options: object) -> ChatModel:
    return chat_model("openai:anything", settings=settings(tmp_path, base_url=server.base_url, **options))


def asked(
    library: TinyLibrary,
    server: ChatServer,
    tmp_path: Path,
    *,
    answered: bool = True,
    kind: str = "finding",
    topics: tuple[str, ...] = (),
    question: str = QUESTION,
    **options: object,
) -> Answer:
    """The question put to the served model; what comes back is sound whatever the model did."""
    citer, model = library.citer(), model_of(server, tmp_path, **options)
    answer = write_answer(
        question,
        plan=plan(question, kind=kind, topics=topics),
        evidence=library.evidence,
        extractive=library.extractive(answered=answered),
        model=model,
        citer=citer,
        settings=settings(tmp_path, **options),
    )
    model.close()
    assert verify(answer, citer, figures=False) == []
    return answer


def test_a_good_answer_is_cited_by_the_program(library: TinyLibrary, tmp_path: Path) -> None:
    with serving(said(claim(CLAIM, 2), claim(WAIT, 3))) as server:
        answer = asked(library, server, tmp_path)
    assert answer.status == "answered"
    assert answer.answer == f"{CLAIM} {WAIT}"
    assert [one.citations for one in answer.claims] == [(1,), (2,)]
    assert [(one.page, one.quote) for one in answer.citations] == [
        (1, f"In the year to March 2015, {LATE}."),
        (2, WAIT.replace("average", "aver-\nage")),
    ]
    assert answer.model == "openai:anything"
    assert answer.usage == {"calls": 1, "input_tokens": 100, "output_tokens": 20, "total_tokens": 120}
    assert answer.notes == ()
    assert server.asked[0]["response_format"]["type"] == "json_schema"


WRONG = {
    "an altered number": claim("In Darlington, 63 of 248 assessments were late.", 2),
    "another sentence's number": claim(CLAIM, 3),
    "an invented page": claim("As page 14 says, 62 of 248 assessments were late.", 2),
    "another grade": claim("Services for children in Darlington are good.", 1),
    "another authority": claim("In Slough, 62 of 248 assessments were late.", 2),
    "another person": claim("John Marlow became director in May 2015.", 4),
    "a wrong sum": claim("24% of assessments were late.", 2, sums=(("share", ["62", "248"], "24%"),)),
    "another language": claim("In Darlington wurden 62 Beurteilungen verspätet abgeschlossen.", 2),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_in_place_of_a_claim_that_fails_stands_its_sentence(
    library: TinyLibrary, tmp_path: Path, wrong: dict[str, Any]
) -> None:
    with serving(said(wrong)) as server:
        answer = asked(library, server, tmp_path)
    (number,) = wrong["sentences"]
    (sentence,) = answer.claims
    assert answer.citations[0].words in answer.answer
    assert sentence.text == shown(library.evidence[number - 1].text)
    assert wrong["text"] not in str(answer)
    assert answer.notes == (
        "1 statement by the model went beyond the reports; the sentences meant stand in its place.",
    )
    assert len(server.asked) == 1


ADRIFT = {
    "a number that was never given": claim(CLAIM, 99),
    "no number": claim(CLAIM),
    "words that stand nowhere": {"text": CLAIM, "quotes": [{"text": "62 of the 248 assessments were plainly late"}]},
    "a quote half made up": {"text": CLAIM, "quotes": [{"text": f"{LATE} ... and nobody had noticed it at all"}]},
}


@pytest.mark.parametrize("wrong", ADRIFT.values(), ids=ADRIFT.keys())
def test_a_claim_that_rests_on_nothing_is_not_shown(
    library: TinyLibrary, tmp_path: Path, wrong: dict[str, Any]
) -> None:
    with serving(said(wrong)) as server:
        answer = asked(library, server, tmp_path)
    assert answer.answer == library.extractive().answer
    assert answer.model is None
    assert answer.notes == (
        "Nothing that the model openai:anything wrote stands in the reports. This is the answer without a model.",
    )


def test_claims_and_sentences_may_stand_side_by_side(library: TinyLibrary, tmp_path: Path) -> None:
    with serving(said(claim(CLAIM, 2), claim("Children waited for months.", 3), claim(CLAIM, 99))) as server:
        answer = asked(library, server, tmp_path)
    assert [one.text for one in answer.claims] == [CLAIM, WAIT]
    assert len(answer.notes) == 2 and "1 statement by the model left out" in answer.notes[1]


def test_a_sum_that_comes_out_right_is_kept(library: TinyLibrary, tmp_path: Path) -> None:
    right = claim("In Darlington 25% of assessments were late.", 2, sums=(("share", ["62", "248"], "25%"),))
    with serving(said(right)) as server:
        shown = "In Darlington 25% of assessments were late (62 of 248, by the program)."
        assert asked(library, server, tmp_path).answer == shown


TROUBLE = {
    "broken JSON": (Reply(text='{"claims": [{"text": "In Darl'), "broke off in the middle"),
    "prose": (Reply(text="Dear reader,\nthere were many late assessments.\n"), "did not answer in the form"),
    "nothing": (Reply(text=""), "sent no answer: nothing, or its reasoning alone"),
    "half a stream": (Reply(text=said(claim(CLAIM, 2)), cut=16), "broke off in the middle"),
    "too many requests": (Reply(status=429), "is busy or over its quota (429)"),
    "a failing server": (Reply(status=500), "failed on its server (500)"),
    "a refused key": (Reply(status=401), "did not accept the key (401)"),
    "no such model": (Reply(status=404), "is not known to its server (404)"),
}


@pytest.mark.parametrize(("reply", "why"), TROUBLE.values(), ids=TROUBLE.keys())
def test_trouble_with_the_model_gives_the_answer_without_one(
    library: TinyLibrary, tmp_path: Path, reply: Reply, why: str
) -> None:
    with serving(reply) as server:
        answer = asked(library, server, tmp_path)
        refused = asked(library, server, tmp_path, answered=False)
    assert answer.answer == library.extractive().answer and answer.status == "answered"
    (note,) = answer.notes
    assert why in note and note.endswith("This is the answer without a model.")
    assert "sk-secret" not in note and "\n" not in note
    assert refused.status == "not_stated" and why in refused.notes[0]


def test_a_server_that_hangs_is_left_when_the_time_is_up(library: TinyLibrary, tmp_path: Path) -> None:
    with serving(Reply(hang=600)) as server:
        answer = asked(library, server, tmp_path, model_timeout=0.4, max_retries=5)
    assert "did not answer within 0.4 s" in answer.notes[0]


def test_a_server_that_is_not_there(library: TinyLibrary, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = ChatServer(replies=[], address=f"http://127.0.0.1:{free.getsockname()[1]}")
        answer = asked(library, nobody, tmp_path)
    assert "cannot be reached; check that its server runs" in answer.notes[0]


def test_claims_before_the_stream_broke_are_kept(library: TinyLibrary, tmp_path: Path) -> None:
    text = said(claim(CLAIM, 2), claim(WAIT, 3))
    with serving(Reply(text=text, cut=text.index(WAIT) + 10)) as server:
        answer = asked(library, server, tmp_path)
    # Of the claim that broke off only the number counts: its sentence stands there, not half its words.
    assert answer.answer == f"{CLAIM} {WAIT}"
    assert "broke off in the middle of its answer; what it had said by then was checked" in answer.notes[0]


def test_the_clients_own_retries_are_used(library: TinyLibrary, tmp_path: Path) -> None:
    with serving(Reply(status=429), said(claim(CLAIM, 2))) as server:
        answer = asked(library, server, tmp_path, max_retries=1)
    assert answer.answer == CLAIM
    assert len(server.asked) == 2


def test_a_very_long_answer_is_read_so_far_and_no_further(library: TinyLibrary, tmp_path: Path) -> None:
    many = said(*(claim(f"{CLAIM[:-1]} {'indeed ' * n}.", 2) for n in range(1, 4)), *([claim("x" * 900, 99)] * 500))
    with serving(many) as server:
        answer = asked(library, server, tmp_path)
    assert len(answer.claims) == 3
    assert any("wrote more than is read" in note for note in answer.notes)
    assert len(server.asked) == 1


def test_a_model_that_finds_nothing_says_so(library: TinyLibrary, tmp_path: Path) -> None:
    with serving(said()) as server:
        answer = asked(library, server, tmp_path)
        refused = asked(library, server, tmp_path, answered=False)
    assert answer.notes == (
        "The model openai:anything found no answer in the sentences it was shown. This is the answer without a model.",
    )
    assert refused.status == "not_stated" and refused.notes == ("The model openai:anything found none either.",)


def test_a_model_may_find_what_extraction_did_not(library: TinyLibrary, tmp_path: Path) -> None:
    with serving(said(claim(CLAIM, 2))) as server:
        answer = asked(library, server, tmp_path, answered=False)
        kept = asked(library, server, tmp_path, answered=False, topics=("late", "assessments"))
        reworded = asked(library, server, tmp_path, answered=False, topics=("timeliness", "finished"))
        beside = asked(library, server, tmp_path, answered=False, topics=("tablets",))
    assert (answer.status, answer.reason, answer.answer) == ("answered", None, CLAIM)
    assert kept.answer == reworded.answer == CLAIM
    assert beside.status == "not_stated" and beside.claims == ()
    assert beside.notes == ("The model openai:anything wrote of other things than what was asked.",)


LINES = f"""\
CLAIM: {CLAIM}
SENTENCES: 2

CLAIM: A quarter of assessments were late.
SENTENCES: [2]
SUM: share | 62; 248 | 25%
END
"""


@pytest.mark.parametrize(
    "text", [LINES, LINES.replace("END\n", ""), f"<think>CLAIM: {WAIT}</think>\n{LINES}", f"**Sure!**\n\n{LINES}"]
)
def test_a_server_without_structured_output_is_asked_for_lines(library: TinyLibrary, tmp_path: Path, text: str) -> None:
    with serving(Reply(text=text, refuses_schema=True)) as server:
        answer = asked(library, server, tmp_path)
    assert "response_format" in server.asked[0] and "response_format" not in server.asked[1]
    assert "CLAIM: the claim" in server.prompt(1)
    assert answer.claims[0].text == CLAIM
    assert "SENTENCES" not in answer.answer


def test_ollama(library: TinyLibrary, tmp_path: Path) -> None:
    pytest.importorskip("langchain_ollama")
    with serving(said(claim(CLAIM, 2))) as server:
        chosen = settings(tmp_path, base_url=server.address)
        model = chat_model("ollama:llama3.2", settings=chosen)
        answer = write_answer(
            QUESTION,
            plan=plan(),
            evidence=library.evidence,
            extractive=library.extractive(),
            model=model,
            citer=library.citer(),
            settings=chosen,
        )
        model.close()
    assert model.place is None
    assert (answer.answer, answer.model) == (CLAIM, "ollama:llama3.2")
    assert answer.usage == {"calls": 1, "input_tokens": 100, "output_tokens": 20, "total_tokens": 120}
    assert server.asked[0]["format"]["required"] == ["claims"]


def test_claims_come_first_and_then_the_whole(library: TinyLibrary, tmp_path: Path) -> None:
    with serving(said(claim(CLAIM, 2), claim("In Slough 63 were late.", 2), claim(WAIT, 3))) as server:
        citer, model = library.citer(), model_of(server, tmp_path)
        parts = stream_answer(
            QUESTION,
            plan=plan(),
            evidence=library.evidence,
            extractive=library.extractive(),
            model=model,
            citer=citer,
            settings=settings(tmp_path),
        )
        assert next(parts) == Claim(text=CLAIM, citations=(1,))
        sentence, third, whole = parts
        model.close()
    assert isinstance(sentence, Claim) and "63" not in sentence.text and sentence.citations == (1,)
    assert isinstance(third, Claim) and third.text == WAIT
    assert isinstance(whole, Answer) and whole.claims == (Claim(text=CLAIM, citations=(1,)), sentence, third)


def test_what_is_refused_by_rule_is_not_put_to_a_model(library: TinyLibrary, tmp_path: Path) -> None:
    with serving(said()) as server:
        refused = Answer(question="q", status="no_such_authority", answer="There is no report on Atlantis here.")
        options: dict[str, Any] = {"plan": plan(), "citer": library.citer(), "settings": settings(tmp_path)}
        model = model_of(server, tmp_path)
        assert write_answer("q", evidence=library.evidence, extractive=refused, model=model, **options) == refused
        plain = library.extractive()
        assert write_answer("q", evidence=(), extractive=plain, model=model, **options) == plain
    assert server.asked == []


def test_a_budget_too_small_for_any_evidence_asks_nobody(library: TinyLibrary, tmp_path: Path) -> None:
    with serving(said()) as server:
        answer = asked(library, server, tmp_path, question=QUESTION * 20, token_budget=500)
    assert server.asked == []
    assert "token_budget" in answer.notes[0]


def test_replies_are_kept_only_when_that_is_switched_on(
    library: TinyLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSPECTQA_CACHE", str(tmp_path / "cache"))
    text = said(claim(CLAIM, 2))
    with serving(text) as server:
        asked(library, server, tmp_path)
        asked(library, server, tmp_path)
        assert len(server.asked) == 2 and not (tmp_path / "cache").exists()
        first = asked(library, server, tmp_path, answer_cache=True)
        again = asked(library, server, tmp_path, answer_cache=True)
    assert len(server.asked) == 3
    assert first.claims == again.claims and again.usage is None


def test_no_model_configured_means_no_connection(small_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way of a question, with every way to a socket shut."""
    tried: list[object] = []

    def shut(*arguments: object, **_: object) -> None:
        tried.append(arguments)
        raise OSError("shut")

    for name in ("INSPECTQA_MODEL", "INSPECTQA_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, shut)
    monkeypatch.setattr(socket, "create_connection", shut)
    monkeypatch.setattr(socket, "getaddrinfo", shut)
    with Library.open(small_library) as library:
        answer = library.ask("How many assessments were finished late in Midchester?")
        asked_for_words = library.ask("What do foster carers in Harrowmere say about their support?")
    assert answer.citations and asked_for_words.citations
    assert answer.model is None and asked_for_words.model is None
    assert tried == []


def test_naming_a_model_connects_to_nobody_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection was tried"))
    assert chat_model("openai:anything", settings=settings(tmp_path, base_url="http://127.0.0.1:9/v1")).place is None
