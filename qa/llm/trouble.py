"""What went wrong with a model, in words that lead on and give nothing away.

Knows the kinds of failure that clients report: their class, their HTTP status. Does not pass on their messages, which
may repeat keys or prompts.
"""

from __future__ import annotations

from corpus.errors import ModelError

__all__ = ["refused_format", "what_went_wrong"]

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


def what_went_wrong(error: BaseException, *, seconds: float) -> str:
    """The predicate of a sentence about the model: "did not answer within 60 s"."""
    if isinstance(error, ModelError):  # of this program's own words
        return f"cannot be used: {str(error).rstrip('.')}"
    status = _status(error)
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
    return f"failed ({type(error).__name__})"


def refused_format(error: BaseException) -> bool:
    """Whether the failure may be the server's not knowing structured output."""
    return _status(error) in {400, 422, 501} or isinstance(error, NotImplementedError)


def _status(error: BaseException) -> int | None:
    for one in _chain(error):
        for status in (getattr(one, "status_code", None), getattr(getattr(one, "response", None), "status_code", None)):
            if isinstance(status, int) and 400 <= status < 600:
                return status
    return None


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
