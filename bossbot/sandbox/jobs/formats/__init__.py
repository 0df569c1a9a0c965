"""What to fetch of a video that comes in several versions.

- `choose`: the choice.
- `candidates`: what may be fetched, and what is known of it; `told`: sizes and lengths.
- `codecs`: what needs no conversion.
"""
