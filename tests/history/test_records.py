"""Records: a picture written small and read back as it was."""

from dataclasses import fields, replace
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from harvest_mcp.access.account import Account
from harvest_mcp.access.sight import forbidden
from harvest_mcp.harvest.models import Client, Project, Role, User, UserAssignment
from harvest_mcp.history.records import MONEY, Key, digest, picture, records
from tests.access.worlds import accounts, seen_less
from tests.accounts import ASSIGNMENTS, BEN, ROLES, SITE, account, mates

worlds = st.one_of(accounts(), accounts().flatmap(seen_less))


def in_order(of: Account) -> Account:
    """The same picture with the newest first, as Harvest lists them, and nobody who manages nobody."""
    return replace(
        of,
        users=_newest_first(of.users),
        roles=_newest_first(
            tuple(role.model_copy(update={"user_ids": tuple(sorted(role.user_ids))}) for role in of.roles)
        ),
        projects=_newest_first(of.projects),
        user_assignments=_newest_first(of.user_assignments),
        clients=_newest_first(of.clients),
        teammates={
            manager: tuple(sorted(mates, key=lambda mate: mate.id)) for manager, mates in of.teammates.items() if mates
        },
    )


Thing = TypeVar("Thing", User, Role, Project, UserAssignment, Client)


def _newest_first(things: tuple[Thing, ...]) -> tuple[Thing, ...]:
    age = [(thing.created_at.timestamp() if thing.created_at else -1.0, thing.id, thing) for thing in things]
    return tuple(thing for _, _, thing in sorted(age, key=lambda of: of[:2], reverse=True))


def told(of: Account) -> dict[str, object]:
    """Every part of a picture, and of each record which fields Harvest sent."""
    return {part.name: _told(getattr(of, part.name)) for part in fields(of)}


def _told(value: object) -> object:
    match value:
        case BaseModel():
            return value, frozenset(value.model_fields_set)
        case tuple():
            return [_told(part) for part in value]
        case dict():
            return {key: _told(part) for key, part in value.items()}
        case _:
            return value


@given(account=worlds)
def test_a_picture_comes_back_as_it_was(account: Account) -> None:
    """Documented: every access question works at a past moment, so nothing that one rests on may be missing."""
    again = picture(account.id, account.as_of, records(account, with_rates=True))
    assert told(again) == told(in_order(account))


def test_so_does_one_with_names_codes_and_dates() -> None:
    """Our choice: names beside ids, job roles, mates and what Harvest left out."""
    small = account(sight={"company": forbidden("company")}, company=None)
    assert told(picture(1, small.as_of, records(small))) == told(in_order(small))


def test_who_is_out_of_sight_keeps_the_name_that_others_mention() -> None:
    """Our choice: a project and a person of which there is only an assignment, a mate without a record."""
    less = account(BEN, users=(BEN,), projects=(), roles=ROLES)
    again = picture(1, less.as_of, records(less))
    assert told(again) == told(in_order(less))
    assert again.name_of_project(SITE.id) == "Site"
    assert again.name_of_person(12) == "Max Müller"


@given(account=worlds)
def test_the_hash_does_not_depend_on_the_order_of_lists(account: Account) -> None:
    """Documented: SHA-256 of canonical content."""
    shuffled = replace(
        account,
        users=tuple(reversed(account.users)),
        user_assignments=tuple(reversed(account.user_assignments)),
        projects=tuple(reversed(account.projects)),
    )
    assert digest(records(shuffled)) == digest(records(account))


def test_the_hash_tells_any_change() -> None:
    """Our choice: a name, an e-mail or a mark more is other content."""
    renamed = account(users=(BEN.model_copy(update={"email": "other@example.com"}),))
    assert len({digest(records(of)) for of in (account(), account(users=(BEN,)), renamed)}) == 3
    assert digest(records(account())) == "3adbefcbf9c95c4000090f6805cb38c7d27bfbaf5f4f1d0317245d9014b486ca"


def test_no_money_is_written_unless_asked_for() -> None:
    """Documented: rates are never in it unless asked for; what tells of them is not either."""
    rich = {"hourly_rate": 77.0, "default_hourly_rate": 77.0, "cost_rate": 77.0, "fee": 77.0, "budget": 77.0}
    priced = account(
        users=(BEN.model_copy(update={key: rich[key] for key in ("default_hourly_rate", "cost_rate")}),),
        projects=(
            SITE.model_copy(update={**{key: rich[key] for key in ("hourly_rate", "fee", "budget")}, "cost_budget": 77}),
        ),
        user_assignments=(ASSIGNMENTS[0].model_copy(update={"hourly_rate": 77.0}),),
    )
    bare, whole = "".join(records(priced).values()), "".join(records(priced, with_rates=True).values())
    assert "77" not in bare
    assert not any(f'"{word}"' in bare for word in MONEY)
    assert all(f'"{word}":77' in whole for word in MONEY)


def test_a_name_is_written_once() -> None:
    """Our choice: an assignment names neither of the two that have records, so that a renaming is one record."""
    written = records(account())
    everybody = tuple(
        user.model_copy(update={"first_name": "Benjamin"}) if user.id == BEN.id else user for user in account().users
    )
    mates_of_max = {12: mates(*(user for user in everybody if user.id in {13, 14}))}
    renamed = records(account(users=everybody, teammates=mates_of_max))
    assert {key for key, body in renamed.items() if written.get(key) != body} == {Key("user", BEN.id, BEN.id)}
