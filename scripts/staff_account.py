"""Accounts of the desk: `python -m scripts.staff_account make lan.nt "Nguyễn Thị Lan" --role administrator`.

Also `password LOGIN` for a new password, and `list`. For whoever has the machine in hand: the first
administrator, and the way back in when the last one has forgotten the password.
"""

import argparse
import sys
from collections.abc import Sequence

from assistant.catalog.catalog import Catalog
from assistant.clock import Clock
from assistant.errors import LetanError
from assistant.settings import Settings, settings
from assistant.staff.accounts import Accounts
from assistant.staff.member import Grant, Member
from assistant.staff.roles import Role
from assistant.store.accounts import SqlAccounts
from assistant.store.database import migrate, open_database

_OPERATOR = Member("dòng lệnh", (Grant(Role.ADMINISTRATOR),))


def main(arguments: Sequence[str] | None = None, config: Settings | None = None) -> int:
    """Make an account, give a new password, list them; a password is printed once."""
    config = config or settings()
    asked = _parsed(arguments)
    migrate(config.sqlalchemy_url)
    database = open_database(config.sqlalchemy_url)
    try:
        _run(asked, Accounts(SqlAccounts(database), Clock(config.clock).now), config)
    except LetanError as error:
        print(error.detail, file=sys.stderr)
        return 1
    finally:
        database.dispose()
    return 0


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="make an account and print its password, once")
    make.add_argument("login", help="name to log in with: lower case, no diacritics")
    make.add_argument("name", help="the person's name, as the history will say")
    make.add_argument("--role", choices=[role.value for role in Role], action="append", required=True)
    make.add_argument("--centre", help="slug of the only centre the roles are for; absent: all")
    commands.add_parser("password", help="a new password, printed once").add_argument("login")
    commands.add_parser("list", help="list the accounts")
    return parser.parse_args(arguments)


def _run(asked: argparse.Namespace, accounts: Accounts, config: Settings) -> None:
    if asked.command == "make":
        if asked.centre:
            Catalog.load(config.knowledge_dir).centre(asked.centre)
        grants = [Grant(Role(role), asked.centre) for role in asked.role]
        _account, password = accounts.make(asked.login, asked.name, grants, _OPERATOR)
        print(password)
    elif asked.command == "password":
        print(accounts.reset_password(asked.login, _OPERATOR))
    else:
        for account in accounts.seen_by(_OPERATOR):
            roles = ", ".join(f"{grant.role.value}@{grant.centre or '*'}" for grant in account.grants)
            print(f"{account.login}\t{account.name}\t{roles}\t{'mở' if account.active else 'khóa'}")


if __name__ == "__main__":
    sys.exit(main())
