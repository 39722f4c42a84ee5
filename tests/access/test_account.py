"""One picture of an account, and what it is looked up by."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from harvest_mcp.access.account import Account
from harvest_mcp.access.sight import PARTS, WHOLE, Sight
from harvest_mcp.access.standing import Standing
from harvest_mcp.harvest.models import Role
from tests.accounts import ANN, APP, ASSIGNMENTS, BEN, GONE, MAX, NEW, OLD, SITE, account, assigned, mates, person


def test_threads_that_ask_at_the_same_time_are_given_the_same() -> None:
    """Our choice: what is derived may be told apart by who it is, such as the rows of a picture."""
    small, began, may_end = account(), Event(), Event()
    first = iter([True])

    def make(_: Account) -> object:
        if next(first, False):
            began.set()
            assert may_end.wait(20)
        return object()

    with ThreadPoolExecutor(1) as thread:
        slow = thread.submit(small.derive, make)
        assert began.wait(20)
        made = small.derive(make)
        may_end.set()
        assert slow.result() is made
    assert small.derive(make) is made


def test_things_are_found_by_id() -> None:
    """Our choice: built once, then a dictionary access."""
    small = account()
    assert small.users_by_id[13] is BEN
    assert small.projects_by_id[23] is GONE
    assert small.users_by_id is small.users_by_id


def test_each_person_has_a_standing() -> None:
    """Our choice: read once for the whole picture."""
    assert account().standings[15] == Standing("member", unknown=("workforce_planner",), generation="access_roles")


def test_assignments_are_found_from_both_ends_in_harvests_order() -> None:
    """Documented: an assignment joins a person and a project; archived ones are kept."""
    small = account()
    assert [on.id for on in small.assignments_of_user[BEN.id]] == [52, 53, 55]
    assert [on.id for on in small.assignments_of_project[SITE.id]] == [51, 52, 54]
    assert [on.id for on in small.assignments_of_user[MAX.id]] == [51, 56]
    assert ANN.id not in small.assignments_of_user


def test_job_roles_join_what_people_and_what_roles_say() -> None:
    """Documented: people hold names, job roles hold ids; a token may see only one of the two."""
    seen = account(roles=(Role(id=1, name="Writer", user_ids=(BEN.id, MAX.id, 999)), Role(id=2, name="Design")))
    assert seen.job_roles_of_user == {
        BEN.id: ("Writer",),
        MAX.id: ("Design", "Writer"),
        NEW.id: ("Design", "Night shift"),
        999: ("Writer",),
    }


def test_managers_of_a_person_are_those_who_have_them_as_a_teammate() -> None:
    """Documented: Harvest tells teammates by manager; here they are turned round."""
    lead = person(16, "Lea")
    small = account(users=(ANN, MAX, BEN, OLD, lead), teammates={MAX.id: mates(BEN, OLD), lead.id: mates(MAX, BEN)})
    assert small.managers_of_user == {BEN.id: (MAX.id, lead.id), OLD.id: (MAX.id,), MAX.id: (lead.id,)}


def test_an_assignment_counts_where_it_its_project_and_its_person_are_active() -> None:
    """Unsourced: whether archiving a project or a person also archives the rows; so all three are looked at."""
    small = account()
    assert [on.id for on in ASSIGNMENTS if small.is_effective(on)] == [51, 52, 53]


def test_what_is_out_of_sight_is_not_taken_for_archived() -> None:
    """Documented: absent is not no; a manager sees assignments of people whose profile they do not see."""
    blind = account(MAX, users=(MAX,), projects=())
    assert blind.is_active_person(BEN.id)
    assert blind.is_active_project(APP.id)
    assert blind.is_effective(assigned(60, APP, BEN))
    assert not blind.is_effective(assigned(60, APP, BEN, is_active=False))


def test_a_picture_shows_itself_by_its_name_only() -> None:
    """Our choice: whatever prints it, be it a traceback, prints neither people nor money nor thousands of rows."""
    assert repr(account()) == "<Account 1 as of 2026-11-24T09:30:00Z>"


def test_a_picture_is_complete_where_every_part_is_whole() -> None:
    """Documented: `complete` is false where the token could not see everything."""
    assert account().complete
    assert not account(sight=dict.fromkeys(PARTS, WHOLE) | {"clients": Sight("partial", "why", "who")}).complete
    assert not account(MAX).complete
