"""Run by alembic: migrates over the connection that ``schema.upgrade`` hands in."""

from alembic import context

from orderloom.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
