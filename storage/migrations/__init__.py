"""Alembic migrations, numbered and linear; storage/migrate.py runs them."""
