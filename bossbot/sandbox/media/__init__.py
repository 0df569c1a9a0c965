"""What the `probe` and `image` jobs do with Pillow and PyAV, on descriptors.

- `pictures`, `streams`, `packets`: looking at images; at video and audio, one frame of
  each, or all packets.
- `still`, `animation`, `fitting`: writing images anew, step by step until one fits.
- `pillow`: Pillow, opened the same strict way by all of them.
"""
