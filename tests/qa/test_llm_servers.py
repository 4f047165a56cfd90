"""Servers as they are: what one refuses is left out, asked again, and remembered; errors are told by their kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from httpx import Request, Response
from openai import APIError, BadRequestError, InternalServerError, NotFoundError
from server import Reply, serving
from tiny_library import TinyLibrary, build, plan, settings

from corpus.settings import Settings
from qa.answer import Answer
from qa.llm import memory
from qa.llm.chain import write_answer
from qa.llm.models import chat_model
from qa.llm.trouble import refused, what_went_wrong

ASKED = ["schema", "usage", "system", "stream"]


def failure(kind: type[Any], status: int, message: str) -> Exception:
    request = Request("POST", "http://127.0.0.1/v1")
    error: Exception = kind(message, response=Response(status, request=request), body={"message": message})
    return error


@pytest.mark.parametrize(
    ("error", "names"),
    [
        (failure(BadRequestError, 400, "stream_options: extra inputs are not permitted"), {"usage"}),
        (failure(BadRequestError, 400, "System role not supported"), {"system"}),
        (failure(InternalServerError, 500, "System role not supported"), {"system"}),
        (failure(NotFoundError, 404, "response_format unsupported"), {"schema", "object"}),
        (failure(InternalServerError, 500, "Input should be 'text' or 'json_object'"), {"schema"}),
        (failure(InternalServerError, 500, "json_schema grammar could not be compiled"), {"schema"}),
        (failure(InternalServerError, 500, "oops"), {"schema"}),
        (failure(NotFoundError, 404, "The model `x` does not exist"), set()),
        (failure(BadRequestError, 400, "context length exceeded"), set()),
        (ValueError("No generation chunks were returned"), {"stream"}),
        (TimeoutError(), set()),
    ],
)
def test_which_part_is_refused(error: Exception, names: set[str]) -> None:
    assert refused(error, asked=ASKED) == names


def test_errors_within_a_stream_are_told_by_their_kind() -> None:
    def told(message: str, code: int) -> str:
        request: Any = Request("POST", "http://127.0.0.1/v1")
        return what_went_wrong(APIError(message, request, body={"message": message, "code": code}), seconds=1)

    assert "too small a context" in told("context length exceeded", 400)
    assert "failed on its server (502)" in told("Provider returned error", 502)


SAID = json.dumps({"claims": [{"sentences": [1], "text": "Services in Darlington are inadequate."}]})


def answered(library: TinyLibrary, chosen: Settings) -> Answer:
    """What the model makes of the tiny library's evidence, asked anew."""
    model = chat_model("openai:anything", settings=chosen)
    answer = write_answer(
        "q", plan=plan(), evidence=library.evidence, extractive=library.extractive(), model=model,
        citer=library.citer(), settings=chosen,
    )  # fmt: skip
    model.close()
    return answer


def test_what_a_server_refuses_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "cache_folder", lambda: tmp_path)
    library: TinyLibrary = build(tmp_path / "library")
    with serving(Reply(text=SAID, refuses_schema=True)) as server:
        chosen = settings(tmp_path, base_url=server.base_url)
        for _ in range(2):
            assert answered(library, chosen).model == "openai:anything"
    assert ["response_format" in one for one in server.asked] == [True, False, False]
    library.store.close()


def test_a_reply_in_parts_is_read_without_a_word_on_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    monkeypatch.setattr(memory, "cache_folder", lambda: tmp_path)
    library: TinyLibrary = build(tmp_path / "library")
    with serving(Reply(text=SAID, parts=True)) as server:
        chosen = settings(tmp_path, base_url=server.base_url)
        assert answered(library, chosen).model == "openai:anything"
    assert list(recwarn) == []
    library.store.close()
