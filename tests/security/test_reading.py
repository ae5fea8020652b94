"""Reading changes nothing: no address writes in the database when it is opened, whoever opens it."""

import pytest
from django.db import connection

from .crawl import addresses
from .matrix import CAST, MATRIX
from .moments import undone
from .test_matrix import Everybody

pytestmark = pytest.mark.django_db
READERS = ["farid", "denis", "gaelle"]  # a manager, an association, a provider: between them they open every page
READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def test_no_address_writes_when_it_is_opened(played):
    everybody, written, name = Everybody(played), set(), ""

    def watch(execute, sql, params, many, context):
        if not sql.lstrip("( ").upper().startswith(READING):
            written.add((name, sql.split()[0]))
        return execute(sql, params, many, context)

    for name, names in addresses():
        path = everybody.path(name, names, MATRIX[name][0])
        for reader in READERS:
            with connection.execute_wrapper(watch):
                answer = everybody.clients[CAST.index(reader)].get(path)
                assert not answer.streaming or list(answer.streaming_content)  # to its end: a file is closed
    assert written == set()
    with undone(), connection.execute_wrapper(watch):
        everybody.clients[CAST.index("denis")].post("/deconnexion/")
    assert {"INSERT", "DELETE"} <= {act for _, act in written}  # the control: what writes is seen
