"""`bossbot explain`: one answer per line, exit codes, and nothing that bites."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bossbot.cli.explain import command

pytestmark = pytest.mark.unit

TWEET = "https://x.com/nasa/status/1"


def run(*arguments: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(command, arguments, input=stdin)


def objects(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.output.splitlines()]


def test_an_accepted_link_is_told_with_platform_tool_and_canonical_form() -> None:
    """The JSON has exactly the documented keys; tracking is gone from the link."""
    result = run("--json", f"{TWEET}?s=20&t=abc")
    assert objects(result) == [
        {
            "input": f"{TWEET}?s=20&t=abc",
            "accepted": True,
            "platform": "twitter",
            "tool": "gallery-dl",
            "canonical": TWEET,
            "error": None,
        }
    ]
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("http://127.0.0.1/a.jpg", "invalid_url"),
        ("file:///etc/passwd", "invalid_url"),
        ("ytdl:https://x.com/a", "invalid_url"),
        ("./picture.jpg", "invalid_url"),
        ("", "invalid_url"),
        ("https://x.com/", "unsupported_url"),
    ],
)
def test_a_refused_link_is_told_with_code_and_sentence(text: str, code: str) -> None:
    """Nothing is said of platform or tool; every refused link means exit code 2."""
    result = run("--json", text)
    (found,) = objects(result)
    assert (found["accepted"], found["error"]["code"]) == (False, code)
    assert found["error"]["message"]
    assert found["platform"] is found["tool"] is found["canonical"] is None
    assert result.exit_code == 2


def test_some_refused_is_exit_code_1() -> None:
    """Scripts can tell a partly good list from a bad one."""
    assert run(TWEET, "nonsense").exit_code == 1


def test_no_link_is_bad_usage() -> None:
    """Without arguments there is nothing to explain."""
    assert run().exit_code == 2


def test_a_dash_reads_lines_each_with_one_answer_in_order() -> None:
    """Blank lines, CRLF and a missing final newline keep their places."""
    result = run("--json", "-", stdin=f"{TWEET}\r\n\nlook: <{TWEET}>".encode())
    found = objects(result)
    assert [one["input"] for one in found] == [TWEET, "", f"look: <{TWEET}>"]
    assert [one["accepted"] for one in found] == [True, False, True]


def test_an_endless_line_and_bytes_that_are_no_text_are_only_refused() -> None:
    """What follows such a line is still read as the next one."""
    result = run("--json", "-", stdin=b"a" * 300_000 + b"\n\xff\xfe\n" + TWEET.encode())
    assert [one["accepted"] for one in objects(result)] == [False, False, True]


def test_the_input_cannot_control_a_terminal() -> None:
    """Escape sequences in a link are not repeated to the terminal."""
    result = run("https://x.com/\x1b]0;owned\x07")
    assert "\x1b" not in result.output
    assert "\x07" not in result.output


def test_each_input_is_one_row_and_an_unknown_site_is_called_so() -> None:
    """A known link is not; both are accepted."""
    links = (TWEET, "https://no-such-site-4711.org/post")
    known, unknown = run(*links).output.splitlines()
    assert known.split() == ["✓", "twitter", "gallery-dl", TWEET]
    assert "unknown site" in unknown


def test_a_short_link_is_called_so() -> None:
    """Which tool it will be is not known before somebody asks where it leads."""
    assert "short link" in run("https://bit.ly/abc").output
    assert "short link" not in run(TWEET).output


def test_private_hosts_may_be_exempted(monkeypatch: pytest.MonkeyPatch) -> None:
    """EGRESS_ALLOW holds for explanations as it does for downloads."""
    monkeypatch.setenv("BOSS_BOT_EGRESS_ALLOW", "127.0.0.1:8000")
    assert run("http://127.0.0.1:8000/a.jpg").exit_code == 0
    assert run("http://127.0.0.1:8001/a.jpg").exit_code == 2


def test_the_help_has_an_example_and_the_exit_codes() -> None:
    """What a newcomer needs stands in the help."""
    shown = run("--help").output
    assert "bossbot explain https://" in shown
    assert "Exit code" in shown
