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
    """gzip or deflate with or without its header, unpacked to at most what is still allowed."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._inner = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        self._begun = False

    def __call__(self, chunk: bytes, most: int) -> bytes:
        try:
            return self._unpacked(chunk, most)
        except zlib.error as error:
            if self._begun:
                raise PortalTrouble("encoding", host=self._host) from error
        self._inner = zlib.decompressobj(wbits=-zlib.MAX_WBITS)  # some servers send deflate without its header
        try:
            return self._unpacked(chunk, most)
        except zlib.error as error:
            raise PortalTrouble("encoding", host=self._host) from error

    def _unpacked(self, chunk: bytes, most: int) -> bytes:
        made = self._inner.decompress(chunk, max_length=max(most, 1))
        self._begun = True
        return made


def _unpacker(answer: ClientResponse) -> _Plain | _Packed:
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in {"", "identity"}:
        return _Plain()
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return _Packed(answer.url.host or "")
    raise PortalTrouble("encoding", host=answer.url.host or "")


def _too_large(limit: int) -> PortalTrouble:
    return PortalTrouble("too_large", limit_mb=max(limit // 2**20, 1))
