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
from qa.ground import verify
from qa.library import Library
from qa.llm.chain import stream_answer, write_answer
from qa.llm.models import ChatModel, chat_model
from qa.llm.prompt import fitting

QUESTION = "How many assessments were late in Darlington?"
LATE = "62 of the 248 assessments that were looked at had been finished late"
CLAIM = "In Darlington, 62 of 248 assessments were late."
WAIT = "Children waited 35 working days on average before a social worker saw them."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyLibrary]:
    built = build(tmp_path_factory.mktemp("tiny") / "library")
    yield built
    built.store.close()


def claim(text: str, *quotes: tuple[str, str], sums: tuple[tuple[str, list[str], str], ...] = ()) -> dict[str, Any]:
    """A claim as the schema has it."""
    return {
        "text": text,
        "quotes": [{"evidence": ident, "text": words} for ident, words in quotes],
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
    **options: object,
) -> Answer:
    """The question put to the served model; what comes back is sound whatever the model did."""
    citer, model = library.citer(), model_of(server, tmp_path, **options)
    answer = write_answer(
        QUESTION,
        plan=plan(QUESTION, kind=kind, topics=topics),
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
    with serving(said(claim(CLAIM, ("e2", LATE)), claim(WAIT, ("e3", WAIT)))) as server:
        answer = asked(library, server, tmp_path)
    assert answer.status == "answered"
    assert answer.answer == f"{CLAIM} {WAIT}"
    assert [one.citations for one in answer.claims] == [(1,), (2,)]
    assert [(one.page, one.quote) for one in answer.citations] == [
        (1, LATE),
        (2, WAIT.replace("average", "aver-\nage")),
    ]
    assert answer.model == "openai:anything"
    assert answer.usage == {"calls": 1, "input_tokens": 100, "output_tokens": 20, "total_tokens": 120}
    assert answer.notes == ()
    assert server.asked[0]["response_format"]["type"] == "json_schema"


WRONG = {
    "a wrong quote": claim(CLAIM, ("e2", "62 of the 248 assessments were plainly finished late")),
    "an altered number": claim("In Darlington, 63 of 248 assessments were late.", ("e2", LATE)),
    "an altered number in the quote too": claim(
        "In Darlington, 63 of 248 assessments were late.", ("e2", LATE.replace("62", "63"))
    ),
    "a quote from another passage": claim(CLAIM, ("e4", LATE)),
    "a stitched quote": claim(CLAIM, ("e2", "In the year to March 2015, Children waited 35 working days")),
    "an id that was never given": claim(CLAIM, ("e99", LATE)),
    "an invented page": claim("As page 14 says, 62 of 248 assessments were late.", ("e2", LATE)),
    "no quote": claim(CLAIM),
    "another grade": claim(
        "Services for children in Darlington are good.", ("e1", "Services for children in Darlington are inadequate.")
    ),
    "another authority": claim("In Slough, 62 of 248 assessments were late.", ("e2", LATE)),
    "another person": claim(
        "John Marlow became director in May 2015.", ("e4", "Jane Marlow became director in May 2015")
    ),
    "a wrong sum": claim("24% of assessments were late.", ("e2", LATE), sums=(("share", ["62", "248"], "24%"),)),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_what_does_not_stand_in_the_reports_is_mended_or_never_shown(
    library: TinyLibrary, tmp_path: Path, wrong: dict[str, Any]
) -> None:
    with serving(said(wrong), said(claim(CLAIM, ("e2", LATE)))) as server:
        mended = asked(library, server, tmp_path)
    assert (mended.answer, mended.notes) == (CLAIM, ())
    assert len(server.asked) == 2 and "These claims" in server.prompt()
    with serving(said(wrong)) as server:
        dropped = asked(library, server, tmp_path)
    assert dropped.answer == library.extractive().answer
    assert dropped.model is None
    assert dropped.notes == (
        "Nothing that the model openai:anything wrote stands in the reports. This is the answer without a model.",
    )


def test_swapped_ids_are_told_to_the_model_and_dropped_if_they_stay(library: TinyLibrary, tmp_path: Path) -> None:
    swapped = said(
        claim(CLAIM, ("e3", LATE)),
        claim(WAIT, ("e2", WAIT)),
        claim("Services in Darlington are inadequate.", ("e1", "Services for children in Darlington are inadequate")),
    )
    with serving(swapped) as server:
        answer = asked(library, server, tmp_path)
    assert "stands in e2, not in e3" in server.prompt()
    assert [one.text for one in answer.claims] == ["Services in Darlington are inadequate."]
    assert answer.notes == ("2 statements by the model left out: what it said does not stand in the reports.",)


def test_a_sum_that_comes_out_right_is_kept(library: TinyLibrary, tmp_path: Path) -> None:
    right = claim("In Darlington 25% of assessments were late.", ("e2", LATE), sums=(("share", ["62", "248"], "25%"),))
    with serving(said(right)) as server:
        shown = "In Darlington 25% of assessments were late (62 of 248, by the program)."
        assert asked(library, server, tmp_path).answer == shown


TROUBLE = {
    "broken JSON": (Reply(text='{"claims": [{"text": "In Darl'), "did not answer in the form"),
    "prose": (Reply(text="Dear reader,\nthere were many late assessments.\n"), "did not answer in the form"),
    "nothing": (Reply(text=""), "did not answer in the form"),
    "half a stream": (Reply(text=said(claim(CLAIM, ("e2", LATE))), cut=48), "broke off in the middle"),
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
    text = said(claim(CLAIM, ("e2", LATE)), claim(WAIT, ("e3", WAIT)))
    with serving(Reply(text=text, cut=text.index(WAIT) + 10)) as server:
        answer = asked(library, server, tmp_path)
    assert answer.answer == CLAIM
    assert "broke off in the middle of its answer; what it had said by then was checked" in answer.notes[0]


def test_the_clients_own_retries_are_used(library: TinyLibrary, tmp_path: Path) -> None:
    with serving(Reply(status=429), said(claim(CLAIM, ("e2", LATE)))) as server:
        answer = asked(library, server, tmp_path, max_retries=1)
    assert answer.answer == CLAIM
    assert len(server.asked) == 2


def test_a_very_long_answer_is_read_so_far_and_no_further(library: TinyLibrary, tmp_path: Path) -> None:
    many = said(
        *(claim(f"{CLAIM[:-1]} {'indeed ' * n}.", ("e2", LATE)) for n in range(1, 4)), *([claim("x" * 900)] * 500)
    )
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
        "The model openai:anything found no answer in the evidence. This is the answer without a model.",
    )
    assert refused.status == "not_stated" and refused.notes == ("The model openai:anything found none either.",)


def test_a_model_may_find_what_extraction_did_not(library: TinyLibrary, tmp_path: Path) -> None:
    with serving(said(claim(CLAIM, ("e2", LATE)))) as server:
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
FROM: e2
QUOTE: {LATE}

CLAIM: A quarter of assessments were late.
FROM: [e2]
QUOTE: “{LATE}”
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
    assert "FROM" not in answer.answer


def test_ollama(library: TinyLibrary, tmp_path: Path) -> None:
    pytest.importorskip("langchain_ollama")
    with serving(said(claim(CLAIM, ("e2", LATE)))) as server:
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


def test_claims_appear_one_by_one_and_only_when_they_passed(library: TinyLibrary, tmp_path: Path) -> None:
    wrong = claim("In Darlington, 63 of 248 assessments were late.", ("e2", LATE))
    with serving(said(claim(CLAIM, ("e2", LATE)), wrong), said(claim(WAIT, ("e3", WAIT)))) as server:
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
        assert [one.quote for one in citer.citations] == [LATE]
        second, whole = parts
        model.close()
    assert isinstance(second, Claim) and second.text == WAIT
    assert isinstance(whole, Answer) and whole.claims == (Claim(text=CLAIM, citations=(1,)), second)


def test_what_is_refused_by_rule_is_not_put_to_a_model(library: TinyLibrary, tmp_path: Path) -> None:
    with serving(said()) as server:
        refused = Answer(question="q", status="no_such_authority", answer="There is no report on Atlantis here.")
        options: dict[str, Any] = {"plan": plan(), "citer": library.citer(), "settings": settings(tmp_path)}
        model = model_of(server, tmp_path)
        assert write_answer("q", evidence=library.evidence, extractive=refused, model=model, **options) == refused
        plain = library.extractive()
        assert write_answer("q", evidence=(), extractive=plain, model=model, **options) == plain
    assert server.asked == []


def test_counts_are_the_programs_own(library: TinyLibrary, tmp_path: Path) -> None:
    """The extractive answer to "how many" holds; a claim that counts to something else is dropped."""
    two = claim(
        "2 authorities were inspected: Darlington and Slough.",
        ("e1", "Services for children in Darlington are inadequate."),
        ("e5", "The overall judgement for Slough is requires improvement to be good."),
        sums=(("count", ["e1", "e5"], "2"),),
    )
    with serving(said(two)) as server:
        answer = asked(library, server, tmp_path, kind="aggregate")
        budgets = range(1_000, 12_000, 20)
        part = next(b for b in budgets if 0 < len(fitting(library.evidence, QUESTION, b)) < len(library.evidence))
        small = asked(library, server, tmp_path, kind="aggregate", token_budget=part)
    assert "computed-" in server.prompt(0)
    assert answer.answer == library.extractive().answer
    assert small.notes[0].startswith("No model was asked: the evidence is longer than token_budget allows.")


def test_an_answer_to_which_is_whole_or_the_programs_own(library: TinyLibrary, tmp_path: Path) -> None:
    every = said(*(claim(f"{one.text}", (one.id, one.text)) for one in library.evidence))
    some = said(*(claim(f"{one.text}", (one.id, one.text)) for one in library.evidence[1:]))
    with serving(every) as server:
        whole = asked(library, server, tmp_path, kind="aggregate")
    with serving(some) as server:
        partial = asked(library, server, tmp_path, kind="aggregate")
    assert len(whole.claims) == len(library.evidence) and whole.answer.count("\n") == len(library.evidence) - 1
    assert partial.answer == library.extractive().answer
    assert partial.notes[0].startswith("The model openai:anything left out some of what was counted.")


def test_a_budget_too_small_for_any_evidence_asks_nobody(library: TinyLibrary, tmp_path: Path) -> None:
    with serving(said()) as server:
        answer = asked(library, server, tmp_path, token_budget=500)
    assert server.asked == []
    assert "token_budget" in answer.notes[0]


def test_replies_are_kept_only_when_that_is_switched_on(
    library: TinyLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSPECTQA_CACHE", str(tmp_path / "cache"))
    text = said(claim(CLAIM, ("e2", LATE)))
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
