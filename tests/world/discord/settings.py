"""What tests may change about this Discord."""

from __future__ import annotations

from tests.world.discord.state import Channel

MB = 1024 * 1024


class Settings:
    """Numbers as Discord has them.

    Attributes:
        upload_limit: The most bytes of one attachment.
        tier_limits: The same for servers of a boost level.
        interaction_limit: What interactions tell as `attachment_size_limit`; None: what
            the channel allows.
        request_limit: The most bytes of all attachments of a request.
        nonce_seconds: How long `enforce_nonce` remembers.
        privileged_intents: Whether the bot may have that of message content.
        members_intent: Whether it may have that of guild members.
        callback_seconds: How long an interaction may be answered.
        token_seconds: How long its token lives.
        old_after: Seconds after which a message counts as old.
        old_edits: How often old messages of a channel may be edited in `old_window` s.
    """

    def __init__(self, upload_limit: int = 20 * MB) -> None:
        self.upload_limit = upload_limit
        self.tier_limits = {2: 50 * MB, 3: 100 * MB}
        self.interaction_limit: int | None = None
        self.request_limit = 25 * MB
        self.nonce_seconds = 180.0
        self.privileged_intents = True
        self.members_intent = False
        self.callback_seconds = 3.0
        self.token_seconds = 900.0
        self.old_after = 3600.0
        self.old_edits = 3
        self.old_window = 20.0

    def limit_in(self, channel: Channel) -> int:
        """The most bytes of one file there."""
        tier = channel.guild.premium_tier if channel.guild else 0
        return self.tier_limits.get(tier, self.upload_limit)
