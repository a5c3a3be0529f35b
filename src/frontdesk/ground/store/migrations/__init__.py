"""Room: how the schema changes: Alembic versions that run plain SQL files, up and down.
Comes from: `frontdesk migrate` and `alembic`.
Goes to: PostgreSQL, as the role that owns the schema.
Never: holds a query of the running service.
"""
