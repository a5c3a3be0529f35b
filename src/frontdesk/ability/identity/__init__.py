"""Room: who is who: tenants and their settings, keys and scopes, web sessions, the audit trail.
Comes from: every door, the command line, the line (tenant settings).
Goes to: ground.store.
Never: stores a secret in the clear, or lets a key act outside its tenant and scope.
"""

from frontdesk.ability.identity.front_doors import (
    find_front_door,
    load_front_doors,
    remove_front_door,
    save_front_door,
)
from frontdesk.ability.identity.keys import (
    SCOPES,
    Caller,
    Scope,
    check_scope,
    create_key,
    find_caller,
    load_keys,
    revoke_key,
)
from frontdesk.ability.identity.sessions import Session, create_session, find_session
from frontdesk.ability.identity.sign_ins import LASTS, find_sign_in, sign_in, sign_out
from frontdesk.ability.identity.tenants import (
    Tenant,
    Tenants,
    TenantSettings,
    load_settings,
    save_tenant,
)

__all__ = [
    "LASTS",
    "SCOPES",
    "Caller",
    "Scope",
    "Session",
    "Tenant",
    "TenantSettings",
    "Tenants",
    "check_scope",
    "create_key",
    "create_session",
    "find_caller",
    "find_front_door",
    "find_session",
    "find_sign_in",
    "load_front_doors",
    "load_keys",
    "load_settings",
    "remove_front_door",
    "revoke_key",
    "save_front_door",
    "save_tenant",
    "sign_in",
    "sign_out",
]
