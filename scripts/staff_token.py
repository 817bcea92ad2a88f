"""Tokens for clerks: `python -m scripts.staff_token make "Quầy 3" --centre trieu-son`, list, revoke."""

import argparse
import sys
from collections.abc import Sequence

from assistant.catalog.catalog import Catalog, UnknownCentre
from assistant.clock import Clock
from assistant.queue.clerks import Clerks
from assistant.settings import Settings, settings
from assistant.store.database import migrate, open_database
from assistant.store.staff_tokens import SqlTokens


def main(arguments: Sequence[str] | None = None, config: Settings | None = None) -> int:
    """Make, list or revoke tokens; a new one is printed once."""
    config = config or settings()
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="make a token and print it, once")
    make.add_argument("name", help="who holds it, as the history will say")
    make.add_argument("--centre", help="slug of the only centre it is good at; absent: all")
    commands.add_parser("list", help="list the tokens that are good, without their secret")
    commands.add_parser("revoke", help="end the tokens of a name").add_argument("name")
    asked = parser.parse_args(arguments)
    migrate(config.sqlalchemy_url)
    database = open_database(config.sqlalchemy_url)
    clerks = Clerks(SqlTokens(database), Clock(config.clock).now)
    try:
        return _run(asked, clerks, config)
    except UnknownCentre as error:
        print(error.detail, file=sys.stderr)
        return 1
    finally:
        database.dispose()


def _run(asked: argparse.Namespace, clerks: Clerks, config: Settings) -> int:
    if asked.command == "make":
        if asked.centre:
            Catalog.load(config.knowledge_dir).centre(asked.centre)
        print(clerks.make(asked.name, asked.centre))
    elif asked.command == "list":
        for name, centre in clerks.tokens.names():
            print(f"{name}\t{centre or 'mọi trung tâm'}")
    else:
        ended = clerks.revoke(asked.name)
        print(f"Đã thu hồi {ended} mã của “{asked.name}”")
        return 0 if ended else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
