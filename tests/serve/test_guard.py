"""Who is let in: other addresses, other sites, other names, too much and too slow; and what every response forbids."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from serving import client, served

from corpus.chats import Chats
from corpus.database import Database
from corpus.errors import SettingsError
from corpus.pool import CONNECTIONS
from qa.serve import guard, patience
from qa.serve.desk import Busy, Desk, TooLong
from qa.serve.rates import Rates
from qa.serve.running import TOKEN, Server

QUESTION = {"question": "Who led the inspection of Midchester?"}
PATHS = ("/", "/api/status", "/metrics", "/health", "/openapi.json", "/page/app.js", "/nothing")


@pytest.fixture(scope="module")
def server(small_library: Path) -> Iterator[Server]:
    with served(small_library) as running:
        yield running


@pytest.fixture
def api(server: Server) -> Iterator[httpx.Client]:
    with client(server) as made:
        yield made


def test_at_another_address_nothing_is_given_without_the_token(small_library: Path) -> None:
    with served(small_library, host="0.0.0.0") as server:
        assert server.token is not None
        assert len(server.token) >= 43
        there = server.address.replace(socket.gethostname(), "127.0.0.1")
        with httpx.Client(base_url=there, timeout=60) as nobody:
            for path in ("/api/status", "/api/reports/1/pages/1", "/metrics", "/openapi.json", "/mcp"):
                assert nobody.get(path).status_code == 401, path
            for given in ("", "Bearer", "Bearer x", f"Basic {server.token}", f"Bearer {server.token[:-1]}", "Bearer é"):
                refused = nobody.post("/api/ask", json=QUESTION, headers={b"Authorization": given.encode()})
                assert refused.status_code == 401, given
                assert server.token not in refused.text
            assert nobody.get("/").status_code == 200, "the page itself tells nothing"
            assert nobody.get("/", params={"token": server.token}).status_code == 200
            assert nobody.get("/api/status", params={"token": server.token}).status_code == 401
            assert nobody.get("/api/status", headers={"Cookie": f"token={server.token}"}).status_code == 401
            right = {"Authorization": f"Bearer {server.token}"}
            assert nobody.post("/api/ask", json=QUESTION, headers=right).json()["status"] == "answered"


def test_a_token_that_is_given_is_taken_and_a_short_one_refused(
    small_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN, "a-token-of-my-own-choice")
    with served(small_library, token=True) as server:
        assert server.token == "a-token-of-my-own-choice"
    monkeypatch.setenv(TOKEN, "short")
    with pytest.raises(SettingsError, match="16 or more"), served(small_library, token=True):
        pass


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    ],
)
def test_a_page_of_another_site_gets_nothing(headers: dict[str, str], api: httpx.Client) -> None:
    for method, path in (("POST", "/api/ask"), ("GET", "/api/reports"), ("GET", "/"), ("POST", "/mcp")):
        refused = api.request(method, path, json=QUESTION if method == "POST" else None, headers=headers)
        assert refused.status_code == 403, (path, refused.text)
        assert "Midchester" not in refused.text


def test_its_own_page_and_a_link_to_it_are_let_in(api: httpx.Client, server: Server) -> None:
    own = {"Origin": server.address, "Sec-Fetch-Site": "same-origin"}
    assert api.post("/api/ask", json=QUESTION, headers=own).status_code == 200
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert api.get("/", headers=link).status_code == 200
    assert api.get("/api/reports", headers=link).status_code == 403


def test_nothing_is_allowed_across_origins(api: httpx.Client) -> None:
    asks = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    for response in (api.options("/api/ask", headers=asks), api.get("/api/reports"), api.options("/api/ask")):
        assert not [name for name in response.headers if name.startswith("access-control-")]
        assert "set-cookie" not in response.headers
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        form = api.post("/api/ask", content=json.dumps(QUESTION), headers={"Content-Type": kind})
        assert form.status_code == 415, "what a form can send"


@pytest.mark.parametrize(
    "name", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.7", "", "a b"]
)
def test_a_name_that_is_not_ours_is_refused(name: str, api: httpx.Client, server: Server) -> None:
    port = server.address.rpartition(":")[2]
    for path in PATHS:
        assert api.get(path, headers={"Host": f"{name}:{port}"}).status_code in (400, 421), path
    for ours in ("localhost", "LOCALHOST", "127.0.0.1", "[::1]"):
        assert api.get("/api/status", headers={"Host": f"{ours}:{port}"}).status_code == 200


def test_every_response_has_the_strict_headers(api: httpx.Client) -> None:
    for path in PATHS:
        headers = api.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';"), path
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers
    assert "content-security-policy" in api.get("/", headers={"Host": "evil.example"}).headers, "a refusal too"


def test_what_is_too_long_is_refused(api: httpx.Client) -> None:
    long = {"question": "x" * guard.BODY}
    assert api.post("/api/ask", json=long).status_code == 413
    json_ = {"Content-Type": "application/json"}
    assert api.post("/api/ask", content=iter([b"x" * 1000] * 100), headers=json_).status_code == 413, "without a length"
    assert api.post("/api/ask", json={"question": "what " * 500}).status_code == 422
    assert api.get("/api/reports", params={"limit": 10**6}).status_code == 422
    assert api.post("/api/search", json={"question": "foster", "k": 10**6}).status_code == 422
    try:
        assert api.get("/api/reports", headers={"X-Long": "x" * 100_000}).status_code in (400, 431)
    except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError) as closed:  # while it was still being sent
        assert "reset" in str(closed).casefold() or "disconnected" in str(closed).casefold()


def test_a_request_that_does_not_arrive_is_dropped(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_HEAD_SECONDS", 0.3)
    monkeypatch.setattr(guard, "_BODY_SECONDS", 0.3)
    host, _, port = server.address.removeprefix("http://").partition(":")
    head = b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n"
    whole = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for begun, ends in (
        (b"", b""),
        (b"GET / HTTP/1.1\r\nHo", b""),
        (head + b"{", b"408"),
        (whole + b"GET /he", b"200"),
    ):
        with socket.create_connection((host, int(port)), timeout=30) as slow:
            slow.sendall(begun)
            told = b""
            while more := slow.recv(4096):
                told += more
            assert told.partition(b"\r\n")[0].split(b" ")[1:2] == ([ends] if ends else []), begun


def test_who_asks_too_often_waits(small_library: Path) -> None:
    rates = Rates(1.0, most=2.0)
    assert [rates.wait("a") > 0 for _ in range(3)] == [False, False, True]
    assert rates.wait("b") == 0, "another's rate is its own"
    with served(small_library, rate=0.5) as server, client(server) as api:
        last = [api.get("/health") for _ in range(3)][-1]
        assert last.status_code == 429
        assert int(last.headers["retry-after"]) >= 1


def test_more_than_may_wait_is_refused_and_what_takes_too_long_given_up() -> None:
    desk = Desk("test", threads=1, waiting=1, seconds=0.2)
    stuck = threading.Event()

    async def asked() -> None:
        first = asyncio.create_task(desk.run(stuck.wait))
        while not desk.busy:
            await asyncio.sleep(0.01)
        second = asyncio.create_task(desk.run(lambda: 2))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await desk.run(lambda: 3)
        for given_up in (first, second):
            with pytest.raises(TooLong):
                await given_up
        stuck.set()
        while desk.busy or desk.in_line:
            await asyncio.sleep(0.01)
        assert await desk.run(lambda: 4) == 4

    try:
        asyncio.run(asked())
    finally:
        stuck.set()
        desk.close()


def test_questions_at_a_model_leave_connections_to_all_others(small_library: Path) -> None:
    with served(small_library, threads=8) as server:
        assert sum(desk.threads for desk in server.desks.values()) <= CONNECTIONS
        assert server.desks["model"].threads == 8


def test_nothing_is_written_unless_it_is_told_to(own_library: Path) -> None:
    def kept() -> int:
        database = Database(own_library)
        try:
            return len(Chats(database).all())
        finally:
            database.close()

    for write, many in ((False, 0), (True, 1)):
        with served(own_library, write=write) as server, client(server) as api:
            chat = api.post("/api/chats", json={}).json()["id"]
            api.post(f"/api/chats/{chat}/turns", json=QUESTION).raise_for_status()
        assert kept() == many


def test_the_log_names_nothing_that_was_asked_unless_it_is_told_to(
    small_library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for questions in (False, True):
        with served(small_library, logged=True, questions=questions) as server, client(server) as api:
            api.post("/api/ask", json=QUESTION).raise_for_status()
            api.get("/api/reports/midchester 2019.md/facts").raise_for_status()
        time.sleep(0.1)
        lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
        assert {"/api/ask", "/api/reports/{report}/facts"} <= {line["path"] for line in lines}
        assert ("answered" in json.dumps(lines)) and ("idchester" in json.dumps(lines)) is questions
