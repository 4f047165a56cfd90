"""Question files: what can be read, what is said of what can't, and starting again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import QuestionError
from qa.answer import Answer
from qa.evaluation.answers import AnswerFile
from qa.evaluation.batch import BatchItem, read_items, run_batch


class Answering:
    """Stands where a library does; counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, question: str) -> Answer:
        self.asked.append(question)
        if not question.strip():
            raise QuestionError("The question is empty. Ask one.")
        return Answer(question=question, status="answered", answer="a\u2028b")

    def chat(self, *, save: bool) -> Answering:
        assert not save
        return self


def write(path: Path, *lines: object) -> Path:
    path.write_text(
        "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines), encoding="utf-8"
    )
    return path


def test_a_file_holds_questions_and_conversations(tmp_path: Path) -> None:
    path = write(
        tmp_path / "q.jsonl",
        {"id": "a", "question": "How many?"},
        "\n",
        {"id": 2, "turns": [{"question": "one"}, {"question": "two"}]},
    )
    assert read_items(path) == [
        BatchItem(id="a", questions=("How many?",), is_chat=False),
        BatchItem(id="2", questions=("one", "two"), is_chat=True),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "holds no question"),
        ("{", "Line 1"),
        ('{"question": "x"}\n', 'no "id"'),
        ('{"id": "x"}\n', 'neither a "question" nor "turns"'),
        ('{"id": "x", "turns": [1]}\n', '"turns"'),
        ('{"id": "x", "question": "a"}\n{"id": "x", "question": "b"}\n', "Line 2"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        read_items(write(tmp_path / "q.jsonl", content))


def test_starting_again_repeats_and_loses_nothing(tmp_path: Path) -> None:
    items = [BatchItem(id=str(n), questions=(f"q{n}",), is_chat=n == 2) for n in range(4)]
    out = tmp_path / "deep" / "answers.jsonl"
    first = Answering()
    for item in run_batch(first, items, out):  # type: ignore[arg-type]
        if item.id == "1":
            break
    with out.open("a", encoding="utf-8") as file:
        file.write('{"id": "2", "ans')  # what a crash in the middle of a line leaves
    second = Answering()
    list(run_batch(second, items, out))  # type: ignore[arg-type]
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n") if line]
    assert [line["id"] for line in lines] == ["0", "1", "2", "3"]
    assert first.asked + second.asked == ["q0", "q1", "q2", "q3"]


def test_a_question_that_cannot_be_asked_is_answered_with_the_reason(tmp_path: Path) -> None:
    out = tmp_path / "answers.jsonl"
    list(run_batch(Answering(), [BatchItem(id="e", questions=(" ",), is_chat=False)], out))  # type: ignore[arg-type]
    assert json.loads(out.read_text(encoding="utf-8"))["status"] == "error"


def test_a_file_that_is_no_answer_file_is_left_alone(tmp_path: Path) -> None:
    out = write(tmp_path / "notes.txt", "my notes\n")
    with pytest.raises(QuestionError, match="no answer of an earlier run"):
        list(run_batch(Answering(), [BatchItem(id="e", questions=("q",), is_chat=False)], out))  # type: ignore[arg-type]
    assert out.read_text(encoding="utf-8") == "my notes\n"


def test_two_runs_do_not_write_to_one_file(tmp_path: Path) -> None:
    out = tmp_path / "answers.jsonl"
    with AnswerFile(out, asked={"1": "What?"}) as answers:
        with pytest.raises(QuestionError, match=r"another run is writing its answers there\. Wait"):
            AnswerFile(out, asked={"1": "What?"})
        answers.add({"id": "1", "question": "What?", "status": "answered"})
    with AnswerFile(out, asked={"1": "What?"}) as answers:
        assert answers.done == {"1"}
    with pytest.raises(QuestionError, match="answers another question"):
        AnswerFile(out, asked={"1": "Who?"})
    AnswerFile(out, asked={"1": "What?"}).__exit__()
    assert [path.name for path in tmp_path.iterdir()] == ["answers.jsonl"]
