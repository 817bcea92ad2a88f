import sqlalchemy as sa

from scripts.postgres_server import PostgresServer


def test_the_wheels_server_runs_keeps_what_it_has_and_leaves_nothing_behind() -> None:
    with PostgresServer() as server:
        engine = sa.create_engine(server.new_schema(), pool_pre_ping=True)
        with engine.begin() as connection:
            folder = connection.scalar(sa.text("SHOW unix_socket_directories"))
            connection.execute(sa.text("CREATE TABLE kept AS SELECT 'đã ghi' AS text"))
        server.halt()
        server.resume()
        with engine.connect() as connection:
            assert connection.scalar(sa.text("SELECT text FROM kept")) == "đã ghi"
        engine.dispose()
        assert sa.engine.make_url(server.new_schema()).port == server.port
        assert server.folder.is_dir()
    assert not server.folder.exists()
    assert str(server.folder) == folder
