"""Turns the places into the server's own settings files: ours, rewritten at every start.

`postgres.conf.user` beside them is the operator's: read last, never written.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from frontdesk.ground.store.embedded.places import Places

# Sized for a box of two cores that also runs the service.
_SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "max_connections": "100",
    "superuser_reserved_connections": "3",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "random_page_cost": "1.1",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_level": "replica",
    # Compressing pages and compiling plans cost more here than they save.
    "wal_compression": "off",
    "jit": "off",
    "max_wal_size": "2GB",
    "min_wal_size": "160MB",
    "checkpoint_timeout": "15min",
    "checkpoint_completion_target": "0.9",
    "autovacuum_naptime": "20s",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "logging_collector": "on",
    # Named by weekday, so that a week of files is kept and each is written afresh.
    "log_filename": "postgres-%a-%H.log",
    "log_rotation_age": "1h",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_file_mode": "0600",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_min_duration_statement": "1s",
    "log_checkpoints": "on",
    "log_lock_waits": "on",
    "log_startup_progress_interval": "2s",
}

# For data nobody will miss: a crash of the machine may lose the whole directory.
THROW_AWAY: Mapping[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "logging_collector": "off",
    "checkpoint_timeout": "1h",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
}

_ACCESS = (
    "# Written at every start. The socket's folder is closed, and a password is asked for.\n"
    "local all all scram-sha-256\n"
)


def save(places: Places, settings: Mapping[str, str]) -> None:
    """Write our settings (with `settings` over the defaults) and the access rule."""
    _write(places.access, _ACCESS)
    _write(places.config, render(places, settings))


def render(places: Places, settings: Mapping[str, str]) -> str:
    """The text of our settings file."""
    lines = [
        "# Written at every start: put changes into postgres.conf.user, which is read last.",
        f"hba_file = {_quoted(str(places.access))}",
        f"log_directory = {_quoted(str(places.log))}",
    ]
    merged = {**_SETTINGS, **settings}
    lines += [f"{name} = {_quoted(value)}" for name, value in merged.items()]
    lines.append(f"include_if_exists {_quoted(str(places.user_config))}")
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _write(path: Path, text: str) -> None:
    draft = path.with_name(path.name + ".draft")
    draft.write_text(text, encoding="utf-8")
    draft.chmod(0o644)
    os.replace(draft, path)
