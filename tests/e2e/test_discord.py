"""A member's link becomes media: bot, worker, Redis and Discord as they are, in parts.

The bot and the worker are processes of their own; only the sites and Discord are
played, over real HTTP and websockets.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from itertools import count

import pytest

from bossbot.storage.document import StoredDownload
from tests.world.deployment import Deployment, zygote
from tests.world.discord import DiscordServer, Message
from tests.world.processes import wait_until
from tests.world.siteplayer import SitePlayer
from tests.world.siteplayer.sites import faults, files, reddit, subtitles, twitter

SLOW = files.h264_url(1, width=320, height=180, seconds=8)

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("deployment")]


_numbers = count(1)


def ask(server: DiscordServer, text: str) -> Message:
    """Another member each time: commands of one have a cooldown."""
    asker = server.add_user(f"asker {next(_numbers)}")
    return server.say(asker, server.channel, text)


def status_of(server: DiscordServer, request: Message, text: str) -> Message:
    return server.wait(
        lambda m: m.reply_to == request.id and not m.attachments and text in m.content,
        timeout=60,
    )


def posts_for(server: DiscordServer, request: Message) -> list[Message]:
    return [m for m in server.posts() if m.reply_to == request.id]


def test_a_link_becomes_a_reply_with_media(discord_server: DiscordServer) -> None:
    """One status message, edited through the stages; the album as one reply."""
    request = ask(discord_server, f"$dl {reddit.GALLERY}")
    status = status_of(discord_server, request, "complete")
    [post] = posts_for(discord_server, request)
    assert [a.filename.rpartition(".")[2] for a in post.attachments] == ["jpg", "jpg"]
    assert all(a.data[:3] == b"\xff\xd8\xff" for a in post.attachments)
    assert all(b"GPS" not in a.data for a in post.attachments)
    answers = [m for m in discord_server.messages() if m.reply_to == request.id]
    assert len(answers) == 2  # the status and the media, nothing else
    assert status.edits


def test_progress_is_shown_while_it_downloads(discord_server: DiscordServer) -> None:
    """A slow site shows a bar that moves; nobody but the requester is mentioned."""
    request = ask(discord_server, f"$dl {SLOW}?rate=110000")
    status = status_of(discord_server, request, "complete")
    shown = "\n".join(status.history)
    assert "Downloading" in shown
    assert "%" in shown
    assert {
        user for m in posts_for(discord_server, request) for user in m.mentioned
    } <= {request.author.id}


def test_what_cannot_be_had_is_explained(discord_server: DiscordServer) -> None:
    """The error, what to do next, and nothing posted."""
    request = ask(discord_server, f"$dl {faults.url('status/404/a.jpg')}")
    status = status_of(discord_server, request, "👻")
    assert "Traceback" not in status.content
    assert posts_for(discord_server, request) == []


def test_a_post_whose_answer_is_lost_stands_there_once(
    discord_server: DiscordServer, deployment: Deployment
) -> None:
    """The connection breaks after Discord took the message: the retry finds it."""
    request = ask(discord_server, f"$dl {files.url('clip.mp4')}?rate=30000")
    discord_server.wait(lambda m: m.reply_to == request.id, timeout=60)
    discord_server.faults.drop_after(path="/messages", method="POST", times=1)
    status_of(discord_server, request, "complete")
    posts = posts_for(discord_server, request)
    digests = {hashlib.sha256(a.data).hexdigest() for m in posts for a in m.attachments}
    assert (len(posts), len(digests)) == (1, 1)
    tries = [
        record
        for record in (deployment.root / "worker.log").read_text().splitlines()
        if '"stage to be tried again"' in record and '"upload"' in record
    ]
    assert tries


def kept(deployment: Deployment, title: str, number: int) -> list[StoredDownload]:
    """What storage has of that title, once there are so many."""

    def found() -> list[StoredDownload]:
        paths = (deployment.root / "a" / "downloads").rglob("metadata.json")
        read = [StoredDownload.model_validate_json(path.read_bytes()) for path in paths]
        return [one for one in read if one.title == title]

    wait_until(lambda: len(found()) == number)
    return found()


def test_what_the_site_says_comes_along(discord_server: DiscordServer) -> None:
    """A post without a title is called by its text; what is to be seen is told."""
    request = ask(discord_server, f"$dl {twitter.PHOTO_TWEET}")
    status_of(discord_server, request, "complete")
    [post] = posts_for(discord_server, request)
    assert post.content == "`Two photos of the harbour`"
    assert [a.description for a in post.attachments] == ["A harbour"] * 2


def test_subtitles_are_kept_and_not_posted(
    discord_server: DiscordServer, deployment: Deployment, played_sites: SitePlayer
) -> None:
    """Through all stages, and once more where the video is served from storage."""
    link = subtitles.page("de=/words/de.vtt")
    for number in (1, 2):
        request = ask(discord_server, f"$dl {link}")
        status_of(discord_server, request, "complete")
        [post] = posts_for(discord_server, request)
        assert [a.filename.rpartition(".")[2] for a in post.attachments] == ["mp4"]
        for document in kept(deployment, "Harbour", number):
            [words] = document.subtitles
            assert words.language == "de"
            [path] = (deployment.root / "a" / "downloads").rglob(
                f"{document.id}/content/{words.path}"
            )
            assert path.read_text() == subtitles.words("de")
            shown = subprocess.run(
                [sys.executable, "-m", "bossbot", "queue", "show", document.id],
                env=dict(deployment.environment()),
                capture_output=True,
                text=True,
                check=True,
                timeout=60,
            )
            assert "Title       Harbour\n" in shown.stdout
            assert "Subtitles   de\n" in shown.stdout
    asked = [seen.path for seen in played_sites.seen_at(subtitles.HOST)]
    assert asked.count("/words/de.vtt") == 1


def test_bot_and_worker_import_no_downloader(deployment: Deployment) -> None:
    """The libraries that parse hostile bytes are loaded in the sandbox alone."""
    for log, needed in (("worker.log", "celery"), ("bot.log", "discord")):
        imported = set()
        for line in (deployment.root / log).read_text().splitlines():
            if line.startswith("import time:"):  # PYTHONPROFILEIMPORTTIME
                name = line.rpartition("|")[2].strip()
                imported.add(name.partition(".")[0])
        assert needed in imported
        assert imported & {"yt_dlp", "gallery_dl", "av", "PIL", "pillow_heif"} == set()
    mapped = {m.path for m in zygote(deployment.workers[0]).memory_maps()}
    assert any("/PIL/" in path for path in mapped)
