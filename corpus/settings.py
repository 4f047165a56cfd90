"""The settings: from the command line's options, INSPECTQA_* variables and one TOML file, in that order.

Knows their names, defaults and where they come from. Does not know what they are used for.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from corpus.errors import SettingsError
from corpus.files import expanded, is_text

__all__ = ["Settings", "config_file", "load_settings"]


class Settings(BaseSettings):
    """All settings with their defaults; nothing uses the network unless `model` or `chroma` is set."""

    model_config = SettingsConfigDict(env_prefix="INSPECTQA_", extra="forbid", frozen=True)

    library: Path = Field(default_factory=lambda: user_data_path("inspectqa") / "library")
    embedding_model: str | None = None  # None: the packaged all-MiniLM-L6-v2
    reranker: str | None = None
    model: str | None = None
    base_url: str | None = None
    model_timeout: float = Field(default=60.0, gt=0, le=3600)
    max_retries: int = Field(default=2, ge=0, le=10)
    token_budget: int = Field(default=12_000, ge=500)
    answer_cache: bool = False
    chroma: str | None = None
    chroma_token: SecretStr | None = None
    frameworks: Path | None = None  # the folder of the user's own framework files
    read_timeout: float | None = Field(default=None, gt=0)
    read_memory: int = Field(default=2 * 1024**3, gt=0)

    @field_validator("library")
    @classmethod
    def _expanded(cls, value: Path) -> Path:
        if not is_text(value):
            raise ValueError("the path is not UTF-8 text; rename the folder")
        return expanded(value)

    @field_validator("frameworks", mode="before")
    @classmethod
    def _named(cls, value: object) -> Path | None:
        """An empty variable names no folder."""
        return expanded(Path(str(value))) if value is not None and str(value).strip() else None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options before variables before the file; no .env files, no secrets folders."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=config_file())


def config_file() -> Path:
    """Where the settings file is looked for (it need not exist)."""
    return user_config_path("inspectqa") / "config.toml"


def load_settings(**options: Any) -> Settings:
    """The settings with `options` on top (None means: not given); raises SettingsError naming the setting."""
    given = {name: value for name, value in options.items() if value is not None}
    try:
        settings = Settings(**given)
        if settings.frameworks is not None:
            # The processes that read files learn of it by their environment.
            os.environ["INSPECTQA_FRAMEWORKS"] = str(settings.frameworks.absolute())
        return settings
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in error.errors())
        raise SettingsError(
            f"A setting cannot be used ({problems}). Correct it on the command line, in its INSPECTQA_ variable, or in "
            f"{config_file()}."
        ) from None
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"The settings file {config_file()} cannot be read: {error}. Correct or remove it."
        ) from error
