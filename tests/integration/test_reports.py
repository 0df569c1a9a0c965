"""What reaches Sentry, and what doesn't; a small server stands in for it."""

from __future__ import annotations

import gzip
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest
import sentry_sdk
import structlog

from bossbot.errors import NetworkError, UnknownError
from bossbot.observability.logs import configure_logging
from bossbot.observability.reports import configure_reports
from bossbot.settings import Settings

pytestmark = pytest.mark.integration


_UNPACK = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


class Inbox:
    """Takes envelopes, and remembers their text."""

    def __init__(self) -> None:
        inbox = self
        self.envelopes: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                text = _UNPACK[self.headers.get("Content-Encoding", "")](body).decode()
                if '"type":"event"' in text:
                    inbox.envelopes.append(text)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: object) -> None:
                """Be quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.dsn = f"http://public@127.0.0.1:{self.server.server_port}/1"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    inbox = Inbox()
    thread = threading.Thread(target=inbox.server.serve_forever, daemon=True)
    thread.start()
    yield inbox
    sentry_sdk.get_client().close()
    sentry_sdk.init()
    inbox.server.shutdown()
    inbox.server.server_close()
    thread.join()


def the_settings(inbox: Inbox, **changes: object) -> Settings:
    return Settings(
        sentry_dsn=inbox.dsn,
        discord_token="tok-en-value",
        _env_file=None,
        **changes,
    )


def report(error: Exception) -> None:
    try:
        raise error
    except type(error):
        sentry_sdk.capture_exception()
    sentry_sdk.flush(timeout=10)


def test_a_bug_is_reported_without_secrets_with_the_receipt(inbox: Inbox) -> None:
    """Tokens and queries are masked; the download's id is a tag."""
    assert configure_reports(the_settings(inbox), process="worker")
    with structlog.contextvars.bound_contextvars(download="abc123", stage="fetch"):
        report(ValueError("tok-en-value at https://a.b/c?sig=xyz"))
    [envelope] = inbox.envelopes
    assert "ValueError" in envelope
    assert '"download":"abc123"' in envelope
    assert '"process":"worker"' in envelope
    assert "tok-en-value" not in envelope
    assert "sig=xyz" not in envelope


def test_what_users_cause_is_not_reported(inbox: Inbox) -> None:
    """A dead link is no defect; an unknown error is."""
    configure_reports(the_settings(inbox), process="worker")
    report(NetworkError(platform="other"))
    assert inbox.envelopes == []
    report(UnknownError(kind="Bug"))
    assert len(inbox.envelopes) == 1


def test_it_can_be_switched_off(inbox: Inbox) -> None:
    """ENABLE_SENTRY=0 wins over a DSN."""
    settings = the_settings(inbox, enable_sentry=False)
    assert not configure_reports(settings, process="worker")


@pytest.fixture
def logging_set_up(inbox: Inbox) -> Iterator[None]:
    """Our logging, and what was there before afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    configure_logging(the_settings(inbox, log_format="json"), process="worker")
    yield
    root.handlers, root.level = handlers, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.mark.usefixtures("logging_set_up")
def test_an_alert_is_reported(inbox: Inbox) -> None:
    """An error line reaches Sentry with its facts; a warning doesn't."""
    configure_reports(the_settings(inbox), process="worker")
    alerts = structlog.get_logger("bossbot.alerts")
    alerts.error("canary: a site fails", site="reddit", code="login_required")
    alerts.warning("canary: a site works again", site="reddit")
    sentry_sdk.flush(timeout=10)
    [envelope] = inbox.envelopes
    assert "canary: a site fails" in envelope
    assert "login_required" in envelope
    assert '"logger":"bossbot.alerts"' in envelope
