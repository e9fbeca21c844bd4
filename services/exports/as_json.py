"""A digest as one JSON document whose keys scripts rely on; it repeats `Digest` and `Comment` field by field."""

from datetime import UTC, datetime
from typing import Any

import orjson

from services.digests import Digest
from services.exports import words
from services.exports.comments import Comment
from services.exports.tables import agency
from services.i18n import translator
from storage.queries.digest import Numbers


def write(digest: Digest, comments: tuple[Comment, ...], language: str) -> bytes:
    """UTF-8; moments in UTC as ISO 8601, days as Vietnam's calendar days."""
    return orjson.dumps(as_object(digest, comments, language), option=orjson.OPT_INDENT_2)


def as_object(digest: Digest, comments: tuple[Comment, ...], language: str) -> dict[str, Any]:
    """The document as plain values; names are in ``language``, keys and codes never change."""
    return {
        "draft": {"code": digest.code, "title": digest.title, "agency": agency(digest, language)},
        "period": {"since": _moment(digest.since), "until": _moment(digest.until)},
        "made_at": _moment(digest.made_at),
        **_three(digest.numbers),
        "late": digest.late,
        "untagged": digest.untagged,
        "withdrawn": digest.withdrawn,
        **_counted(digest, language),
        "comments": [_comment(each, language) for each in comments],
    }


def _counted(digest: Digest, language: str) -> dict[str, Any]:
    t = translator(language)
    return {
        "provisions": [
            {
                "path": part.path,
                "label": words.place(part.label, t),
                "heading": part.heading,
                **_three(part.numbers),
                "stances": {stance.value: _three(found) for stance, found in part.stances.items()},
            }
            for part in digest.provisions
        ],
        "topics": [
            {
                "code": topic.code,
                "name": words.topic(topic.code, language),
                **_three(topic.numbers),
                "bands": {band: _three(found) for band, found in topic.bands.items()},
                "share": {"low": topic.share.low, "high": topic.share.high},
            }
            for topic in digest.topics
        ],
        "days": [{"day": row.day.isoformat(), **_three(row.numbers)} for row in digest.days],
        "kinds": [{"kind": row.kind, **_three(row.numbers)} for row in digest.kinds],
        "samples": [
            {
                "path": sample.path,
                "label": words.place(sample.label, t),
                "stance": sample.stance.value,
                "text": sample.text,
                "messages": sample.messages,
                "rare": sample.rare,
            }
            for sample in digest.samples
        ],
    }


def _comment(each: Comment, language: str) -> dict[str, Any]:
    return {
        "number": each.number,
        "day": each.day.isoformat(),
        "path": each.path,
        "label": words.place(each.place, translator(language)),
        "stance": each.stance.value,
        "text": each.text,
        "wording": each.wording,
        "topics": list(each.topics),
        "kind": each.kind,
        "late": each.late,
    }


def _three(found: Numbers) -> dict[str, int]:
    return {"people": found.people, "messages": found.messages, "texts": found.texts}


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
