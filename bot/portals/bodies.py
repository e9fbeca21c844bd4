"""The body of an answer, never larger than allowed: counted as it comes in and again as it is unpacked."""

import zlib

from aiohttp import ClientResponse

from services.portals.troubles import PortalTrouble

ENCODINGS = "gzip, deflate"
_CHUNK = 65_536


async def read_body(answer: ClientResponse, limit: int) -> bytes:
    """The unpacked body. Raises PortalTrouble: ``too_large`` (bytes above ``limit``), ``encoding``."""
    if (answer.content_length or 0) > limit:
        raise _too_large(limit)
    unpack = _unpacker(answer)
    body = bytearray()
    came = 0
    async for chunk in answer.content.iter_chunked(_CHUNK):
        came += len(chunk)
        body += unpack(chunk, limit + 1 - len(body))
        if came > limit or len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


class _Plain:
    def __call__(self, chunk: bytes, _most: int) -> bytes:
        return chunk


class _Packed:
    """gzip or deflate, the latter with or without its header, unpacked to at most what is still allowed."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._held = b""
        self._inner: zlib._Decompress | None = None

    def __call__(self, chunk: bytes, most: int) -> bytes:
        if self._inner is None:
            self._held += chunk
            if len(self._held) < 2:
                return b""
            chunk, self._inner = self._held, zlib.decompressobj(wbits=_wbits(self._held))
        try:
            return self._inner.decompress(chunk, max_length=max(most, 1))
        except zlib.error as error:
            raise PortalTrouble("encoding", host=self._host) from error


def _wbits(head: bytes) -> int:
    """Some servers send deflate without the header that RFC 9110 wants."""
    has_header = head[:2] == b"\x1f\x8b" or (head[0] & 15 == 8 and int.from_bytes(head[:2], "big") % 31 == 0)
    return zlib.MAX_WBITS | 32 if has_header else -zlib.MAX_WBITS


def _unpacker(answer: ClientResponse) -> _Plain | _Packed:
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in {"", "identity"}:
        return _Plain()
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return _Packed(answer.url.host or "")
    raise PortalTrouble("encoding", host=answer.url.host or "")


def _too_large(limit: int) -> PortalTrouble:
    return PortalTrouble("too_large", limit_mb=max(limit // 2**20, 1))
