"""Alembic's entry: one connection, plain SQL inside, the URL from DATABASE_URL or the caller."""

import os

import psycopg
from alembic import context
from sqlalchemy import create_engine, pool


def database_url() -> str:
    url = context.config.attributes.get("url") or os.environ.get("DATABASE_URL", "")
    if not url:
        raise SystemExit("alembic: set DATABASE_URL (frontdesk migrate sets it for you)")
    return str(url)


def run_migrations() -> None:
    url = database_url()
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=pool.NullPool
    )
    with engine.connect() as connection:
        context.configure(connection=connection, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
