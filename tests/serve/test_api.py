"""The HTTP API, over a small library: the answers of the command line, in the documented forms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter
from serving import client, served

from corpus.lock import note_progress, write_lock
from qa.library import Library
from qa.serve import responses
from qa.serve.running import Server
from qa.serve.service import Service

QUESTION = "Who led the inspection of Midchester in 2019?"


@pytest.fixture(scope="module")
def server(small_library: Path) -> Iterator[Server]:
    with served(small_library) as running:
        yield running


@pytest.fixture
def api(server: Server) -> Iterator[httpx.Client]:
    with client(server) as made:
        yield made


def events(text: str) -> list[tuple[str, Any]]:
    """The events of a response, by name."""
    parts = [part.split("\n") for part in text.split("\n\n") if part.startswith("event: ")]
    return [(one[0].removeprefix("event: "), json.loads(one[1].removeprefix("data: "))) for one in parts]


def test_an_answer_is_the_command_lines_and_names_no_folder(api: httpx.Client, small_library: Path) -> None:
    given = api.post("/api/ask", json={"question": QUESTION}).raise_for_status().json()
    with Library.open(small_library) as library:
        own = library.ask(QUESTION).to_dict()
    for name in ("status", "answer", "claims", "notes", "understood", "reason"):
        assert given[name] == own[name]
    for one, other in zip(given["citations"], own["citations"], strict=True):
        other.pop("url")  # where the file lies on this machine
        assert {**one, "source": other["source"]} == {**other, "report": one["report"]}
    assert "Penhaligon" in given["answer"]
    assert str(small_library.parent) not in json.dumps(given)
    assert [part["kind"] for part in given["shown"]][:2] == ["answer", "citation"]


@pytest.mark.parametrize(
    ("method", "path", "body", "form"),
    [
        (
            "POST",
            "/api/ask",
            {"question": "How many children in Harrowmere had no allocated social worker?"},
            responses.Answered,
        ),
        ("POST", "/api/ask", {"question": "How many were late in Atlantis?"}, responses.Answered),
        ("POST", "/api/find", {"words": "supervision"}, responses.Answered),
        ("POST", "/api/recommendations", {}, responses.Answered),
        ("POST", "/api/search", {"question": "foster carers", "k": 3}, list[responses.Found]),
        ("GET", "/api/status", None, responses.State),
        ("GET", "/api/reports", None, responses.Reports),
        ("GET", "/api/judgements?authority=Harrowmere", None, responses.Reports),
        ("GET", "/api/reports/midchester 2019.md/facts", None, responses.ReportFacts),
        ("GET", "/api/reports/1/pages/1?start=5&end=20", None, responses.PageText),
        ("GET", "/api/statistics", None, list[responses.Statistic]),
        ("GET", "/api/figures?kind=count", None, responses.Figures),
        ("GET", "/api/charts/grades?by=year", None, responses.Charted),
    ],
)
def test_what_is_given_has_the_form_that_is_documented(
    method: str, path: str, body: Any, form: Any, api: httpx.Client
) -> None:
    given = api.request(method, path, json=body).raise_for_status()
    TypeAdapter(form).validate_json(given.text, strict=True)


def test_filters_narrow_and_an_unknown_name_is_one_sentence(api: httpx.Client) -> None:
    every = api.get("/api/reports").json()
    only = api.get("/api/reports", params={"authority": "Midchester", "grade": "good"}).json()
    assert (every["total"], only["total"]) == (3, 1)
    refused = api.post("/api/ask", json={"question": QUESTION, "filters": {"authorities": ["Harrowmere"]}}).json()
    assert refused["status"] != "answered"
    wrong = api.get("/api/reports", params={"region": "Nowhere"})
    assert wrong.status_code == 422
    assert "Nowhere" in wrong.json()["error"]
    assert api.get("/api/reports", params={"grade": "splendid"}).status_code == 422


def test_an_answer_comes_as_events_and_ends_with_the_whole(api: httpx.Client) -> None:
    response = api.post("/api/ask/events", json={"question": QUESTION})
    assert response.headers["content-type"].startswith("text/event-stream")
    names = [name for name, _ in events(response.text)]
    assert names == ["understood", "done"]
    assert "Penhaligon" in events(response.text)[-1][1]["answer"]
    [(name, told)] = events(api.post("/api/ask/events", json={"question": "?"}).text)
    assert name == "error"
    assert "question" in told["error"]


def test_a_conversation_understands_what_was_said_and_is_known_by_its_id_alone(api: httpx.Client) -> None:
    mine, other = (api.post("/api/chats", json={}).json()["id"] for _ in range(2))
    assert len(mine) >= 22
    api.post(f"/api/chats/{mine}/turns", json={"question": "How was Midchester rated in 2019?"}).raise_for_status()
    turn = api.post(f"/api/chats/{mine}/turns", json={"question": "who led that one?"}).json()
    TypeAdapter(responses.Turn).validate_json(json.dumps(turn), strict=True)
    assert "Ada Penhaligon" in turn["answer"]
    assert "Midchester" in turn["stood_alone"]
    alone = api.post(f"/api/chats/{other}/turns", json={"question": "who led that one?"}).json()
    assert alone["stood_alone"] is None
    assert "Penhaligon" not in alone["answer"]
    assert [one["turn"] for one in api.get(f"/api/chats/{mine}").json()] == [1, 2]
    assert api.post(f"/api/chats/{mine}/end", json={}).status_code == 204
    assert api.get(f"/api/chats/{mine}").status_code == 404


def test_the_cited_page_has_the_sentence_marked(api: httpx.Client) -> None:
    [cited] = api.post("/api/ask", json={"question": QUESTION}).json()["citations"]
    place = {"start": cited["start"], "end": cited["end"]}
    page = api.get(f"/api/reports/{cited['report']}/pages/{cited['page'] or 1}", params=place).json()
    start, end = page["mark"]
    assert page["text"][start:end] == cited["quote"]
    gone = api.get(f"/api/reports/{'0' * 64}/pages/1")
    assert gone.status_code == 404
    assert "no longer in the library" in gone.json()["error"]


def test_tables_are_files_that_name_no_folder(api: httpx.Client, report_folder: Path) -> None:
    chat = api.post("/api/chats", json={}).json()["id"]
    api.post(f"/api/chats/{chat}/turns", json={"question": QUESTION}).raise_for_status()
    for path in ("/api/tables/reports", "/api/tables/judgements", f"/api/chats/{chat}/turns/1/table"):
        table = api.get(f"{path}/csv").raise_for_status()
        assert "midchester 2019.md" in table.text, path
        assert str(report_folder) not in table.text
        assert "file:" not in table.text
        assert table.headers["content-disposition"].startswith("attachment")
        assert api.get(f"{path}/xlsx").content[:2] == b"PK"
    assert api.get(f"/api/chats/{chat}/turns/2/table/csv").status_code == 404
    assert api.get("/api/tables/reports/exe").status_code == 422


def test_figures_of_prose_stand_in_their_sentences(api: httpx.Client, report_folder: Path) -> None:
    every = api.get("/api/figures").json()
    assert every["total"] == len(every["figures"]) > 3
    assert str(report_folder) not in json.dumps(every)
    some = api.get("/api/figures", params={"about": "social worker", "limit": 1}).json()
    assert (len(some["figures"]), 1 <= some["total"] < every["total"]) == (1, True)
    [one] = some["figures"]
    place = {"start": one["start"], "end": one["end"]}
    page = api.get(f"/api/reports/{one['report']}/pages/{one['page'] or 1}", params=place).json()
    assert page["text"][slice(*page["mark"])] == one["value"]
    assert one["value"] in one["sentence"]
    own = api.get("/api/figures", params={"report": "midchester 2019.md"}).json()
    assert {row["authority"] for row in own["figures"]} == {"Midchester"}


def test_charts_are_words_rows_and_pictures_that_name_no_folder(api: httpx.Client, report_folder: Path) -> None:
    chart = api.get("/api/charts/grades", params={"authority": "Harrowmere"}).raise_for_status().json()
    assert "Harrowmere" in chart["words"]
    assert "reports" in chart["covers"]
    assert {row["authority"] for row in chart["rows"]} == {"Harrowmere"}
    assert all(len(row["report"]) == 64 for row in chart["rows"])
    for form, begins in (("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        file = api.get(f"/api/charts/grades/{form}", params={"authority": "Harrowmere"}).raise_for_status()
        assert file.content.startswith(begins)
        assert str(report_folder).encode() not in file.content
    for path, said in (("ranking?figure=zorbs", "zorbs"), ("grades?by=year&authority=Atlantis", "Atlantis")):
        refused = api.get(f"/api/charts/{path}")
        assert refused.status_code == 422
        assert said in refused.json()["error"]


def test_an_ingest_under_way_says_how_far_it_is(own_library: Path) -> None:
    with Library.open(own_library) as library:
        service = Service(library)
        assert service.status()["ingest"] is None
        with write_lock(own_library):
            assert service.status()["ingest"]["step"] is None
            note_progress(own_library, step="embedding", done=30, total=120)
            given = responses.State.model_validate(service.status(), strict=True).ingest
        assert given is not None
        assert (given.step, given.done, given.total) == ("embedding", 30, 120)
        assert service.status()["ingest"] is None


def test_what_is_wrong_is_said_in_one_sentence(api: httpx.Client) -> None:
    for response, status in (
        (api.post("/api/ask", json={}), 422),
        (api.post("/api/ask", json={"question": QUESTION, "more": 1}), 422),
        (api.post("/api/ask", content=b"{", headers={"content-type": "application/json"}), 422),
        (api.get("/api/nothing"), 404),
        (api.get("/api/reports/1/pages/99"), 404),
        (api.get("/page/../service.py"), 404),
        (api.get("/page/%2e%2e%2fservice.py"), 404),
    ):
        assert response.status_code == status, response.text
        assert response.json()["error"].endswith(".")


def test_what_is_counted_names_nothing_that_was_asked(api: httpx.Client) -> None:
    api.post("/api/ask", json={"question": QUESTION})
    counted = api.get("/metrics").text
    assert 'inspectqa_requests_total{path="/api/ask",status="200"}' in counted
    assert 'inspectqa_answers_total{status="answered"}' in counted
    assert "inspectqa_reports 3.0" in counted
    assert "Harrowmere" not in counted
    assert api.get("/health").json() == {"status": "ok"}


def test_the_api_describes_itself_and_loads_nothing_from_elsewhere(api: httpx.Client) -> None:
    described = api.get("/openapi.json").json()
    assert {"/api/ask", "/api/chats/{chat}/turns/events", "/api/reports/{report}/pages/{page}"} <= set(
        described["paths"]
    )
    for path in ("/", "/docs", "/page/app.js", "/page/style.css"):
        assert "//" not in api.get(path).text.replace("http://www.w3.org", "").replace("// ", "").replace("//\n", "")
