"""`python -m tests.world.discord [port]`: the stand-in for trying things by hand.

Prints the variables for the bot and worker. Every line typed is said by a member; one
like `/queue cancel id:abc` is a slash command, and `!Pause` presses that button of the
newest message that has it. Whatever is said or edited is shown.
"""

from __future__ import annotations

import shlex
import sys
import threading
from concurrent.futures import CancelledError

from tests.world.discord import DiscordServer, Interaction, Message


def main() -> None:
    """Run until the end of the input."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    with DiscordServer(port=port) as server:
        print(f"export DISCORD_TOKEN={server.token}")
        print(f"export BOSS_BOT_DISCORD_API_BASE={server.api_base}")
        print(f"export BOSS_BOT_DISCORD_GATEWAY={server.gateway_url}", flush=True)
        threading.Thread(target=_show, args=(server,), daemon=True).start()
        for line in sys.stdin:
            try:
                _act(server, line.strip())
            except (AssertionError, TimeoutError, ValueError) as refused:
                print(f"  ! {refused}", flush=True)


def _act(server: DiscordServer, line: str) -> None:
    if line.startswith("/"):
        words, options = _command(line)
        asked = server.slash(server.member, server.channel, words, **options)
        _show_alone(server, asked)
    elif line.startswith("!"):
        name = line[1:]
        shown = [
            message
            for message in server.messages()
            if any(name in {b.label, b.custom_id} for b in message.buttons)
        ]
        assert shown, f"no message has a button {name!r}"
        _show_alone(server, server.press(server.member, shown[-1], name))
    elif line:
        server.say(server.member, server.channel, line)


def _command(line: str) -> tuple[str, dict[str, str]]:
    """`/queue cancel id:abc` as a name and options; all of them are strings."""
    words, options = [], {}
    for part in shlex.split(line[1:]):
        name, colon, value = part.partition(":")
        if colon:
            options[name] = value
        else:
            words.append(part)
    return " ".join(words), options


def _show_alone(server: DiscordServer, asked: Interaction) -> None:
    """An answer that only the member sees; others are shown with all the rest."""
    answer = server.answer_to(asked, timeout=5)
    if answer.ephemeral:
        print(f"(only you) {answer.text}", flush=True)


def _show(server: DiscordServer) -> None:
    shown: set[tuple[str, int]] = set()

    def is_new(message: Message) -> bool:
        return (message.id, len(message.edited_at)) not in shown

    while True:
        try:
            message = server.wait(is_new, timeout=86400)
        except CancelledError:
            return  # the server ends
        shown.add((message.id, len(message.edited_at)))
        print(f"{message.author.name}: {message.text}", flush=True)
        if message.buttons:
            print("  " + " ".join(f"[{b.label}]" for b in message.buttons), flush=True)
        for attachment in message.attachments:
            print(f"  [{attachment.filename}, {attachment.size} bytes]", flush=True)


if __name__ == "__main__":
    main()
