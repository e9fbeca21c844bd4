"""Where the watcher may connect: public addresses only, looked up once and connected to as they were checked."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable

from aiohttp.abc import AbstractResolver, ResolveResult

from services.portals.troubles import PortalTrouble

Lookup = Callable[[str, int], Awaitable[list[str]]]
_WORLD = ipaddress.ip_network("2000::/3")  # global unicast: mapped, NAT64, link-local and multicast are all outside it
_TUNNELS = (ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32"))  # 6to4, Teredo: an IPv4 inside


def is_public(address: str) -> bool:
    """Whether an address belongs to the open internet; False for everything that is not surely so.

    Private, loopback, link-local, multicast, reserved, documentation, IPv4 inside IPv6, and what is no address.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if found.is_multicast or found.is_reserved or found.is_unspecified or not found.is_global:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return True
    return found in _WORLD and found.scope_id is None and not any(found in tunnel for tunnel in _TUNNELS)


async def system_lookup(host: str, port: int) -> list[str]:
    """The addresses of a host as the system knows them. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


class CheckedResolver(AbstractResolver):
    """Looks a host up once for each connection and hands out only addresses that were checked.

    The connection is made to what this returns, so a name that changes its mind a moment later gains nothing.
    One forbidden address among several is enough to refuse: an honest host has none.
    """

    def __init__(self, lookup: Lookup = system_lookup, *, allow_private: frozenset[str] = frozenset()) -> None:
        self._lookup = lookup
        self._allow_private = allow_private

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 (aiohttp's own)
    ) -> list[ResolveResult]:
        """The checked addresses of a host. Raises PortalTrouble(``forbidden_address``) and OSError."""
        addresses = await self._lookup(host, port)
        if not addresses:
            raise OSError(f"no address for {host}")
        if not all(is_public(address) or address in self._allow_private for address in addresses):
            raise PortalTrouble("forbidden_address", host=host)
        return [_result(host, address, port) for address in addresses]

    async def close(self) -> None:
        """Nothing is held open."""


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=flags)
