"""A certificate authority for this run, and a certificate for any host asked for."""

from __future__ import annotations

import ssl
from pathlib import Path

import trustme

BAD_CERTIFICATE = "badcert.playedback.org"
"""This host shows a certificate of another name."""


class Authority:
    """Issues certificates on demand; `ca_file` is what clients have to trust."""

    def __init__(self, directory: Path) -> None:
        self._ca = trustme.CA()
        self._contexts: dict[str, ssl.SSLContext] = {}
        self.ca_file = directory / "ca.pem"
        self._ca.cert_pem.write_to_path(str(self.ca_file))

    def server_context(self) -> ssl.SSLContext:
        """For a server that answers for whatever name the client wants (SNI)."""
        context = self._context("unnamed.playedback.org")
        context.sni_callback = self._on_name
        return context

    def _on_name(
        self, connection: ssl.SSLSocket | ssl.SSLObject, name: str, _: ssl.SSLContext
    ) -> None:
        if name:
            connection.context = self._context(name)

    def _context(self, name: str) -> ssl.SSLContext:
        if name not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.set_alpn_protocols(["http/1.1"])
            shown = "other.playedback.org" if name == BAD_CERTIFICATE else name
            self._ca.issue_cert(shown).configure_cert(context)
            self._contexts[name] = context
        return self._contexts[name]
