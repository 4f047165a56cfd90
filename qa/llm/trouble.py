"""What went wrong with a model, in words that lead on and give nothing away; and which part of a request was refused.

Knows the kinds of failure that clients report: their class, their status, the words that servers use. Does not pass on
their messages, which may repeat keys or prompts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.errors import ModelError

__all__ = ["refused", "what_went_wrong"]

_TOO_LONG = (
    "has too small a context for the question with its sentences; lower token_budget, or load it with a larger one"
)
_STATUS = {
    400: "did not accept the request (400)",
    401: "did not accept the key (401); check the key's variable",
    402: "asks for payment (402)",
    403: "did not accept the key for this model (403)",
    404: "is not known to its server (404); check its name and --base-url",
    408: "took too long (408)",
    413: "found the request too long (413); lower token_budget",
    422: "did not accept the request (422)",
    429: "is busy or over its quota (429); try again later",
}
_REFUSING = {
    400,
    404,
    405,
    406,
    415,
    417,
    422,
    424,
    500,
    501,
}  # what servers answer to a parameter that they do not take
_CONTEXT = re.compile(
    r"context.{0,20}(?:length|size|window)|exceed\w*.{0,20}context|too many tokens|prompt is too long"
)
_NO_MODEL = re.compile(r"model\b.{0,60}\b(?:not found|does not exist|not exist|unknown|no such)|no such model")
_FORMS = frozenset(["grammar", "schema", "object"])
# What a server's message speaks of, where it says which part it refuses; the first that fits.
_SPEAKS_OF = (
    (frozenset(["usage"]), re.compile(r"stream_options|include_usage")),
    (
        frozenset(["system"]),
        re.compile(r"system (?:role|message|prompt)|role.{0,20}(?:system|developer)|must alternate"),
    ),
    (frozenset(["grammar"]), re.compile(r"grammar")),
    (frozenset(["schema"]), re.compile(r"json_object")),  # "... must be text or json_object"
    (frozenset(["schema"]), re.compile(r"json_schema|json schema|grammar|guided")),
    (_FORMS - {"grammar"}, re.compile(r"response_format|structured|tool")),
    (frozenset(["stream"]), re.compile(r"\bstream")),
)


def what_went_wrong(error: BaseException, *, seconds: float) -> str:
    """The predicate of a sentence about the model: "did not answer within 60 s"."""
    if isinstance(error, ModelError):  # of this program's own words
        return f"cannot be used: {str(error).rstrip('.')}"
    status = _status(error) or _told_status(error)
    if status in {None, 400, 413, 422, 500} and _CONTEXT.search(_message(error)):
        return _TOO_LONG
    if status is not None and status >= 500:
        return f"failed on its server ({status}); try again later"
    if status is not None:
        return _STATUS.get(status, f"refused the request ({status})")
    kinds = {kind.__name__ for one in _chain(error) for kind in type(one).__mro__}
    if any("Timeout" in kind for kind in kinds):
        return f"did not answer within {seconds:g} s"
    if any(kind in kinds for kind in ("RemoteProtocolError", "IncompleteRead", "ReadError")):
        return "broke off in the middle of its answer"
    if any("Connect" in kind for kind in kinds):
        return "cannot be reached; check that its server runs, and --base-url"
    if "JSONDecodeError" in kinds:
        return "sent an answer that cannot be read"
    if "APIError" in kinds:
        return "failed on its server while it answered; try again later"
    return f"failed ({type(error).__name__})"


def refused(error: BaseException, *, asked: Sequence[str]) -> frozenset[str]:
    """Which of the parts of a request, the likeliest first in `asked`, its server does not take; none: another fault.

    The parts are "grammar", "schema" and "object" (ways to ask for a form), "usage", "system" and "stream".
    """
    form = next((one for one in asked if one in _FORMS), None)
    if any(isinstance(one, NotImplementedError) for one in _chain(error)):
        return frozenset([form] if form else [])
    if _came_whole(error):
        return frozenset(["stream"]).intersection(asked)
    status, said = _status(error), _message(error)
    if status not in _REFUSING or _CONTEXT.search(said) or _NO_MODEL.search(said):
        return frozenset()
    for names, speaks in _SPEAKS_OF:
        if speaks.search(said) and names.intersection(asked):
            return names & {*asked, *_FORMS} if form else names - _FORMS
    # A server that says nothing of what it refuses: what few take goes first, and of a failing one no more than that.
    if form:
        return frozenset([form])
    return frozenset(asked[:1]) - {"stream"} if status in {400, 422} else frozenset()


def _came_whole(error: BaseException) -> bool:
    """Whether the reply came as one, though a stream was asked for: LangChain then sees no chunk."""
    return isinstance(error, ValueError) and "No generation chunks" in str(error)


def _message(error: BaseException) -> str:
    """What the server said, lower-case, to be looked at and never to be shown."""
    return " ".join(f"{one} {getattr(one, 'body', '')}" for one in _chain(error)).lower()


def _status(error: BaseException) -> int | None:
    for one in _chain(error):
        for status in (getattr(one, "status_code", None), getattr(getattr(one, "response", None), "status_code", None)):
            if isinstance(status, int) and 400 <= status < 600:
                return status
    return None


def _told_status(error: BaseException) -> int | None:
    """The status that an error within a stream names: the stream itself began with 200."""
    for one in _chain(error):
        body = getattr(one, "body", None)
        code = body.get("code", body.get("status")) if isinstance(body, dict) else None
        if str(code).isdigit() and 400 <= int(str(code)) < 600:
            return int(str(code))
    return None


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
