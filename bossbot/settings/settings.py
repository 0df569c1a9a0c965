"""The settings of a process."""

from __future__ import annotations

import os
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bossbot.models import Limits
from bossbot.settings.names import explained, name_of
from bossbot.settings.values import MB, PREFIX, SettingsError, Sizes, Words, bare


class Settings(BaseSettings):
    """Everything that can be configured; see the README's table."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        case_sensitive=False,
        populate_by_name=True,
    )

    # Discord
    discord_token: SecretStr | None = Field(
        None, validation_alias=bare("DISCORD_TOKEN")
    )
    discord_client_id: str | None = Field(
        None, validation_alias=bare("DISCORD_CLIENT_ID")
    )
    discord_admin_user_id: str | None = Field(
        None,
        validation_alias=bare("DISCORD_ADMIN_USER_ID"),
        pattern=r"^\d{1,20}$",
        description="a user's id, a number",
    )
    discord_api_base: str = "https://discord.com/api/v10"
    discord_gateway: str | None = None
    discord_server_id: str | None = Field(
        None,
        validation_alias=bare("DISCORD_SERVER_ID"),
        pattern=r"^\d{1,20}$",
        description="a server's id, a number",
    )
    discord_upload_limits_mb: Sizes = Field(
        (20, 20, 50, 100), description="four sizes in MB, one for each boost level"
    )
    command_prefix: str = Field("$", min_length=1, max_length=5)
    support_url: str | None = None

    # Redis
    redis_url: SecretStr | None = Field(None, validation_alias=bare("REDIS_URL"))
    broker_url: SecretStr | None = None

    # How much at once, and how large
    max_concurrent_downloads: int = Field(5, ge=1)
    max_queue_size: int = Field(50, ge=1)
    worker_slots: int = Field(5, ge=1)
    cpu_slots: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    max_source_mb: int = Field(500, ge=1)
    max_file_size_mb: int = Field(50, ge=1)
    max_image_mb: int = Field(5, ge=1)
    max_audio_mb: int = Field(10, ge=1)
    max_files: int = Field(25, ge=1, le=100)
    max_retries: int = Field(3, ge=0, le=10)
    bandwidth_kb_per_second: int = Field(0, ge=0)
    job_memory_mb: int = Field(300, ge=128)
    ffmpeg_path: Path | None = None

    # What a member may, by level; 0 is no limit
    normal_at_once: int = Field(2, ge=0)
    normal_per_day: int = Field(10, ge=0)
    normal_max_mb: int = Field(50, ge=1)
    premium_at_once: int = Field(4, ge=0)
    premium_per_day: int = Field(50, ge=0)
    premium_max_mb: int = Field(100, ge=1)

    # How long, in seconds
    fetch_timeout_seconds: float = Field(300, gt=0)
    validate_timeout_seconds: float = Field(60, gt=0)
    transcode_timeout_seconds: float = Field(600, gt=0)
    upload_timeout_seconds: float = Field(300, gt=0)
    cleanup_timeout_seconds: float = Field(60, gt=0)

    # Storage
    storage_root: Path = Path(tempfile.gettempdir()) / "boss-bot"
    min_free_mb: int = Field(1024, ge=0)
    temp_retention_seconds: int = Field(3600, ge=1)
    retention_hours: float = Field(24, gt=0)
    premium_retention_hours: float = Field(72, gt=0)
    temp_scan_seconds: int = Field(300, ge=1)
    main_scan_seconds: int = Field(3600, ge=1)
    deep_scan_hour: int = Field(4, ge=0, le=23)

    # The way out
    proxy: SecretStr | None = None
    proxies: SecretStr | None = None
    user_agent: str | None = Field(
        None,
        pattern=r"^[A-Za-z][ -~]*/[ -~]+$",
        max_length=300,
        description="a whole one, such as Mozilla/5.0 (…)",
    )
    ca_file: Path | None = None
    egress_allow: Words = ()
    cookies_dir: Path | None = None

    # Whether sites still work
    canary_urls: Words = ()
    canary_seconds: int = Field(3600, ge=60)

    # Logs and errors
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["auto", "json", "console"] = "auto"
    enable_sentry: bool = Field(default=True, validation_alias=bare("ENABLE_SENTRY"))
    sentry_dsn: SecretStr | None = Field(None, validation_alias=bare("SENTRY_DSN"))

    # The web process
    port: int | None = Field(None, validation_alias=bare("PORT"), ge=1, le=65535)

    @classmethod
    def load(cls, **overrides: object) -> Settings:
        """The settings of this process.

        Raises:
            SettingsError: A variable is wrong; the text names each wrong one.
        """
        try:
            return cls(**overrides)  # type: ignore[arg-type]
        except ValidationError as error:
            raise SettingsError(explained(error, cls.model_fields)) from None

    @cached_property
    def limits(self) -> Limits:
        """The most bytes per posted file by kind, before level and server."""
        return Limits(
            image=self.max_image_mb * MB,
            audio=self.max_audio_mb * MB,
            video=self.max_file_size_mb * MB,
            source=self.max_source_mb * MB,
        )

    def upload_limit(self, boost_level: int) -> int:
        """Bytes that Discord takes per file in a server of this boost level (0-3)."""
        return self.discord_upload_limits_mb[min(max(boost_level, 0), 3)] * MB

    def require_redis_url(self) -> str:
        """The ledger's URL.

        Raises:
            SettingsError: None is configured.
        """
        if self.redis_url is None:
            raise SettingsError(
                "REDIS_URL is not set: point it at a Redis (redis://host:6379/0), or "
                "use `bossbot up`, which brings one along."
            )
        return self.redis_url.get_secret_value()

    def require_discord_token(self) -> str:
        """The bot's token.

        Raises:
            SettingsError: None is configured.
        """
        if self.discord_token is None:
            raise SettingsError(
                "DISCORD_TOKEN is not set: copy it from the bot's page in the Discord "
                "developer portal (Bot > Token)."
            )
        return self.discord_token.get_secret_value()


def variable(field: str) -> str:
    """The variable's name as an operator writes it, shortest form."""
    return name_of(field, Settings.model_fields)
