"""The seed world of the demo: a made-up province, its agencies, drafts, comments and people; no code of any room."""

from bot.sandbox.world.load import draft_files, load
from bot.sandbox.world.values import (
    Agency,
    Alias,
    Citizen,
    Comment,
    Province,
    SeedDraft,
    StaffMember,
    World,
    WorldError,
)

__all__ = [
    "Agency",
    "Alias",
    "Citizen",
    "Comment",
    "Province",
    "SeedDraft",
    "StaffMember",
    "World",
    "WorldError",
    "draft_files",
    "load",
]
