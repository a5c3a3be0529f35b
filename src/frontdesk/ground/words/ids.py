"""Typed ids: plain strings at run time, told apart by the type checker."""

from typing import NewType

TenantId = NewType("TenantId", str)
ContactId = NewType("ContactId", str)
ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
TurnId = NewType("TurnId", str)
OutboxId = NewType("OutboxId", str)
TimerId = NewType("TimerId", str)
HandoffId = NewType("HandoffId", str)
KeyId = NewType("KeyId", str)
ProcessId = NewType("ProcessId", str)
TraceId = NewType("TraceId", str)
