"""All tables, one subject a file; ``metadata`` is what migrations compare with."""

from sqlmodel import SQLModel

import storage.types  # noqa: F401 (names constraints before any table is defined)
from storage.models.agency import Agency, AgencyAlias
from storage.models.broadcast import Broadcast, BroadcastKind, BroadcastState
from storage.models.citizen import Citizen, Consent, Purpose, Scope, Subscription
from storage.models.clause_card import CardSlot, ClauseCard, ClauseCardLine
from storage.models.conversation import Conversation, InboxEvent
from storage.models.correction import Correction, LearntModel
from storage.models.draft import (
    Draft,
    DraftField,
    DraftFile,
    DraftVersion,
    FocusQuestion,
    Phase,
    Procedure,
    Provision,
    Stage,
)
from storage.models.feedback import Authorship, Feedback, FeedbackStatus, FeedbackTopic, Stance
from storage.models.outbox import ChannelState, OutboxItem, OutboxState
from storage.models.outline import EditKind, OutlineEdit, Upload, UploadState
from storage.models.portal import PortalProposal, PortalState, ProposalFile, ProposalState
from storage.models.staff import AuditEntry, ConsoleSession, JobSlot, SignInCode, Staff, StaffRole

metadata = SQLModel.metadata

__all__ = [
    "Agency",
    "AgencyAlias",
    "AuditEntry",
    "Authorship",
    "Broadcast",
    "BroadcastKind",
    "BroadcastState",
    "CardSlot",
    "ChannelState",
    "Citizen",
    "ClauseCard",
    "ClauseCardLine",
    "Consent",
    "ConsoleSession",
    "Conversation",
    "Correction",
    "Draft",
    "DraftField",
    "DraftFile",
    "DraftVersion",
    "EditKind",
    "Feedback",
    "FeedbackStatus",
    "FeedbackTopic",
    "FocusQuestion",
    "InboxEvent",
    "JobSlot",
    "LearntModel",
    "OutboxItem",
    "OutboxState",
    "OutlineEdit",
    "Phase",
    "PortalProposal",
    "PortalState",
    "Procedure",
    "ProposalFile",
    "ProposalState",
    "Provision",
    "Purpose",
    "Scope",
    "SignInCode",
    "Staff",
    "StaffRole",
    "Stage",
    "Stance",
    "Subscription",
    "Upload",
    "UploadState",
    "metadata",
]
