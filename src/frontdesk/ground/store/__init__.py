"""Room: PostgreSQL: the pool, named SQL, migrations, and one thin module per table group.
Comes from: flow and ability, the only floors that may touch it; app opens and closes it.
Goes to: PostgreSQL.
Never: decides anything, or runs a statement without a tenant (the few `find_` functions excepted).
"""
