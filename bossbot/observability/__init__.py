"""Logs and error reports: set up once per process, the same everywhere.

- `logs`: structlog and the standard library's logging through one formatter.
- `redaction`: what must never be written anywhere.
- `reports`: errors to Sentry.
"""
