"""Bad input: one clear sentence, the right exit code, nothing left behind."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from tests.e2e.cli.running import Place

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("no link at all", "invalid_url"),
        ("", "invalid_url"),
        ("file:///etc/passwd", "invalid_url"),
        ("ytdl:https://files.playedback.org/clip.mp4", "invalid_url"),
        ("http://127.0.0.1/a.jpg", "invalid_url"),
        ("/etc/hostname", "invalid_url"),
        ("https://user:word@files.playedback.org/a.jpg", "invalid_url"),
        ("https://www.reddit.com/", "unsupported_url"),
        ("\udcff\x1b[31m", "invalid_url"),
    ],
)
def test_a_bad_link_is_refused_before_anything_starts(
    link: str, code: str, place: Place
) -> None:
    """Exit code 2, for people and as JSON in the shape of all results."""
    ended = place.get("--json", "--", link)
    (found,) = ended.objects
    assert ended.code == 2
    assert ended.stderr == ""
    assert (found["id"], found["status"], found["files"]) == (None, "failed", [])
    assert found["error"]["code"] == code
    assert len(found["error"]["message"]) > 20
    place.expect_nothing_left()


def test_people_get_a_sentence(place: Place) -> None:
    """Without --json a bad link is a line with the reason, fit for any terminal."""
    ended = place.get("file:///etc/passwd\x1b[31m")
    (line,) = ended.stdout.splitlines()
    assert ended.code == 2
    assert line.startswith("failed\tinvalid_url\tfile:///etc/passwd[31m\t")
    assert not place.out.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("get",), "Missing argument 'URL...'"),
        (("get", "--colour", "https://a.example/b.jpg"), "No such option"),
        (("get", "--format", "gif", "https://a.example/b.jpg"), "'gif' is not one of"),
        (("get", "--limit-mb", "0", "https://a.example/b.jpg"), "--limit-mb"),
        (("get", "-o", __file__, "https://a.example/b.jpg"), "is a file"),
        (("fetch", "https://a.example/b.jpg"), "No such command 'fetch'"),
    ],
)
def test_bad_usage_is_refused(
    arguments: tuple[str, ...], sentence: str, place: Place
) -> None:
    """Exit code 2, and what is wrong."""
    ended = place.run(*arguments)
    assert ended.code == 2
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("BOSS_BOT_WORKER_SLOTS", "many", "BOSS_BOT_WORKER_SLOTS: "),
        ("REDIS_URL", "nonsense", "REDIS_URL: not an address"),
        ("REDIS_URL", "redis://127.0.0.1:{closed}/0", "no server answers at 127.0.0.1"),
    ],
)
def test_a_bad_environment_is_exit_code_3(
    name: str, value: str, sentence: str, place: Place
) -> None:
    """The variable is named, nothing is started."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        value = value.replace("{closed}", str(probe.getsockname()[1]))
        ended = place.get("https://files.playedback.org/photo.jpg", **{name: value})
    assert ended.code == 3
    assert sentence in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""
    place.expect_nothing_left()


def test_help_names_an_example_and_the_exit_codes(place: Place) -> None:
    """`bossbot get --help` shows how to use it and what its end means."""
    said = place.run("get", "--help").stdout
    assert "bossbot get https://" in said
    words = said.rpartition("Exit codes:")[2].split()
    assert {"0", "1", "2", "3", "130"} <= set(words)
