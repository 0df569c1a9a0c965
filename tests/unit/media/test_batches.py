"""How files are shared out over messages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.media.batches import (
    FILES,
    REQUEST_BYTES,
    batches,
    batches_of,
    bytes_of,
    fewer,
    post_key,
)
from bossbot.models import UPLOAD, DownloadRecord, MediaFile, Post, State
from tests.world.uploads import directory_delivery

pytestmark = pytest.mark.unit

MB = 1024 * 1024
DELIVERY = directory_delivery(Path("/nowhere"))


def files(*sizes: int) -> list[MediaFile]:
    return [MediaFile(path=f"{n}", name=f"{n}", size=s) for n, s in enumerate(sizes)]


@pytest.mark.parametrize(
    ("sizes", "shared"),
    [
        ([], []),
        ([1], [1]),
        ([1] * 10, [10]),
        ([1] * 12, [10, 2]),
        ([12 * MB, 12 * MB], [2]),
        ([12 * MB, 12 * MB, 1], [2, 1]),
        ([1, 90 * MB, 1], [1, 1, 1]),
    ],
)
def test_shares(sizes: list[int], shared: list[int]) -> None:
    """Ten files or 24 MB a message; what is larger goes alone."""
    assert [len(batch) for batch in batches(files(*sizes))] == shared


@given(st.lists(st.integers(0, 100 * MB), max_size=40))
def test_keeps_every_file_in_order(sizes: list[int]) -> None:
    """Nothing is lost, doubled or moved, and no limit is passed by more than one."""
    given_files = files(*sizes)
    shared = batches(given_files)
    assert [file for batch in shared for file in batch] == given_files
    for batch in shared:
        assert 1 <= len(batch) <= FILES
        assert len(batch) == 1 or sum(file.size for file in batch) <= REQUEST_BYTES


def a_record(*sizes: int, begun: tuple[int | None, ...] = ()) -> DownloadRecord:
    """A download whose first batches were begun with so many files."""
    return DownloadRecord(
        id="abcdefghjkmn",
        schema_number=1,
        request=DELIVERY.request,
        state=State.RUNNING,
        stage=UPLOAD,
        attempt=2,
        created=0,
        updated=0,
        files=tuple(files(*sizes)),
        posts={
            post_key(DELIVERY, number): Post(at=1, files=count)
            for number, count in enumerate(begun)
        },
    )


@pytest.mark.parametrize(
    ("sizes", "begun", "shared"),
    [
        ([13 * MB] * 3, (2,), [2, 1]),  # smaller when they were begun
        ([1] * 3, (1, 1), [1, 1, 1]),  # larger then
        ([1] * 12, (10, 2), [10, 2]),
        ([1] * 2, (2, 1), [2, 0]),  # a file is gone from the site
        ([1] * 2, (None,), [2]),
    ],
)
def test_what_was_begun_stays(
    sizes: list[int], begun: tuple[int | None, ...], shared: list[int]
) -> None:
    """Fetched anew elsewhere, files have other sizes but keep their places."""
    record = a_record(*sizes, begun=begun)
    found = batches_of(record, DELIVERY)
    assert [len(batch) for batch in found] == shared
    assert [file for batch in found for file in batch] == list(record.files)


def test_a_batch_is_known_again_by_its_number_of_files() -> None:
    """What is written down at the beginning gives the same batches again."""
    before = batches(files(*[20 * MB] * 3))
    after = a_record(1, 1, 1, begun=tuple(map(len, before)))
    assert list(map(len, batches_of(after, DELIVERY))) == list(map(len, before))


def test_less_than_usual_after_a_refusal() -> None:
    """The next messages needn't be refused as well."""
    found = batches(files(*[4 * MB] * 5), most=8 * MB)
    assert [len(batch) for batch in found] == [2, 2, 1]


@given(st.lists(st.integers(0, 30 * MB), min_size=2, max_size=FILES))
def test_a_refused_batch_gets_smaller(sizes: list[int]) -> None:
    """Until one file is alone; a single one can't."""
    batch = tuple(files(*sizes))
    count = fewer(batch)
    assert 1 <= count < len(batch)
    assert count == 1 or bytes_of(batch[:count]) <= bytes_of(batch) / 2
    assert fewer(batch[:1]) == 1
