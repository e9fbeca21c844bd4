"""Fetching from portals: only public addresses, checked once and pinned; polite, limited, never unencrypted trust."""

import asyncio
import ipaddress
import ssl
import subprocess
import zlib
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.portals.addresses import CheckedResolver, is_public, system_lookup
from bot.portals.bodies import _Packed
from bot.portals.fetching import Fetcher, Limits
from bot.portals.manners import LONGEST_HALT, USUAL_HALT, Manners, retry_after
from bot.sandbox.portal import Site
from services.portals.states import Validators
from services.portals.troubles import SENTENCES, PortalTrouble
from tests.bot.portals.world import HERE, announced, portal_place

LIMIT = 2**20


# Addresses


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_public_only_when_the_registry_says_so(address: ipaddress.IPv4Address) -> None:
    if is_public(str(address)):
        assert address.is_global
        assert not any((address.is_private, address.is_loopback, address.is_link_local, address.is_multicast))
        assert not any((address.is_reserved, address.is_unspecified))
    mapped = ipaddress.IPv6Address(b"\0" * 10 + b"\xff\xff" + address.packed)
    sixtofour = ipaddress.IPv6Address(b"\x20\x02" + address.packed + b"\0" * 10)
    translated = ipaddress.IPv6Address(bytes.fromhex("0064ff9b") + b"\0" * 8 + address.packed)
    compatible = ipaddress.IPv6Address(b"\0" * 12 + address.packed)
    assert not any(map(is_public, map(str, (mapped, sixtofour, translated, compatible))))


@given(st.ip_addresses(v=6))
def test_an_ipv6_address_is_public_only_within_global_unicast(address: ipaddress.IPv6Address) -> None:
    if is_public(str(address)):
        assert address.is_global
        assert address in ipaddress.ip_network("2000::/3")
        assert not address.is_multicast
        assert address.ipv4_mapped is None
        assert address.sixtofour is None
        assert address.teredo is None


@given(st.text(max_size=40))
def test_what_is_no_address_is_not_public(text: str) -> None:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        assert not is_public(text)


@pytest.mark.parametrize("network", [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.2.0/24",
    "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "::/8", "fc00::/7", "fe80::/10", "ff00::/8", "2001:db8::/32", "64:ff9b::/96", "2002::/16", "2001::/32",
])  # fmt: skip
def test_no_address_of_these_networks_is_public(network: str) -> None:
    found = ipaddress.ip_network(network)
    some = [found[0], found[1], found[found.num_addresses // 2], found[-2], found[-1]]
    assert [str(address) for address in some if is_public(str(address))] == []


def test_addresses_of_the_open_internet_are_public() -> None:
    assert all(map(is_public, ("8.8.8.8", "203.162.4.190", "2606:4700::1111", "2001:ee0::1")))
    assert not is_public("fe80::1%eth0")
    assert not is_public("2606:4700::1%eth0")


async def test_one_forbidden_address_among_several_refuses_the_host() -> None:
    async def lookup(_host: str, _port: int) -> list[str]:
        return ["203.162.4.190", "127.0.0.1"]

    with pytest.raises(PortalTrouble, match="forbidden_address"):
        await CheckedResolver(lookup).resolve("cong.example.vn", 443)


async def test_a_name_that_leads_to_this_machine_is_never_connected_to() -> None:
    async with portal_place(allow_private=frozenset()) as place:
        with pytest.raises(PortalTrouble, match="forbidden_address"):
            await place.fetcher.fetch(f"{place.base}/du-thao", LIMIT, pause=0)
    assert place.site.visits == []


async def test_a_name_is_looked_up_once_and_connected_to_as_it_was_checked() -> None:
    answers = ["127.0.0.2", "10.0.0.1"]
    asked: list[str] = []

    async def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return [answers[min(len(asked) - 1, 1)]]

    async with portal_place(Site([announced()]), lookup=rebinding) as place:
        with pytest.raises(PortalTrouble, match="forbidden_address"):
            await place.fetcher.fetch(f"{place.base}/du-thao", LIMIT, pause=0)
    # robots.txt came from the address that was checked, though a second question would have been told another one.
    assert place.site.paths() == ["/robots.txt"]
    assert asked == ["cong.example.vn"] * 2


@pytest.mark.parametrize(("to", "code"), [
    ("http://10.0.0.1/", "forbidden_address"),
    ("http://127.0.0.1/", "forbidden_address"),
    ("http://169.254.169.254/latest/meta-data/", "forbidden_address"),
    ("http://[::1]/", "forbidden_address"),
    ("http://[::ffff:10.0.0.1]/", "forbidden_address"),
    ("http://2130706433/", "forbidden_address"),
    ("http://127.1/", "forbidden_address"),
    ("http://0x7f.1/", "forbidden_address"),
    ("http://１２７.0.0.1/", "forbidden_address"),
    ("http://localhost/", "forbidden_address"),
    ("https://noi-bo.example.vn/", "forbidden_address"),
    ("http://cong.example.vn:22/", "forbidden_port"),
    ("https://203.162.4.190:8443/", "forbidden_port"),
    ("//127.0.0.1:22/", "forbidden_port"),
    ("file:///etc/passwd", "forbidden_link"),
    ("ftp://203.162.4.190/", "forbidden_link"),
    ("http://ai:mat-khau@cong.example.vn/", "forbidden_link"),
    ("http://[broken/", "forbidden_link"),
])  # fmt: skip
async def test_every_hop_of_a_redirect_is_checked(to: str, code: str) -> None:
    async def lookup(host: str, port: int) -> list[str]:
        known = {"cong.example.vn": "127.0.0.2", "noi-bo.example.vn": "10.1.2.3"}
        return [known[host]] if host in known else await system_lookup(host, port)

    async with portal_place(lookup=lookup) as place:
        with pytest.raises(PortalTrouble) as met:
            await place.fetcher.fetch(f"{place.base}/thu/chuyen?{urlencode({'to': to})}", LIMIT, pause=0)
        assert met.value.code == code
        assert "mat-khau" not in str(met.value)
    assert place.site.paths() == ["/robots.txt", "/thu/chuyen"]


async def test_redirects_are_followed_five_times_and_no_more() -> None:
    async with portal_place(Site([announced()])) as place:
        there = await place.fetcher.fetch(f"{place.base}/thu/chuyen?to=/du-thao", LIMIT, pause=0)
        assert there.address == f"{place.base}/du-thao"
        with pytest.raises(PortalTrouble, match="redirects"):
            await place.fetcher.fetch(f"{place.base}/thu/chuyen", LIMIT, pause=0)
    assert place.site.paths().count("/thu/chuyen") == 1 + 6
    assert place.site.complaints == []


# Manners


async def test_it_says_who_it_is_and_asks_only_for_what_changed() -> None:
    async with portal_place(Site([announced()])) as place:
        first = await place.fetcher.fetch(f"{place.base}/du-thao", LIMIT, pause=0)
        again = await place.fetcher.fetch(f"{place.base}/du-thao", LIMIT, pause=0, validators=first.validators)
        assert (first.status, again.status, again.body) == (200, 304, b"")
        odd = await place.fetcher.fetch(
            f"{place.base}/du-thao", LIMIT, pause=0, validators=Validators('"a\r\nX-Evil: 1"', "thứ hai")
        )
        assert odd.status == 200
    assert [visit.path for visit in place.site.visits] == ["/robots.txt", *["/du-thao"] * 3]
    assert {visit.agent for visit in place.site.visits} == {"GopyBot/1.0 (+http://127.0.0.1/)"}
    assert place.site.complaints == []


async def test_robots_txt_is_obeyed_and_asked_for_once() -> None:
    async with portal_place(Site([announced()])) as place:
        for _ in range(2):
            with pytest.raises(PortalTrouble, match="robots"):
                await place.fetcher.fetch(f"{place.base}/rieng/du-thao", LIMIT, pause=0)
    assert place.site.paths() == ["/robots.txt"]


@pytest.mark.parametrize(("status", "code"), [(404, ""), (403, ""), (500, "robots_away"), (503, "busy")])
async def test_a_robots_txt_that_is_not_there_allows_all_and_one_that_fails_allows_nothing(
    status: int, code: str
) -> None:
    async with portal_place(Site([announced()], robots_status=status)) as place:
        if not code:
            assert (await place.fetcher.fetch(f"{place.base}/du-thao", LIMIT, pause=0)).status == 200
            return
        with pytest.raises(PortalTrouble, match=code):
            await place.fetcher.fetch(f"{place.base}/du-thao", LIMIT, pause=0)
    assert "/du-thao" not in place.site.paths()


async def test_many_at_once_come_one_by_one_with_the_pause_that_robots_txt_asks_for() -> None:
    async with portal_place(Site([announced()], crawl_delay=1)) as place:
        await asyncio.gather(*(place.fetcher.fetch(f"{place.base}/du-thao", LIMIT, pause=0) for _ in range(3)))
    assert place.site.paths().count("/du-thao") == 3
    assert place.site.complaints == []


async def test_a_host_that_asks_to_wait_is_left_alone_by_every_portal() -> None:
    async with portal_place(Site([announced()])) as place:
        await place.fetcher.fetch(f"{place.base}/du-thao", LIMIT, pause=0)
        place.site.halt(1200)
        with pytest.raises(PortalTrouble) as met:
            await place.fetcher.fetch(f"{place.base}/du-thao", LIMIT, pause=0)
        assert (met.value.code, met.value.wait_seconds) == ("busy", 1200)
        with pytest.raises(PortalTrouble) as met:
            await place.fetcher.fetch(f"{place.base}/nguon.rss", LIMIT, pause=0)
        assert met.value.code == "busy"
        assert 1195 < met.value.wait_seconds <= 1200
    assert place.site.complaints == []


async def test_a_host_that_fails_three_times_in_a_row_is_left_alone_for_a_while() -> None:
    async with portal_place() as place:
        pass  # the server is gone now, its port is closed
    manners = Manners()
    fetcher = Fetcher("http://a.example/", frozenset({("127.0.0.2", place.port)}), manners=manners, allow_private=HERE)
    codes = []
    async with fetcher:
        for path in ("robots.txt", "a", "b", "c"):
            with pytest.raises(PortalTrouble) as met:
                await fetcher._one(URL(f"http://127.0.0.2:{place.port}/{path}"), LIMIT, 0, {})
            codes.append((met.value.code, met.value.wait_seconds > 0))
    assert codes == [("away", False), ("away", False), ("away", False), ("away", True)]


@pytest.mark.parametrize(("value", "seconds"), [
    ("120", 120), (" 7 ", 7), ("99999999999999999", LONGEST_HALT), ("-5", USUAL_HALT), ("soon", USUAL_HALT),
    ("", USUAL_HALT), ("Fri, 27 Nov 2026 10:05:00 GMT", 300), ("Fri, 27 Nov 2026 09:00:00 GMT", 0), ("١٢", USUAL_HALT),
])  # fmt: skip
def test_retry_after_is_a_number_or_a_date(value: str, seconds: float) -> None:
    assert retry_after(value, 1795773600.0) == seconds  # 2026-11-27 10:00 UTC


# Limits


async def test_what_is_too_large_is_left_as_soon_as_it_shows() -> None:
    async with portal_place() as place:
        for path in ("/thu/lon?mb=3", "/thu/bom"):
            with pytest.raises(PortalTrouble, match="too_large"):
                await place.fetcher.fetch(f"{place.base}{path}", 2 * 2**20, pause=0)
        whole = await place.fetcher.fetch(f"{place.base}/thu/lon?mb=2", 2 * 2**20, pause=0)
        assert len(whole.body) == 2 * 2**20


async def test_what_drips_or_says_nothing_ends_in_time() -> None:
    async with portal_place(limits=Limits(whole=3)) as place:
        with pytest.raises(PortalTrouble, match="slow"):
            await place.fetcher.fetch(f"{place.base}/thu/cham?seconds=30", LIMIT, pause=0)


@pytest.mark.parametrize(("status", "code"), [(404, "status"), (500, "status"), (204, "status"), (503, "busy")])
async def test_other_answers_are_troubles(status: int, code: str) -> None:
    async with portal_place() as place:
        with pytest.raises(PortalTrouble, match=code):
            await place.fetcher.fetch(f"{place.base}/thu/ma/{status}", LIMIT, pause=0)


@given(st.binary(max_size=3000), st.sampled_from([31, 15, -15]), st.integers(1, 700))
def test_packed_bodies_come_out_as_they_were(body: bytes, wbits: int, piece: int) -> None:
    packer = zlib.compressobj(wbits=wbits)
    packed = packer.compress(body) + packer.flush()
    unpack = _Packed("x")
    assert b"".join(unpack(packed[at : at + piece], 10_000) for at in range(0, len(packed), piece)) == body


def test_garbage_that_says_it_is_packed_is_a_trouble() -> None:
    with pytest.raises(PortalTrouble, match="encoding"):
        _Packed("x")("không nén".encode(), 100)


# TLS


def certificate_for(name: str, folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate that nobody vouches for, and a server's side that shows it."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    here = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    here.load_cert_chain(certificate, key)
    return certificate, here


async def test_a_certificate_that_cannot_be_verified_is_explained_and_never_accepted(tmp_path: Path) -> None:
    certificate, shown = await asyncio.to_thread(certificate_for, "cong.example.vn", tmp_path)
    async with portal_place(Site([announced()]), tls=shown) as place:
        with pytest.raises(PortalTrouble) as met:
            await place.fetcher.fetch(f"{place.base}/du-thao", LIMIT, pause=0)
        assert met.value.code == "tls"
        assert "self-signed certificate" in str(met.value.values["reason"])
        assert "chứng thư trung gian" in SENTENCES["tls"]
        assert place.site.visits == []
    trust = ssl.create_default_context(cafile=str(certificate))
    async with portal_place(Site([announced()]), tls=shown, trust=trust) as place:
        assert (await place.fetcher.fetch(f"{place.base}/du-thao", LIMIT, pause=0)).status == 200
