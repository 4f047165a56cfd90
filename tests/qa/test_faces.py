"""What an answer says it says on every face: stdout, print, a notebook, a tool, a saved conversation, JSON."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from qa.answer import Answer, Citation, Claim
from qa.chat.conversation import Turn
from qa.cli import render
from qa.cli.chat.transcript import transcript
from qa.langchain import as_tool


def citation(n: int, quote: str) -> Citation:
    return Citation(
        n=n, source=f"{n}.pdf", title="Midchester: inspection", authority="Midchester", published="2019-04-01",
        inspected=None, page=n + 2, page_label=None, quote=quote, start=0, end=len(quote), report=1,
    )  # fmt: skip


ANSWERED = Answer(
    question="How many were late in Midchestre?",
    status="answered",
    answer="37 assessments were late.\nPlans were of uneven quality.",
    reason="Looked at 2 reports; both state it.",
    claims=(
        Claim(text="37 assessments were late.", citations=(1,)),
        Claim(text="Plans were of uneven quality.", citations=(1, 2)),
    ),
    citations=(citation(1, "Some 37 assessments\nwere late."), citation(2, "The quality of plans was uneven.")),
    notes=("Read “Midchestre” as Midchester.", "The model left one statement out."),
)
REFUSED = Answer(
    question="How many?",
    status="not_stated",
    answer="The reports do not say it.",
    reason="None of the passages found gives a figure.",
    nearest=(citation(1, "Some assessments were late."), citation(2, "Few plans were good.")),
    notes=("Read “Midchestre” as Midchester.",),
)


def on_stdout(answer: Answer, capsys: pytest.CaptureFixture[str]) -> str:
    render.answer(answer)
    shown = capsys.readouterr()
    assert shown.err == ""
    return shown.out


def printed(answer: Answer, capsys: pytest.CaptureFixture[str]) -> str:
    print(answer)
    return capsys.readouterr().out


def in_a_notebook(answer: Answer, _: object) -> str:
    return html.unescape(re.sub(r"<li value='(\d+)'>", r"[\1] ", answer._repr_html_()))


def from_a_tool(answer: Answer, _: object) -> str:
    class Given:
        def ask(self, question: str, **_: object) -> Answer:
            return answer

    call = {"type": "tool_call", "id": "1", "name": "ask_inspection_reports", "args": {"question": "q"}}
    return str(as_tool(Given()).invoke(call).content)  # type: ignore[arg-type]


def saved(answer: Answer, _: object) -> str:
    written = transcript([Turn(asked="q", question="q", answer=answer)], title="t")
    plain = re.sub(r"\\(.)", r"\1", written)
    return re.sub(r"(?m)^(\d)\. ", r"[\1] ", plain)


FACES: dict[str, Callable[[Answer, Any], str]] = {
    "stdout": on_stdout,
    "print": printed,
    "notebook": in_a_notebook,
    "tool": from_a_tool,
    "save": saved,
}


@pytest.mark.parametrize("face", FACES)
def test_every_face_says_all_of_an_answer_in_one_order(face: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = FACES[face](ANSWERED, capsys)
    said = (
        "37 assessments were late. [1]", "Plans were of uneven quality. [1][2]", "Looked at 2 reports",
        "[1] Midchester: inspection", "page 3", "Some 37 assessments were late.",
        "[2] Midchester: inspection", "page 4", "The quality of plans was uneven.",
        "Note: Read “Midchestre” as Midchester.", "Note: The model left one statement out.",
    )  # fmt: skip
    places = [shown.find(one) for one in said]
    assert -1 not in places, shown
    assert places == sorted(places)


@pytest.mark.parametrize("face", FACES)
def test_every_face_shows_what_is_nearest_to_a_refusal_as_such(face: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = FACES[face](REFUSED, capsys)
    said = (
        "The reports do not say it.", "None of the passages", "Nearest evidence (not an answer)", "Some assessments",
        "Few plans were good.", "Note: Read",
    )  # fmt: skip
    places = [shown.find(one) for one in said]
    assert -1 not in places, shown
    assert places == sorted(places)
    assert "[1]" not in shown, "nearest evidence is no citation"


def test_json_says_it_too() -> None:
    plain = json.loads(json.dumps(ANSWERED.to_dict()))
    assert plain["reason"] == ANSWERED.reason
    assert plain["notes"] == list(ANSWERED.notes)
    assert [claim["citations"] for claim in plain["claims"]] == [[1], [1, 2]]
    assert [one["n"] for one in plain["citations"]] == [1, 2]
    assert [one["quote"] for one in json.loads(json.dumps(REFUSED.to_dict()))["nearest"]] == [
        one.quote for one in REFUSED.nearest
    ]
