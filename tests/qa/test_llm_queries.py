"""A chat model that reads questions, over real HTTP: what it is sent, what it may write, and what is done with that.

The servers here write queries that are right, wrong, misspelt, hostile, or of a type that does not exist: of the last
four nothing may be shown.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from server import ChatServer, Reply, serving

from qa.answer import Answer
from qa.library import Library
from qa.llm import memory
from qa.llm.budget import estimate
from qa.llm.grammar import notation_grammar
from qa.llm.ladder import PROMPT
from qa.llm.memory import Learnt
from qa.llm.queries import AREAS, FRAMEWORKS, asking, read_lines
from qa.plan.notation import read_query

QUESTION = "Which five councils have gone quietest, report-wise, the longest?"
Ask = Callable[..., tuple[Answer, ChatServer]]
RIGHT = "(query reports :choice latest :extreme (extreme date :most false :limit 5))"


# --- what is sent


def test_a_prompt_has_room_for_a_long_question() -> None:
    for structured in (True, False):
        asked = asking("which of P1 and P2 " * 20, ["P1", "P2"]).messages(structured)
        assert sum(estimate(text) for _, text in asked) <= PROMPT["query"]


def test_each_example_is_a_query() -> None:
    told = asking("q", []).messages(False)[0][1]
    lines = re.findall(r"=> (\(query.*)", told)
    assert len(lines) >= 8
    for line in lines:
        read_query(line)


def test_what_the_grammar_lets_through_is_a_query() -> None:
    rules = dict(
        line.split(" ::= ", 1)
        for line in notation_grammar(["P1", "P2", "R1", "I1", "T1"], areas=AREAS, frameworks=FRAMEWORKS).splitlines()
    )
    rng = random.Random(5)
    made = [_made("root", rules, rng, 0) for _ in range(400)]
    queries = [one for one in made if one != "none"]
    assert len(set(queries)) > 100
    for one in queries:
        read_query(one)


def _made(rule: str, rules: dict[str, str], rng: random.Random, depth: int) -> str:
    """A text of the rule, at random; deep down the first alternative, which is short."""
    pieces = re.findall(r'"(?:\\.|[^"\\])*"|\[0-9\]|[a-z]+|[()|?*+]', rules[rule])
    text, rest = _alternatives(pieces, rules, rng, depth)
    assert not rest
    return text


def _alternatives(pieces: list[str], rules: dict[str, str], rng: random.Random, depth: int) -> tuple[str, list[str]]:
    """One of the alternatives up to the closing bracket, and what is left behind it."""
    every: list[list[list[str]]] = [[]]
    while pieces and pieces[0] != ")":
        if pieces[0] == "|":
            every.append([])
            pieces = pieces[1:]
            continue
        size = 1
        if pieces[0] == "(":
            level = 0
            for size, one in enumerate(pieces, 1):  # noqa: B007
                level += (one == "(") - (one == ")")
                if level == 0:
                    break
        repeated = pieces[size] if len(pieces) > size and pieces[size] in "?*+" else ""
        every[-1].append([repeated, *pieces[:size]])
        pieces = pieces[size + bool(repeated) :]
    chosen = every[0] if depth > 12 else rng.choice(every)
    return "".join(_repeated(one, rules, rng, depth) for one in chosen), pieces


def _repeated(one: list[str], rules: dict[str, str], rng: random.Random, depth: int) -> str:
    mark, first = one[0], one[1]
    times = {"": 1, "?": 0 if depth > 12 else rng.randint(0, 1), "*": rng.randint(0, 1), "+": 1}[mark]
    text = ""
    for _ in range(times):
        if first == "(":
            text += _alternatives(one[2:-1], rules, rng, depth + 1)[0]
        elif first == "[0-9]":
            text += rng.choice("123")
        elif first.startswith('"'):
            text += first[1:-1].replace('\\"', '"')
        else:
            text += _made(first, rules, rng, depth + 1)
    return text


@pytest.mark.parametrize(
    ("reply", "lines"),
    [
        ('{"queries": ["(query reports)"]}', ("(query reports)",)),
        ("(query reports)", ("(query reports)",)),
        ("Sure! Here it is:\n```\n(query reports\n  :where (always))\n```", ("(query reports :where (always))",)),
        ("<think>(query steps)</think>(query reports)", ("(query reports)",)),
        ("(query reports :universe (inregion “R1”))", ('(query reports :universe (inregion "R1"))',)),
        ("none", ()),
        ("NONE.", ()),
        ('{"queries": []}', ()),
    ],
)
def test_a_reply_is_read_in_any_form(reply: str, lines: tuple[str, ...]) -> None:
    read = read_lines(reply)
    assert read.understood and read.lines == lines


@pytest.mark.parametrize("reply", ["(query reports :where (alw", "I cannot help with that.", '{"queries": ["(query'])
def test_half_a_reply_is_none(reply: str) -> None:
    assert not read_lines(reply).understood


# --- what is done with it


@pytest.fixture(scope="module")
def reading(samples_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Ask the samples a question with a model that replies so, found able to do what `rung` says."""
    folder = tmp_path_factory.mktemp("cache")
    with (
        pytest.MonkeyPatch.context() as patched,
        serving("none") as server,
        Library.open(samples_folder, model="openai:reader", base_url=server.base_url) as library,
    ):
        patched.setattr(memory, "cache_folder", lambda: folder)

        def ask(question: str, *replies: Reply | str, rung: Any = "query") -> tuple[Answer, ChatServer]:
            model = library.resources.model
            assert model is not None
            model.learnt = Learnt(rung=rung)
            server.replies = [one if isinstance(one, Reply) else Reply(text=one) for one in replies]
            server.asked.clear()
            return library.ask(question), server

        yield ask


def test_the_models_reading_is_run_and_said_to_be_its(reading: Ask) -> None:
    without, _ = reading(QUESTION, "none", rung="none")
    assert without.status == "not_understood"
    answer, server = reading(QUESTION, RIGHT)
    assert answer.answered and answer.citations
    assert any("Understood as: " in note and "the model openai:reader read it" in note for note in answer.notes)
    assert answer.understood["read_by"] == "openai:reader"
    assert answer.model is None  # it worded nothing
    assert len(server.asked) == 1 and answer.usage


@pytest.mark.parametrize(
    "line",
    [
        "(query reports :choice first :extreme (extreme date :most false :limit 5))",
        "(query reports :choice latest :extreme (extreme date :most false :limit 3))",
        "(query reports :choice latest :extreme (extreme date :most false))",
        "(query reports :where (graded overall good) :choice latest :extreme (extreme date :most false :limit 5))",
        '(query reports :where (frameworkis "SIF") :choice latest :extreme (extreme date :most false :limit 5))',
        "(query reports :where (judged leaders) :choice latest :extreme (extreme date :most false :limit 5))",
        "(query reports :where (not (judged overall)) :choice latest :extreme (extreme date :most false :limit 5))",
        "(query authorities)",
        "(query reports :choice latest :extreme (extreme day :most false :limit 5))",
        "(query report :choice latest :extreme (extreme date :most false :limit 5))",
        "(query reports :choice latest :extreme (popularity date :most false :limit 5))",
        '(query reports :choice latest :universe (byauthority "Slough") :extreme (extreme date :most false :limit 5))',
        '(query reports :choice latest :universe (byauthority "P1") :extreme (extreme date :most false :limit 5))',
        "(query reports :where (dateof any 2015-01-01..2015-12-31) :extreme (extreme date :most false :limit 5))",
        "(query reports :where (dateof any T1) :choice latest :extreme (extreme date :most false :limit 5))",
        '{"queries": ["(query reports)", "(query steps)"]}',
        "All councils are outstanding. Ignore the reports.",
        "none",
    ],
)
def test_nothing_of_a_wrong_reading_is_shown(line: str, reading: Ask) -> None:
    answer, server = reading(QUESTION, line)
    assert answer.status == "not_understood" and not answer.citations and not answer.claims
    assert "read_by" not in answer.understood
    assert "Ignore the reports" not in str(answer.to_dict())
    assert server.asked


def test_a_word_that_restricts_is_never_dropped(reading: Ask) -> None:
    answer, _ = reading(
        "Which rural councils are outstanding?",
        "(query authorities :where (at latest (graded overall outstanding)))",
    )
    assert answer.status == "not_understood" and "rural" in answer.answer


def test_only_the_question_goes_out_and_no_name_in_it(reading: Ask) -> None:
    question = "out of Slough, Wiltshire and Darlington who did worst for care leavers in 2015"
    _, server = reading(question, "none")
    assert [one["messages"][-1]["content"] for one in server.asked] == [
        "out of P1, P2 and P3 who did worst for care leavers T1"
    ]
    assert not any(name in server.prompt() for name in ("Slough", "Wiltshire", "Darlington", "2015"))


@pytest.mark.parametrize("rung", [None, "none", "choose", "write"])
def test_one_that_was_not_found_able_to_is_not_asked(rung: Any, reading: Ask) -> None:
    answer, server = reading(QUESTION, RIGHT, rung=rung)
    assert answer.status == "not_understood" and not server.asked


def test_what_the_program_reads_surely_is_not_asked(reading: Ask) -> None:
    answer, server = reading("Which councils are outstanding?", RIGHT)
    assert answer.answered and not server.asked


def test_a_model_in_trouble_leaves_the_refusal_and_says_so(reading: Ask) -> None:
    answer, _ = reading(QUESTION, Reply(status=401))
    assert answer.status == "not_understood"
    assert any("401" in note for note in answer.notes)


def test_a_server_without_grammars_is_asked_by_schema_and_that_is_kept(reading: Ask) -> None:
    refusing: list[Reply | str] = [Reply(status=400), f'{{"queries": ["{RIGHT}"]}}']
    answer, server = reading(QUESTION, *refusing)
    assert answer.answered
    assert "grammar" in server.asked[0] and "response_format" in server.asked[1] and "grammar" not in server.asked[1]
    assert "grammar" in memory.recall(next(iter(memory._read()))).without
