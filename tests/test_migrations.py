"""Tests make their tables from the models, which is quick; what is installed is made by the migrations: the same."""

import os
import subprocess
import sys
from contextlib import closing

import dj_database_url
import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import ConnectionHandler

from dla_collectif.services import triggers

FRESH = "migrated_from_nothing"
KIND = ("columns", "primary_key", "unique", "foreign_key", "check", "index")


@pytest.fixture
def fresh(db, tmp_path):
    """A connection to a new database of the same kind, empty."""
    url = f"sqlite:///{tmp_path}/db.sqlite3"
    if connection.vendor == "postgresql":
        given = os.environ["DATABASE_URL"].rpartition("/")[0]
        alone = ConnectionHandler({"default": dj_database_url.parse(f"{given}/postgres")})["default"]
        url = f"{given}/{FRESH}"
        alone.cursor().execute(f"CREATE DATABASE {FRESH}")
    with closing(ConnectionHandler({"default": dj_database_url.parse(url)})["default"]) as made:
        yield made, url
    if connection.vendor == "postgresql":
        alone.cursor().execute(f"DROP DATABASE {FRESH}")
        alone.close()


def shape(database) -> dict:
    """{table: (columns, constraints and indexes)} as the database tells them, whatever their names and order."""
    found = {}
    with database.cursor() as cursor:
        for table in database.introspection.table_names(cursor):
            if table.startswith(("auth_", "django_")):  # Django's own, which we never change
                continue
            columns = database.introspection.get_table_description(cursor, table)
            rules = database.introspection.get_constraints(cursor, table).values()
            found[table] = (
                sorted((one.name, str(one.type_code), one.null_ok, one.display_size) for one in columns),
                sorted(repr([rule[key] for key in KIND]) for rule in rules),
            )
    return found


def test_migrations_make_what_the_models_say(fresh, tmp_path):
    made, url = fresh
    own = {"DATABASE_URL": url, "DLA_VAR": str(tmp_path), "DLA_DEMO": "1"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=os.environ | own, check=True)
    expected = shape(connection)
    assert len(expected) > 80
    assert shape(made) == expected
    assert triggers.missing(made) == triggers.missing(connection) == []
