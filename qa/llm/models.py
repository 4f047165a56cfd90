"""Naming and building chat models, and saying where passages go.

Knows LangChain's `init_chat_model`, the partner packages, keys by the names of their variables (never their values) and
which addresses are this machine. Does not know what a model is asked. There is no default provider.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import warnings
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.errors import ModelError
from qa.llm.ladder import UNTRIED, WORDS, Rung, reaches
from qa.llm.memory import Learnt, recall, remember

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from corpus.settings import Settings

__all__ = ["ChatModel", "chat_model"]

LOCAL = "huggingface"
_OLLAMA = "http://127.0.0.1:11434"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Provider:
    """What has to be there for a provider: the package, the extra that brings it, the key's variable, its address."""

    package: str
    extra: str
    key: str | None
    address: str
    addresses: tuple[str, ...] = ()  # variables that name another address, the first that is set counts


_PROVIDERS = {
    "openai": _Provider(
        package="langchain_openai",
        extra="openai",
        key="OPENAI_API_KEY",
        address="https://api.openai.com/v1",
        addresses=("OPENAI_BASE_URL", "OPENAI_API_BASE"),
    ),
    "anthropic": _Provider(
        package="langchain_anthropic",
        extra="anthropic",
        key="ANTHROPIC_API_KEY",
        address="https://api.anthropic.com",
        addresses=("ANTHROPIC_BASE_URL", "ANTHROPIC_API_URL"),
    ),
    "google_genai": _Provider(
        package="langchain_google_genai",
        extra="google",
        key="GOOGLE_API_KEY",
        address="https://generativelanguage.googleapis.com",
    ),
    "ollama": _Provider(
        package="langchain_ollama", extra="ollama", key=None, address=_OLLAMA, addresses=("OLLAMA_HOST",)
    ),
}


@dataclass(kw_only=True, slots=True)
class ChatModel:
    """A chat model with its name ("openai:gpt-4o"), and where it sends what it is given.

    `place` is None for a model on this machine; `address` is where its server is, without user names or paths, "" for
    none. `learnt` is what is known of what it can do and of what its server does not take.
    """

    name: str
    chat: BaseChatModel
    place: str | None
    address: str = ""
    own: bool = False  # built here, so its connections are closed here
    learnt: Learnt = field(default_factory=Learnt)

    def __post_init__(self) -> None:
        self.learnt = recall(self.key)

    @property
    def key(self) -> str:
        """The name it is remembered by."""
        return f"{self.name} at {self.address}" if self.address else self.name

    @property
    def rung(self) -> Rung:
        """What it is asked to do: what it was found to be able to, or the whole where nobody has tried."""
        return self.learnt.rung or UNTRIED

    @property
    def answering(self) -> Rung:
        """What it is asked to do with the sentences found."""
        return "write" if self.rung == "query" else self.rung

    @property
    def tried(self) -> bool:
        """Whether it was found out what it can do."""
        return self.learnt.rung is not None

    def can(self, needed: Rung) -> bool:
        """Whether it is to be asked for what `needed` asks."""
        return reaches(self.rung, needed)

    def learn(self, **changes: Any) -> None:
        """Keep what was found out about it."""
        self.learnt = replace(remember(self.key, **changes), **changes)

    @property
    def remark(self) -> str | None:
        """What a person is told once before passages leave the machine; None where they stay."""
        if self.place is None:
            return None
        return f"The question and the passages found for it are sent to {self.place} ({self.name})."

    @property
    def standing(self) -> str | None:
        """What a person is told once of what it is used for; None where it is used for all, or nobody has tried."""
        if not self.tried or self.rung == "query":
            return None
        return f"{self.name} was tried on {self.learnt.day}. {WORDS[self.rung]}"

    def ready(self) -> None:
        """Load what has to be loaded before the first question's time runs; raises ModelError."""
        load = getattr(self.chat, "load", None)
        if self.own and load is not None:
            load()

    def close(self) -> None:
        """Close the connections that this program opened; an instance that was handed over is left alone."""
        for client in (getattr(self.chat, "root_client", None), getattr(self.chat, "_client", None)):
            close = getattr(client, "close", None)
            if self.own and close is not None:
                close()


def chat_model(model: str | BaseChatModel, *, settings: Settings) -> ChatModel:
    """The chat model that `model` names as PROVIDER:NAME, or is; nothing is connected to yet.

    Raises ModelError, with the next step, for a name without a provider, a missing package, key or folder.
    """
    if not isinstance(model, str):
        return ChatModel(name=_own_name(model), chat=model, place=_own_place(model))
    provider, colon, name = model.strip().partition(":")
    provider = provider.replace("-", "_").lower()
    if not colon or not name.strip() or not provider.isidentifier():
        raise ModelError(
            f"{model!r} names no provider and model. Write it as PROVIDER:NAME, such as ollama:llama3.2, "
            "openai:NAME (with --base-url for a server of your own) or huggingface:/path/to/model."
        )
    if provider == LOCAL:
        from qa.llm.local import local_chat_model

        chat = local_chat_model(name.strip(), seconds=settings.model_timeout)
        return ChatModel(name=model.strip(), chat=chat, place=None, own=True)
    return _remote(provider, name.strip(), settings)


def _remote(provider: str, name: str, settings: Settings) -> ChatModel:
    known = _PROVIDERS.get(provider)
    base_url = settings.base_url or next(
        (os.environ[v] for v in (known.addresses if known else ()) if os.environ.get(v)), None
    )
    if provider == "ollama" and base_url and "//" not in base_url:
        base_url = f"http://{base_url}"
    full = f"{provider}:{name}"
    if known is not None:
        _check(full, known, base_url)
    options = _options(provider, base_url, settings)
    chat = _built(full, options)
    address = base_url or (known.address if known else f"the servers of {provider}")
    place = _place(address)
    if provider == "ollama" and name.endswith("cloud"):
        place = "ollama.com"  # a local Ollama passes these on
    return ChatModel(name=full, chat=chat, place=place, address=_shown(address), own=True)


def _options(provider: str, base_url: str | None, settings: Settings) -> dict[str, Any]:
    options: dict[str, Any] = {"base_url": base_url} if base_url else {}
    if provider == "ollama":
        return options | {"temperature": 0, "client_kwargs": {"timeout": settings.model_timeout}}
    options |= {"timeout": settings.model_timeout, "max_retries": settings.max_retries}
    if provider == "openai":
        from openai import DefaultHttpxClient

        # Of a reply that comes in parts, as some servers send it, the client warns for each chunk; it is read all the
        # same. For the process, not around the call: that would change the warnings of every other thread.
        warnings.filterwarnings("ignore", "Pydantic serializer warnings", UserWarning, r"pydantic\.main")
        options["stream_usage"] = True
        # A client of its own can be closed; LangChain's would be shared with every other model of that address.
        options["http_client"] = DefaultHttpxClient(timeout=settings.model_timeout)
        if base_url and not os.environ.get("OPENAI_API_KEY"):
            options["api_key"] = "none"  # servers of one's own want none, the client wants something
    return options


def _check(full: str, known: _Provider, base_url: str | None) -> None:
    if importlib.util.find_spec(known.package) is None:
        raise ModelError(
            f"The model {full!r} needs the package {known.package.replace('_', '-')}, which is not installed. "
            f"Install it with: pip install 'inspectqa[{known.extra}]'"
        )
    if known.key and not base_url and not os.environ.get(known.key):
        raise ModelError(
            f"The model {full!r} needs a key. Put yours into the variable {known.key}, or name a server of your own "
            "with --base-url."
        )


def _built(full: str, options: dict[str, Any]) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            chat: BaseChatModel = init_chat_model(full, **options)
    except ImportError as error:
        package = (error.name or full.partition(":")[0]).replace("_", "-")
        raise ModelError(
            f"The model {full!r} needs the package {package}, which is not installed. Install it with pip."
        ) from None
    except Exception as error:
        # The provider's own message may repeat a key: its kind is all that is passed on.
        raise ModelError(
            f"The model {full!r} cannot be set up ({type(error).__name__}). Check the provider's name, its key's "
            "variable and its package; docs/models.md lists them."
        ) from None
    return chat


def _place(address: str) -> str | None:
    """The address without user names or paths; None where it is this machine."""
    if "//" not in address:
        return address
    host = urlsplit(address).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return None
    try:
        number = ipaddress.ip_address(host)
        if number.is_loopback or number.is_unspecified:
            return None
    except ValueError:
        pass
    return _shown(address)


def _shown(address: str) -> str:
    """The address without user names, paths or queries."""
    parts = urlsplit(address)
    if not parts.netloc:
        return address
    return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")


def _own_name(model: BaseChatModel) -> str:
    name = getattr(model, "model_name", None) or getattr(model, "model", None)
    return f"{type(model).__name__}:{name}" if isinstance(name, str) else type(model).__name__


def _own_place(model: BaseChatModel) -> str | None:
    """Where an instance that was handed over sends things, as far as it shows."""
    if type(model).__module__.startswith(("langchain_core.", "qa.llm.local")):
        return None  # core holds no clients, only fakes
    for attribute in ("openai_api_base", "anthropic_api_url", "base_url", "endpoint"):
        address = getattr(model, attribute, None)
        if isinstance(address, str) and address:
            return _place(address)
    provider = type(model).__module__.partition("langchain_")[2].partition(".")[0]
    known = _PROVIDERS.get(provider)
    return _place(known.address) if known else f"wherever {type(model).__name__} sends them"
