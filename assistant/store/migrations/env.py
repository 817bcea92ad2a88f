"""Alembic's entry: runs the migrations on the address that `migrate` gives."""

from alembic import context

from assistant.store.database import open_database
from assistant.store.schema import metadata

engine = open_database(context.config.get_main_option("sqlalchemy.url") or "", hurried=False)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
