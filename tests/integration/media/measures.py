"""What tests measure on results: packets, sound against picture, hidden words."""

from __future__ import annotations

import array
import hashlib
from pathlib import Path

import av


def packet_hash(path: Path, kind: str) -> str:
    """A hash over the coded bytes of the first stream of a kind."""
    digest = hashlib.sha256()
    with av.open(str(path)) as container:
        for packet in container.demux(**{kind: 0}):
            digest.update(bytes(packet))
    return digest.hexdigest()


def lags(path: Path) -> list[float]:
    """Per second, how much later its beep comes than its flash, in seconds."""
    flashes = _onsets(_brightness(path))
    beeps = _onsets(_loudness(path))
    return [
        min((beep - flash for beep in beeps), key=abs)
        for flash in flashes
        if flash < max(beeps) + 0.5
    ]


def _brightness(path: Path) -> list[tuple[float, bool]]:
    found = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            small = frame.reformat(width=16, height=16, format="gray")
            pixels = bytes(small.planes[0])
            found.append((float(frame.time or 0), sum(pixels) > 200 * len(pixels)))
    return found


def _loudness(path: Path) -> list[tuple[float, bool]]:
    found = []
    resampler = av.AudioResampler(format="s16", layout="mono")
    with av.open(str(path)) as container:
        for decoded in container.decode(audio=0):
            for frame in resampler.resample(decoded):
                samples = array.array("h", bytes(frame.planes[0])[: frame.samples * 2])
                for start in range(0, len(samples), 48):
                    time = float(frame.time or 0) + start / frame.sample_rate
                    loud = max(map(abs, samples[start : start + 48])) > 5000
                    found.append((time, loud))
    return found


def _onsets(signal: list[tuple[float, bool]]) -> list[float]:
    """When it turns on after at least half a second off (the start counts)."""
    onsets: list[float] = []
    last_on = -1.0
    for time, is_on in signal:
        if is_on and time - last_on > 0.5:
            onsets.append(time)
        if is_on:
            last_on = time
    return onsets
