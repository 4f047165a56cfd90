"""What a model meant, out of what it sent: its reasoning off, its loose JSON read, numbers before words."""

from __future__ import annotations

import json

import pytest

from qa.llm.loose import said_in
from qa.llm.reply import Pointed, read_reply

SAID = {"claims": [{"sentences": [2], "text": "It rained.", "arithmetic": []}]}
DRAFT = '{"claims": [{"sentences": [9], "text": "It snowed."}]}'
JSON = json.dumps(SAID)

READ = {
    "as asked": JSON,
    "fenced": f"Here it is:\n```json\n{json.dumps(SAID, indent=2)}\n```\nI hope [1] helps!",
    "commas too many": '{"claims": [{"sentences": [2,], "text": "It rained.",},],}',
    "Python's": repr(SAID),
    "claims as text": json.dumps({"claims": json.dumps(SAID["claims"])}),
    "a claim alone": json.dumps(SAID["claims"][0]),
    "a claim alone, twice": "\n".join([json.dumps(SAID["claims"][0])] * 2),
    "other names": json.dumps({"sentence": "[2]", "claim": "It rained."}),
    "lines": "**Sure!**\nCLAIM: It rained.\nSENTENCES: [2]\nEND\n",
    "bold lines": "**CLAIM:** It rained.\n**SENTENCES:** 2\n**END**",
    "thought": f"<think>{DRAFT}</think>\n{JSON}",
    "thought, opened by the template": f"I see.\n{DRAFT} No.\n</think>\n\n{JSON}",
    "thinking": f"<Thinking>{DRAFT}</Thinking>{JSON}",
    "Mistral's": f"[THINK]{DRAFT}[/THINK]{JSON}",
    "harmony": f"<|channel|>analysis<|message|>{DRAFT}<|end|><|start|>assistant<|channel|>final<|message|>{JSON}",
    "late thought": f"{'Okay. ' * 60}<think>{DRAFT}</think>{JSON}",
    "long thought": f"<think>{'Let me look once more. ' * 1_500}</think>{JSON}",
}


@pytest.mark.parametrize("text", READ.values(), ids=READ.keys())
def test_what_is_right_in_substance_is_read(text: str) -> None:
    reply = read_reply(text)
    assert reply.understood and reply.whole
    assert [(one.sentences, one.text) for one in reply.pointed] == [((2,), "It rained.")]


@pytest.mark.parametrize("text", ["3, 7", "[3, 7]", "Sentences: 3 and 7.", '{"sentences": [3, 7]}', "SENTENCES: 3, 7"])
def test_numbers_alone_are_enough(text: str) -> None:
    assert read_reply(text).pointed == (Pointed(sentences=(3, 7)),)


@pytest.mark.parametrize("text", ['{"sentences": []}', '{"claims": []}', "SENTENCES: 0", "0", "None.", "END"])
def test_none_is_an_answer(text: str) -> None:
    reply = read_reply(text)
    assert reply.understood and reply.pointed == ()


@pytest.mark.parametrize("text", ["", "I'm sorry, but I can't help with that.", "It was 94 in 2015.", "<think>Hm"])
def test_prose_is_no_reply(text: str) -> None:
    assert not read_reply(text).understood


def test_of_a_claim_that_broke_off_the_number_counts_and_its_words_do_not() -> None:
    reply = read_reply('{"claims": [{"sentences": [2], "text": "It rai')
    assert not reply.whole and reply.pointed == (Pointed(sentences=(2,)),)


def test_reasoning_that_never_ends_says_nothing() -> None:
    assert said_in(f"<think>{JSON}") == ""
