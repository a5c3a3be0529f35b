"""The installation's database turned into findings: reached, recent, closed, migrated, on time."""

from collections.abc import Iterator

import psycopg

from frontdesk.app import place
from frontdesk.app.doctor.finding import Finding, failed, judge
from frontdesk.ground.store import inspection, migrate
from frontdesk.ground.store.db import APP_ROLE
from frontdesk.ground.store.inspection import Inspected
from frontdesk.ground.words.problems import Problem

LEAST_VERSION = 16
MOST_SKEW_S = 2.0


def examine_database(url: str) -> Iterator[Finding]:
    """Every finding about the database at `url`; the first one alone when it does not answer."""
    try:
        found_version = place.load_version(url)
        seen = inspection.inspect(url)
    except Problem as problem:
        yield failed("database", problem)
        return
    except psycopg.Error as error:
        yield Finding("database", False, _first_line(error), "check the rights of DATABASE_URL")
        return
    yield judge(
        "database",
        seen.version >= LEAST_VERSION,
        f"PostgreSQL {seen.version_text} answers",
        f"use PostgreSQL {LEAST_VERSION} or later",
    )
    yield judge(
        "migrations",
        found_version == migrate.newest(),
        f"the tables are at version {found_version or 'none'} of {migrate.newest()}",
        "run `frontdesk migrate`",
    )
    if found_version is None:
        return
    yield _role(seen)
    yield judge(
        "row security",
        not seen.open_tables,
        f"{seen.closed_tables} tables are closed by row-level security"
        + (f"; open: {', '.join(seen.open_tables)}" if seen.open_tables else ""),
        "alter table ... enable row level security, and give each a policy on tenant_id",
    )
    yield _isolation(url)
    yield judge(
        "clock",
        abs(seen.skew_s) <= MOST_SKEW_S,
        f"the database's clock differs by {abs(seen.skew_s):.2f} s",
        "synchronise the clocks of both machines (chrony, systemd-timesyncd)",
    )


def _role(seen: Inspected) -> Finding:
    role = seen.role
    powers = [
        power
        for holds, power in (
            (role.superuser, "is superuser"),
            (role.bypasses_rls, "bypasses row security"),
            (role.owns_tables, "owns tables"),
        )
        if holds
    ]
    ok = role.exists and not powers
    said = f"{APP_ROLE} " + (", ".join(powers) if powers else "has no powers of its own")
    return judge(
        "roles",
        ok,
        said if role.exists else f"there is no role {APP_ROLE}",
        f"ALTER ROLE {APP_ROLE} NOSUPERUSER NOBYPASSRLS, and let another role own the tables"
        if role.exists
        else "run `frontdesk migrate`",
    )


def _isolation(url: str) -> Finding:
    try:
        leaked = inspection.prove_isolation(url)
    except psycopg.Error as error:
        return Finding("tenants apart", False, _first_line(error), "run `frontdesk migrate`")
    said = leaked or "tried live: one tenant can neither read nor write what is another's"
    fix = "stop serving; find out which policy is missing"
    return judge("tenants apart", leaked is None, said, fix)


def _first_line(error: psycopg.Error) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
