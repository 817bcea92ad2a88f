import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from assistant.store import database as store
from assistant.store.database import migrate, open_database
from assistant.store.schema import metadata

MIGRATIONS = store.Path(store.__file__).parent / "migrations"


def tables_of(url: str) -> set[str]:
    engine = open_database(url)
    names = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    return names


def test_the_migrated_schema_is_that_of_the_tables(database: sa.Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_a_missing_column_would_be_seen(database: sa.Engine) -> None:
    with database.begin() as connection:
        connection.execute(sa.text("ALTER TABLE turn DROP COLUMN procedure_code"))
    with database.connect() as connection:
        (difference,) = compare_metadata(MigrationContext.configure(connection), metadata)
    assert difference[0] == "add_column"


def test_constraints_have_the_names_of_the_tables(database: sa.Engine) -> None:
    """Later migrations name them to change them."""
    inspector = sa.inspect(database)
    for table in metadata.sorted_tables:
        assert inspector.get_pk_constraint(table.name)["name"] == table.primary_key.name
        unique = {c.name for c in table.constraints if isinstance(c, sa.UniqueConstraint)}
        assert {c["name"] for c in inspector.get_unique_constraints(table.name)} == unique
        foreign = {c.name for c in table.constraints if isinstance(c, sa.ForeignKeyConstraint)}
        assert {c["name"] for c in inspector.get_foreign_keys(table.name)} == foreign


def test_the_second_migration_has_nothing_to_do_and_keeps_what_is_there(url: str) -> None:
    assert migrate(url) is True
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO tracker (conversation_id, content) VALUES ('c_1', 'nội dung')")
        )
    assert migrate(url) is False
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT content FROM tracker")) == "nội dung"
    engine.dispose()


def test_a_downgrade_takes_everything_back_and_can_be_undone(url: str) -> None:
    migrate(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.downgrade(config, "base")
    assert tables_of(url) == {"alembic_version"}
    assert migrate(url) is True
    assert tables_of(url) == {"alembic_version", *metadata.tables}


def test_an_address_may_hold_a_percent_sign(tmp_path: store.Path) -> None:
    file = tmp_path / "100%d" / "letan.db"
    assert migrate(f"sqlite:///{file}") is True
    assert file.is_file()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 5000)]
)
def test_every_sqlite_connection_is_set_up(tmp_path: store.Path, pragma: str, value: str | int) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'letan.db'}")
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            assert connection.scalar(sa.text(f"PRAGMA {pragma}")) == value
    engine.dispose()


def test_an_error_does_not_tell_what_was_to_be_written(database: sa.Engine) -> None:
    number = "001099012345"
    twice = sa.text("INSERT INTO tracker VALUES ('c_1', :told), ('c_1', :told)")
    with pytest.raises(sa.exc.IntegrityError) as failed, database.begin() as connection:
        connection.execute(twice, {"told": number})
    assert number not in str(failed.value)
