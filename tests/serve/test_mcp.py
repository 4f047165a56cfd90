"""MCP by the SDK's own client, over stdin and stdout and over HTTP; and a LangChain agent with the library as tool."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from langchain.agents import create_agent
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, ToolMessage
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError
from serving import served

from qa.library import Library
from qa.serve.desk import Desk
from qa.serve.service import Service
from qa.serve.tools import client_config, mcp_server

QUESTION = "Who led the inspection of Midchester in 2019?"
TOOLS = {
    "ask", "search", "find", "read_page", "list_reports", "judgements", "figures", "statistics", "chart",
}  # fmt: skip


async def used(client: Client) -> None:
    """What an assistant does: looks at the tools, asks, reads the cited page, and is refused what is not there."""
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == TOOLS
    assert all(tool.output_schema and tool.description for tool in tools.values())
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools.values())

    answer = await client.call_tool("ask", {"question": QUESTION})
    data = answer.structured_content
    assert data is not None
    assert data["status"] == "answered"
    text = answer.content[0].text  # type: ignore[union-attr]
    assert "Ada Penhaligon" in text
    assert "[1]" in text

    [cited] = data["citations"]
    page = await client.call_tool("read_page", {"report": cited["report"], "page": cited["page"] or 1})
    assert page.structured_content is not None
    place = page.structured_content["start"]
    assert page.structured_content["text"][cited["start"] - place : cited["end"] - place] == cited["quote"]
    resource = await client.read_resource(f"inspectqa://reports/{cited['report']}/pages/{cited['page'] or 1}")
    assert "Penhaligon" in resource.contents[0].text  # type: ignore[union-attr]

    refused = await client.call_tool("ask", {"question": "How was Atlantis rated?"})
    assert not refused.is_error, "a refusal is an answer"
    assert refused.structured_content is not None
    assert refused.structured_content["status"] != "answered"
    for name, arguments in (
        ("ask", {"question": ""}),
        ("ask", {"question": QUESTION, "filters": {"region": "Nowhere"}}),
        ("read_page", {"report": "9999", "page": 1}),
    ):
        wrong = await client.call_tool(name, arguments)
        assert wrong.is_error
        assert wrong.content[0].text[-1] in '."'  # type: ignore[union-attr]
        assert "Traceback" not in wrong.content[0].text  # type: ignore[union-attr]
    with pytest.raises(MCPError, match="No report"):
        await client.read_resource("inspectqa://reports/9999/pages/1")


def test_a_client_asks_over_stdin_and_stdout(small_library: Path) -> None:
    async def talk() -> None:
        arguments = ["-m", "qa.cli", "mcp", "--library", str(small_library)]
        environment = {name: os.environ[name] for name in ("INSPECTQA_CACHE", "PYTHONPATH") if name in os.environ}
        started = StdioServerParameters(command=sys.executable, args=arguments, env=environment)
        async with Client(stdio_client(started)) as client:
            assert client.server_info is not None
            await used(client)

    asyncio.run(talk())


def test_a_client_asks_over_http_behind_the_same_guard(small_library: Path) -> None:
    with served(small_library) as server:

        async def talk() -> None:
            async with Client(f"{server.address}/mcp") as client:
                await used(client)

        asyncio.run(talk())
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        refused = httpx.post(f"{server.address}/mcp", json=call, headers={"Origin": "http://evil.example"}, timeout=30)
        assert refused.status_code == 403


def test_the_other_tools_give_the_services_data(small_library: Path) -> None:
    async def talk(service: Service, desk: Desk) -> None:
        async with Client(mcp_server(service, desk=desk)) as client:
            every = (await client.call_tool("list_reports", {})).structured_content
            only = (await client.call_tool("judgements", {"filters": {"grade": "Inadequate"}})).structured_content
            assert every is not None
            assert only is not None
            assert (every["total"], [one["authority"] for one in only["reports"]]) == (3, ["Harrowmere"])
            for name, arguments in (
                ("search", {"question": "foster carers", "k": 2}),
                ("find", {"words": "supervision"}),
                ("figures", {"about": "social worker"}),
                ("statistics", {}),
                ("chart", {"name": "grades", "by": "year"}),
            ):
                result = await client.call_tool(name, arguments)
                assert not result.is_error, result.content
                assert result.structured_content is not None

    with Library.open(small_library) as library:
        desk = Desk("test", threads=2, waiting=8, seconds=60)
        try:
            asyncio.run(talk(Service(library), desk))
        finally:
            desk.close()


def test_nothing_but_the_protocol_is_on_stdout(small_library: Path) -> None:
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }
    command = [sys.executable, "-m", "qa.cli", "mcp", "--library", str(small_library)]
    told = f"{json.dumps(hello)}\nno JSON at all\n"
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=False)
    assert [json.loads(line)["jsonrpc"] for line in done.stdout.splitlines()]
    assert "Traceback" not in done.stderr


def test_what_clients_are_given_names_the_library(tmp_path: Path) -> None:
    config = client_config("/usr/bin/python3", ["-m", "qa.cli", "mcp", "--library", str(tmp_path)])
    for begins in ('{\n  "mcpServers"', '{\n  "servers"'):
        block = json.JSONDecoder().raw_decode(config[config.index(begins) :])[0]
        [entry] = next(iter(block.values())).values()
        assert [entry["command"], *entry["args"]][-1] == str(tmp_path)


class Asks(GenericFakeChatModel):
    """A model that calls the tool it is given, then says what the tool said."""

    def bind_tools(self, tools: Any, **_: Any) -> Any:
        assert [tool.name for tool in tools] == ["ask_inspection_reports"]
        return self


def test_an_agent_of_langchains_asks_the_library(small_library: Path) -> None:
    call = {"type": "tool_call", "id": "1", "name": "ask_inspection_reports", "args": {"question": QUESTION}}
    model = Asks(messages=iter([AIMessage("", tool_calls=[call]), AIMessage("Ada Penhaligon led it.")]))
    with Library.open(small_library) as library:
        agent = create_agent(model, tools=[library.as_tool()])
        said = agent.invoke({"messages": [{"role": "user", "content": "Who led it?"}]})["messages"]
    [told] = [message for message in said if isinstance(message, ToolMessage)]
    assert "Ada Penhaligon" in told.text
    assert "Penhaligon" in told.artifact["citations"][0]["quote"]
    assert said[-1].text == "Ada Penhaligon led it."
