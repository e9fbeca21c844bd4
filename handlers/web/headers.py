"""The headers every page carries: what a browser may load, keep, frame and tell others; nothing is decided per page."""

from collections.abc import Mapping

# No inline script and no inline style anywhere: what a citizen typed can never become code.
CONTENT_POLICY = "; ".join((
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip

_ALWAYS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
PUBLIC: Mapping[str, str] = {
    **_ALWAYS,
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
    "Vary": "Accept-Language, Cookie",
}
# Console addresses hold codes and what is not published yet: no cache keeps a page, no other site learns an address.
CONSOLE: Mapping[str, str] = {**_ALWAYS, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
