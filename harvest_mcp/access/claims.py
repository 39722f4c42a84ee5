"""What somebody's claims grant beyond everything else that Harvest says of their access."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from harvest_mcp.access.holding import Bearer, place, stated_reach
from harvest_mcp.access.permissions import RULES, Permission


def claims_beyond(bearer: Bearer) -> Mapping[str, Sequence[Permission]]:
    """Give each claim that surely grants more than level, extras or a built-in profile do, with the permissions.

    A custom profile states nothing, so that all its claims grant is more. Archived people come back with theirs.
    """
    found: defaultdict[str, list[Permission]] = defaultdict(list)
    for rule in RULES.values():
        stated = place(stated_reach(rule, bearer))
        for claim in bearer.claims or ():
            cell = rule.claims.get(claim)
            if cell is not None and cell.certain and place(cell.reach) > stated:
                found[claim].append(rule.id)
    return dict(sorted(found.items()))
