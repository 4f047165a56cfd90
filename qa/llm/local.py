"""A chat model out of a folder on this disk, run in this process by transformers.

Knows transformers and torch, which load only here. Never downloads, runs no code out of the folder and reads weights
from safetensors files alone. Does not know what the model is asked.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from corpus.errors import ModelError
from corpus.files import expanded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from langchain_core.callbacks import CallbackManagerForLLMRun

__all__ = ["FolderChatModel", "local_chat_model"]

_LONGEST = 1_024  # tokens of a reply
_LOADING = Lock()  # a model is read once, whichever thread needs it first


def local_chat_model(path: str, *, seconds: float) -> FolderChatModel:
    """The model in the folder `path`; raises ModelError where there is none. The weights load at the first question."""
    folder = expanded(Path(path))
    if not (folder / "config.json").is_file():
        raise ModelError(
            f"There is no model folder at {path!r} (it would hold config.json, a tokenizer and *.safetensors). "
            "Models are never downloaded: put the folder there first, and name it as huggingface:/path/to/it."
        )
    if not any(folder.glob("*.safetensors")):
        raise ModelError(
            f"The model folder {path!r} has no *.safetensors file. Other weight files can run code when they are "
            "loaded and are not read; convert them first."
        )
    return FolderChatModel(folder=folder, seconds=seconds)


class FolderChatModel(BaseChatModel):
    """A causal language model in a folder; greedy, at most 1,024 tokens and `seconds` of generating a reply."""

    folder: Path
    seconds: float = 60.0
    _loaded: tuple[Any, Any] | None = PrivateAttr(default=None)

    @property
    def _llm_type(self) -> str:
        return "folder"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        from transformers import TextIteratorStreamer

        tokenizer, model = self.load()
        inputs = tokenizer(self._written(tokenizer, messages), return_tensors="pt", add_special_tokens=False)
        length = int(inputs["input_ids"].shape[1])
        window = getattr(model.config, "max_position_embeddings", None) or length + _LONGEST
        if length >= window:
            raise ModelError(
                f"The question with its evidence has {length:,} tokens, the model takes {window:,}. Lower token_budget."
            )
        streamer = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True, timeout=self.seconds + 5)
        options = {
            "max_new_tokens": min(_LONGEST, window - length),
            "max_time": self.seconds,
            "do_sample": False,
            "pad_token_id": tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id,
        }
        thread = Thread(target=_generate, args=(model, inputs, options, streamer), daemon=True)
        thread.start()
        written = 0
        for text in streamer:
            if text:
                written += 1
                yield ChatGenerationChunk(message=AIMessageChunk(content=text))
        thread.join()
        usage = {"input_tokens": length, "output_tokens": written, "total_tokens": length + written}
        yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=usage))  # type: ignore[arg-type]

    def _written(self, tokenizer: Any, messages: list[BaseMessage]) -> str:
        """The messages as the model's own template writes them, or plainly where it has none."""
        plain = [{"role": {"human": "user"}.get(m.type, m.type), "content": str(m.text)} for m in messages]
        if tokenizer.chat_template:
            return str(tokenizer.apply_chat_template(plain, tokenize=False, add_generation_prompt=True))
        return "\n\n".join(f"{one['role']}:\n{one['content']}" for one in plain) + "\n\nassistant:\n"

    def load(self) -> tuple[Any, Any]:
        """The tokenizer and the weights, read once; raises ModelError for a folder that cannot be read."""
        with _LOADING:
            if self._loaded is None:
                self._loaded = self._read()
            return self._loaded

    def _read(self) -> tuple[Any, Any]:
        from transformers import AutoModelForCausalLM, AutoTokenizer

        local = {"local_files_only": True, "trust_remote_code": False}
        try:
            tokenizer = AutoTokenizer.from_pretrained(self.folder, **local)
            model = AutoModelForCausalLM.from_pretrained(self.folder, use_safetensors=True, dtype="auto", **local)
        except Exception as error:
            raise ModelError(
                f"The model folder {str(self.folder)!r} cannot be read ({type(error).__name__}). It has to hold a "
                "text-generation model that the installed transformers knows, with its tokenizer."
            ) from error
        return tokenizer, model.eval()


def _generate(model: Any, inputs: Any, options: dict[str, Any], streamer: Any) -> None:
    """Generate into the streamer; it is ended whatever happens, for somebody waits at its other end."""
    import torch

    try:
        with torch.inference_mode():
            model.generate(**inputs, **options, streamer=streamer)
    finally:
        streamer.end()
