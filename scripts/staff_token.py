"""Tokens for programs: `python -m scripts.staff_token make "Quầy 3" --centre trieu-son`, list, revoke."""

import argparse
import sys
from collections.abc import Sequence

from assistant.catalog.catalog import Catalog
from assistant.clock import Clock
from assistant.errors import LetanError
from assistant.settings import Settings, settings
from assistant.staff.member import Grant
from assistant.staff.roles import Role
from assistant.staff.tokens import Tokens
from assistant.store.database import migrate, open_database
from assistant.store.tokens import SqlTokens

_BY = "dòng lệnh"


def main(arguments: Sequence[str] | None = None, config: Settings | None = None) -> int:
    """Make, list or revoke tokens; a new one is printed once."""
    config = config or settings()
    asked = _parsed(arguments)
    migrate(config.sqlalchemy_url)
    database = open_database(config.sqlalchemy_url)
    try:
        return _run(asked, Tokens(SqlTokens(database), Clock(config.clock).now), config)
    except LetanError as error:
        print(error.detail, file=sys.stderr)
        return 1
    finally:
        database.dispose()


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="make a token and print it, once")
    make.add_argument("name", help="who holds it, as the history will say")
    make.add_argument("--centre", help="slug of the only centre it is good at; absent: all")
    make.add_argument("--role", choices=[role.value for role in Role], default=Role.CLERK.value)
    commands.add_parser("list", help="list the tokens that are good, without their secret")
    commands.add_parser("revoke", help="end the tokens of a name").add_argument("name")
    return parser.parse_args(arguments)


def _run(asked: argparse.Namespace, tokens: Tokens, config: Settings) -> int:
    if asked.command == "make":
        if asked.centre:
            Catalog.load(config.knowledge_dir).centre(asked.centre)
        print(tokens.make(asked.name, Grant(Role(asked.role), asked.centre), _BY))
    elif asked.command == "list":
        for name, grant in tokens.all():
            print(f"{name}\t{grant.role.value}\t{grant.centre or 'mọi trung tâm'}")
    else:
        ended = tokens.revoke(asked.name, _BY)
        print(f"Đã thu hồi {ended} mã của “{asked.name}”")
        return 0 if ended else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
