"""Conversations with the real bot, as `docs/transcript.md` shows them.

A scene says and presses what members would, waits for what the bot shows, and notes it.
Nothing stands on the page that the bot didn't send; ids, times and whatever else
differs from run to run are evened out.
"""
