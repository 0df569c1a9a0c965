"""Every address that is not of the open Internet is known for what it is."""

from __future__ import annotations

import json
import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bossbot.links.addresses import HostError, is_private_name, is_public, parse_host

pytestmark = pytest.mark.unit

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "ssrf.json"

PRIVATE_NETWORKS = (
    "10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 "
    "100.64.0.0/10 224.0.0.0/4 0.0.0.0/8 168.63.129.16/32"
)

SPECIAL = {
    "this network": "0.0.0.0 0.1.2.3 :: ::2",
    "private": "10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 fc00::1 fec0::1",
    "shared": "100.64.0.1 100.127.255.255",
    "loopback": "127.0.0.1 127.255.255.254 ::1",
    "link-local": "169.254.0.1 fe80::1 febf::1 fe80::1%eth0",
    "a zone on a public address": "2606:4700::1%1",
    "metadata": "169.254.169.254 100.100.100.200 192.0.0.192 fd00:ec2::254",
    "Azure's platform": "168.63.129.16",
    "a cloud's inner services": "161.26.0.10 166.11.0.1",
    "protocol assignments": "192.0.0.9 192.88.99.1 100::1 5f00::1 2001:20::1",
    "documentation": "192.0.2.1 198.51.100.1 203.0.113.1 2001:db8::1 3fff::1",
    "benchmarking": "198.18.0.1 198.19.255.255 2001:2::1",
    "multicast": "224.0.0.1 239.255.255.250 ff02::1 ff0e::1",
    "reserved": "240.0.0.1 255.255.255.255 4000::1 e000::1",
    "mapped": "::ffff:127.0.0.1 ::ffff:a9fe:a9fe ::ffff:0:127.0.0.1",
    "compatible": "::127.0.0.1 ::8.8.8.8",
    "nat64": "64:ff9b::10.0.0.1 64:ff9b:1::8.8.8.8 64:ff9b:1:a00:1::",
    "6to4": "2002:7f00:1:: 2002:808:808::1",
    "teredo": "2001::1 2001:0:808:808::f5ff:fffe",
}

PUBLIC = {
    "sites": "1.1.1.1 8.8.8.8 2001:4860:4860::8888 2606:4700::1111 2a00:1450::1",
    "neighbours of private": "9.255.255.255 11.0.0.0 172.15.255.255 172.32.0.0",
    "neighbours of shared": "100.63.255.255 100.128.0.0",
    "neighbours of loopback": "126.255.255.255 128.0.0.0",
    "neighbours of special": "168.63.129.17 169.253.255.255 192.0.1.1 192.167.255.255",
    "more neighbours": "198.20.0.0 223.255.255.255 2001:200::1 3fff:1000::1",
    "wrapped": "::ffff:8.8.8.8 64:ff9b::8.8.8.8",
}


@pytest.mark.parametrize("kind", SPECIAL)
def test_special_addresses_are_not_public(kind: str) -> None:
    """Registries' special ranges, clouds' metadata and IPv4 wrappers are refused."""
    addresses = SPECIAL[kind].split()
    assert [text for text in addresses if is_public(ip_address(text))] == []


@pytest.mark.parametrize("kind", PUBLIC)
def test_addresses_of_the_internet_are_public(kind: str) -> None:
    """Sites, and the neighbours of the special ranges, stay usable."""
    addresses = PUBLIC[kind].split()
    assert [text for text in addresses if not is_public(ip_address(text))] == []


WRAPPERS = {
    "mapped": lambda v4: IPv6Address(0xFFFF << 32 | v4),
    "translated": lambda v4: IPv6Address(0xFFFF << 48 | v4),
    "compatible": IPv6Address,
    "nat64": lambda v4: IPv6Address(0x64FF9B << 96 | v4),
    "local nat64": lambda v4: IPv6Address(0x64FF9B0001 << 80 | v4),
    "6to4": lambda v4: IPv6Address(0x2002 << 112 | v4 << 80),
    "teredo server": lambda v4: IPv6Address(0x20010000 << 96 | v4 << 64),
    "teredo client": lambda v4: IPv6Address(0x20010000 << 96 | v4 ^ 0xFFFFFFFF),
}

private_ipv4 = st.sampled_from(
    [IPv4Network(net) for net in PRIVATE_NETWORKS.split()]
).flatmap(lambda net: st.integers(int(net[0]), int(net[-1])))


@given(private_ipv4, st.sampled_from(sorted(WRAPPERS)))
def test_no_wrapper_hides_a_private_address(value: int, wrapper: str) -> None:
    """A private IPv4 address in any IPv6 dress is refused, bare as well."""
    assert not is_public(IPv4Address(value))
    assert not is_public(WRAPPERS[wrapper](value))


@given(st.integers(0, 2**32 - 1), st.data())
def test_every_spelling_of_an_ipv4_address_is_read_as_that_address(
    value: int, data: st.DataObject
) -> None:
    """Octal, hexadecimal, decimal and short forms mean what C libraries read."""
    parts = data.draw(st.integers(1, 4))
    numbers = [value >> (24 - 8 * i) & 255 for i in range(parts - 1)]
    numbers.append(value & (256 ** (5 - parts) - 1))
    spell = st.sampled_from(["{}", "0x{:x}", "0X{:X}", "0{:o}", "000{:o}"])
    host = ".".join(data.draw(spell).format(number) for number in numbers)
    assert parse_host(host) == IPv4Address(value)
    assert parse_host(host + ".") == IPv4Address(value)


@pytest.mark.parametrize(
    ("host", "meaning"),
    [
        ("Example.COM", "example.com"),
        ("example.com.", "example.com"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("a_b-c.example", "a_b-c.example"),
        ("1.2.3.4.nip.io", "1.2.3.4.nip.io"),
        ("[::1]", IPv6Address("::1")),
        ("[::FFFF:127.0.0.1]", IPv4Address("127.0.0.1")),
        ("2130706433", IPv4Address("127.0.0.1")),
        ("127.1", IPv4Address("127.0.0.1")),
        ("0x", IPv4Address("0.0.0.0")),
    ],
)
def test_hosts_are_normalised(host: str, meaning: object) -> None:
    """One host, one form."""
    assert parse_host(host) == meaning


AMBIGUOUS = {
    "empty": ["", ".", "..", "a..b", "a.example..", "[]"],
    "characters": ["a b", "a%2eb", "a@b", "a:80", "a\\b", "a\n", "exa\x00mple.com"],
    "brackets": ["::1", "[::1", "[127.0.0.1]", "[::1].", "[::1]x"],
    "zones": ["[::1%25lo]", "[fe80::1%eth0]"],
    "not ASCII": ["①②⑦.0.0.1", "１.1.1.1", "127。0。0。1", "bücher.example"],
    "overflow": ["256.0.0.1", "425.510.425.510", "1.2.3.4.5", "4294967296", "9" * 30],
    "bad numbers": ["08.0.0.1", "0o177.0.0.1", "1.2.3.0xg", "a.1", "1.2.3.4x"],
    "too long": ["a" * 64 + ".example", "a." * 126 + "ab"],
}


@pytest.mark.parametrize(
    "host", [host for hosts in AMBIGUOUS.values() for host in hosts]
)
def test_ambiguous_hosts_are_refused(host: str) -> None:
    """What two readers could read differently is no host."""
    with pytest.raises(HostError):
        parse_host(host)


@pytest.mark.parametrize(
    ("name", "private"),
    [
        ("localhost", True),
        ("redis", True),
        ("a.localhost", True),
        ("printer.local", True),
        ("metadata.google.internal", True),
        ("router.home.arpa", True),
        ("kubernetes.default.svc.cluster.local", True),
        ("example.com", False),
        ("internal.example.com", False),
        ("localhost.example.com", False),
        ("local.host", False),
    ],
)
def test_local_names_are_known(name: str, private: bool) -> None:
    """Names that only mean something inside are told from names of sites."""
    assert is_private_name(name) is private


def _may_be_reached(url: str) -> bool:
    """What a naive client would do with the URL, judged by our rules."""
    try:
        parts = urlsplit(url)
        match = re.fullmatch(r"(?:.*@)?(\[[^\]]*\]|[^:@]*)(?::[0-9]*)?", parts.netloc)
        host = parse_host(match[1] if match else "")
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"}:
        return False
    return not is_private_name(host) if isinstance(host, str) else is_public(host)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside the checkout")
def test_the_corpus_of_odd_spellings_is_refused() -> None:
    """No collected spelling of an inner address passes as public."""
    rows = json.loads(CORPUS.read_text())
    assert [row["url"] for row in rows if _may_be_reached(row["url"])] == []
