"""The numbers the running bot shows at ``/metrics``; none of them tells one person from another."""

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, generate_latest

EVENTS = Counter("gopy_events_total", "Events taken, by channel and kind.", ["channel", "kind"])
SENT = Counter("gopy_sent_total", "Messages that left or failed, by channel and result.", ["channel", "result"])


async def show(_request: web.Request) -> web.Response:
    """All metrics in Prometheus' text form."""
    return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})
