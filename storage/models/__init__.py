"""All tables, one subject a file; ``metadata`` is what migrations compare with."""

from sqlmodel import SQLModel

import storage.types  # noqa: F401 (names constraints before any table is defined)
from storage.models.agency import Agency
from storage.models.broadcast import Broadcast, BroadcastKind, BroadcastState
from storage.models.citizen import Citizen, Consent, Purpose, Scope, Subscription
from storage.models.conversation import Conversation, InboxEvent
from storage.models.draft import Draft, DraftField, DraftFile, DraftVersion, Provision, Stage
from storage.models.feedback import Authorship, Feedback, FeedbackStatus, FeedbackTopic, Stance
from storage.models.outbox import ChannelState, OutboxItem, OutboxState
from storage.models.staff import AuditEntry, JobSlot, SignInCode, Staff, StaffRole

metadata = SQLModel.metadata

__all__ = [
    "Agency",
    "AuditEntry",
    "Authorship",
    "Broadcast",
    "BroadcastKind",
    "BroadcastState",
    "ChannelState",
    "Citizen",
    "Consent",
    "Conversation",
    "Draft",
    "DraftField",
    "DraftFile",
    "DraftVersion",
    "Feedback",
    "FeedbackStatus",
    "FeedbackTopic",
    "InboxEvent",
    "JobSlot",
    "OutboxItem",
    "OutboxState",
    "Provision",
    "Purpose",
    "Scope",
    "SignInCode",
    "Staff",
    "StaffRole",
    "Stage",
    "Stance",
    "Subscription",
    "metadata",
]
