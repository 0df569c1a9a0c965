"""`python -m tests.world.discord [port]`: the stand-in for trying things by hand.

Prints the variables for the bot and worker; every line typed is said by a member, and
whatever is said or edited is shown.
"""

from __future__ import annotations

import sys
import threading

from tests.world.discord import DiscordServer, Message


def main() -> None:
    """Run until the end of the input."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    with DiscordServer(port=port) as server:
        print(f"export DISCORD_TOKEN={server.token}")
        print(f"export BOSS_BOT_DISCORD_API_BASE={server.api_base}")
        print(f"export BOSS_BOT_DISCORD_GATEWAY={server.gateway_url}", flush=True)
        threading.Thread(target=_show, args=(server,), daemon=True).start()
        for line in sys.stdin:
            server.say(server.member, server.channel, line.strip())


def _show(server: DiscordServer) -> None:
    shown: set[tuple[str, int]] = set()

    def is_new(message: Message) -> bool:
        return (message.id, len(message.edits)) not in shown

    while True:
        message = server.wait(is_new, timeout=86400)
        shown.add((message.id, len(message.edits)))
        print(f"{message.author.name}: {message.content}", flush=True)
        for attachment in message.attachments:
            print(f"  [{attachment.filename}, {attachment.size} bytes]", flush=True)


if __name__ == "__main__":
    main()
