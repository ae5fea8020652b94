"""The demonstration has a database of its own: played there once, found again by each module that asks for it."""

from django.db import connection

SUFFIX = "demonstration"
IN_MEMORY = f"file:{SUFFIX}?mode=memory&cache=shared"


class Stage:
    """The copy of the tests' database where the demonstration is played, and the way there and back."""

    def __init__(self):
        self.opened, self.house, self.name, self.scene = {}, "", "", None

    @property
    def is_on(self) -> bool:
        """Whether the connection leads there now."""
        return self.house != ""

    def enter(self, play):
        """Connect there; the first time `play()` stores the scene, whole or not at all, and says what it is."""
        self.name = self.name or copy()
        self.house = connection.settings_dict["NAME"]
        self.go(self.name)
        try:
            if self.scene is None:
                self.scene = self.set(play)
            self.tidy()
        except BaseException:
            self.leave()
            raise

    def leave(self):
        """Connect to the tests' database again."""
        self.go(self.house)
        self.house = ""

    def go(self, name):
        """Let the connection lead to another database; one in memory is there as long as it is open."""
        connection.close()
        self.opened[connection.settings_dict["NAME"]] = connection.connection
        connection.settings_dict["NAME"], connection.connection = name, self.opened.get(name)

    def set(self, play):
        """Play, in tables that are there and empty."""
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            self.opened[self.house].backup(connection.connection)
        return play()

    def tidy(self):
        """Let PostgreSQL take away the rows that tests have undone, and know how full the tables are."""
        if connection.vendor == "postgresql":
            connection.cursor().execute("VACUUM ANALYZE")

    def strike(self):
        """Leave nothing on the server."""
        if self.name and connection.vendor == "postgresql":
            connection.creation.destroy_test_db(suffix=SUFFIX, verbosity=0)


def copy() -> str:
    """The name of a copy of the tests' database; SQLite's is filled by its first visitor."""
    if connection.vendor == "sqlite":
        return IN_MEMORY
    connection.creation.clone_test_db(suffix=SUFFIX, verbosity=0)
    return connection.creation.get_test_db_clone_settings(SUFFIX)["NAME"]


demonstration = Stage()
