"""What differs between two pictures: compared, the parts tell what the whole pictures tell."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from harvest_mcp.access.account import Account
from harvest_mcp.access.changes import changes
from harvest_mcp.answers.changing import Pictures, access_changes
from harvest_mcp.answers.paging import Turn
from harvest_mcp.harvest.models import Role
from harvest_mcp.history.difference import differing
from harvest_mcp.history.records import Records, picture, records
from tests.access.test_changes import in_part, whole
from tests.accounts import BEN, MAX, OLD, account, mates
from tests.history.pictures import picture_of

RENAMED = "Night and day"


@st.composite
def a_day_later(draw: st.DrawFn, account: Account) -> Account:
    """Let some of an account be as it is in another, and give some of its people and job roles another name."""
    other = draw(whole)
    users = {user.id: user for user in account.users}
    users |= {user.id: user for user in other.users if draw(st.booleans())}
    gone = draw(st.sets(st.sampled_from(sorted(users)), max_size=1)) if users else set()
    return replace(
        account,
        users=tuple(
            user.model_copy(update={"last_name": RENAMED}) if draw(st.integers(0, 4)) == 0 else user
            for user in users.values()
            if user.id not in gone
        ),
        roles=tuple(_renamed(role) if draw(st.booleans()) else role for role in account.roles),
        projects=draw(st.sampled_from((account.projects, other.projects, account.projects[1:]))),
        user_assignments=(
            *draw(st.sampled_from((account.user_assignments, account.user_assignments[1:]))),
            *(on.model_copy(update={"id": on.id + 100}) for on in other.user_assignments if draw(st.booleans())),
        ),
        teammates=draw(st.sampled_from((account.teammates, other.teammates))),
    )


def _renamed(role: Role) -> Role:
    return role.model_copy(update={"name": RENAMED})


def parts(before: Account, after: Account) -> tuple[Account, Account]:
    """The parts of two pictures, read from what differs of their records."""
    first, last = differing(records(before), records(after))
    return picture(before.id, before.as_of, first), picture(after.id, after.as_of, last)


def again(of: Account) -> Account:
    """The whole picture, written and read."""
    return picture(of.id, of.as_of, records(of))


@settings(max_examples=400)
@given(data=st.data(), before=whole)
def test_the_parts_have_the_changes_of_the_whole(data: st.DataObject, before: Account) -> None:
    """Documented: what is compared is read only in part, and nothing else is told for it, names and gaps included."""
    after = data.draw(a_day_later(before))
    if data.draw(st.booleans()):
        before, after = data.draw(in_part(before)), data.draw(in_part(after))
        after = replace(after, sight=data.draw(st.sampled_from((before.sight, after.sight))))
    wholes, small = (again(before), again(after)), parts(before, after)
    assert changes(*small) == changes(*wholes)
    everything = Turn(limit=None)
    assert access_changes(Pictures(*small, 1, 2), turn=everything) == access_changes(
        Pictures(*wholes, 1, 2), turn=everything
    )


def test_what_is_the_same_is_not_read_again() -> None:
    """Our choice: of a day on which one person's level changed, that person is all that is read of people."""
    promoted = BEN.model_copy(update={"access_roles": ("administrator",)})
    everybody = account().users
    now = account(users=tuple(promoted if user.id == BEN.id else user for user in everybody))
    before, after = parts(account(), now)
    assert (before.users, after.users) == ((BEN,), (promoted,))
    assert (after.projects, after.user_assignments, after.clients) == ((), (), ())
    assert kinds(differing(records(account()), records(account()))[0]) == {"account", "viewer", "company", "role"}


def kinds(written: Records) -> set[str]:
    """The kinds of records among these."""
    return {key.kind for key in written}


def test_a_large_day_is_compared_in_part() -> None:
    """Our choice: the same holds of an account with names, codes, money and teammates."""
    assert changes(*parts(picture_of(0), picture_of(1))) == changes(picture_of(0), picture_of(1))
    assert len(parts(picture_of(0), picture_of(1))[0].users) < len(picture_of(0).users)


def test_who_left_is_called_as_the_later_picture_still_calls_them() -> None:
    """Our choice: a manager's list of teammates, which is as it was, may be all that names a person."""
    listed = {MAX.id: mates(OLD.model_copy(update={"last_name": "Timer"}))}
    before = account(teammates=listed, user_assignments=())
    after = replace(before, users=tuple(user for user in before.users if user.id != OLD.id))
    told = access_changes(Pictures(*parts(before, after), 1, 2))
    assert {row.person.name for row in told.changes} == {"Old Timer"}
    assert told == access_changes(Pictures(again(before), again(after), 1, 2))
