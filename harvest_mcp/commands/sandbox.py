"""The verb `sandbox`: the invented company on a loopback port, for other programs to be tried on."""

import errno
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Annotated, Final, Literal

import typer
import uvicorn
from typing_extensions import override

from harvest_mcp.commands.words import WRONG_USE, complain, say
from harvest_mcp.connection.finding import SANDBOX_ACCOUNT, SANDBOX_TOKEN
from harvest_mcp.sandbox import KINDS, Company, Fault, Sandbox, example_company, made_up_company

Generation = Literal["legacy", "access_roles", "profiles"]
Host = Literal["127.0.0.1", "localhost", "::1"]

TOKENS: Final = {
    SANDBOX_TOKEN: "sees everything",
    "sandbox-people-manager": "a manager with assigned people",
    "sandbox-project-manager": "a manager of projects only",
    "sandbox-member": "a member",
}
PEOPLE_PER_PROJECT: Final = 5
ASSIGNMENTS_PER_PERSON: Final = 6
"""What a made-up company of any size is like."""


def sandbox(
    *,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0: any that is free.")] = 0,
    host: Annotated[Host, typer.Option(help="Only this machine can ask it.")] = "127.0.0.1",
    generation: Annotated[
        Generation, typer.Option(help="How its people's permissions are written, of Harvest's three ways.")
    ] = "access_roles",
    fault: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND[:PATH]",
            help=f"Let it fail, everywhere or where a path ends so (reset:/users): {', '.join(KINDS)}.",
        ),
    ] = None,
    people: Annotated[
        int | None, typer.Option(min=1, max=100_000, metavar="N", help="Make up a company of this size instead.")
    ] = None,
) -> None:
    """Serve an invented company to other programs, as Harvest would.

    It answers like Harvest's API v2, rate limit and all, and says which variables to set. Ctrl-C ends it.
    """
    faults = [_fault(said) for said in fault or ()]
    listener = _listener(host, port)
    served = Sandbox(_company(people), generation=generation, base_url=None, faults=faults)
    config = uvicorn.Config(served, log_level="critical", access_log=False, lifespan="off", timeout_graceful_shutdown=0)
    introduce = partial(_introduce, host, listener.getsockname()[1], served.company)
    with suppress(KeyboardInterrupt):  # which is how it is meant to end
        _Server(config, introduce).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Introduces itself once Ctrl-C is its own to take: who reads that it ends it may press it at once."""

    def __init__(self, config: uvicorn.Config, introduce: Callable[[], None]) -> None:
        super().__init__(config)
        self._introduce = introduce

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._introduce()


def _company(people: int | None) -> Company:
    if people is None:
        return example_company()
    return made_up_company(
        people=people, projects=max(1, people // PEOPLE_PER_PROJECT), assignments=people * ASSIGNMENTS_PER_PERSON
    )


def _fault(said: str) -> Fault:
    kind, _, path = said.partition(":")
    known = next((known for known in KINDS if known == kind), None)
    if known is None:
        raise typer.BadParameter(f"{kind!r} is no fault: choose one of {', '.join(KINDS)}.", param_hint="--fault")
    return Fault(known, path)


def _listener(host: Host, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "is taken" if taken else f"cannot be opened: {os.strerror(error.errno or 0)}"
        complain(f"Port {port} of {host} {why}.", "Choose another with --port, or leave it out to get a free one.")
        raise typer.Exit(WRONG_USE) from None


def _introduce(host: Host, port: int, company: Company) -> None:
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    say(("The sandbox answers at ", ""), (address, "bold"), ("; Ctrl-C ends it. Where you ask from, set:", ""))
    say()
    for name, value in {
        "HARVEST_API_URL": f"{address}/v2",
        "HARVEST_ID_URL": f"{address}/api/v2",
        "HARVEST_ACCESS_TOKEN": SANDBOX_TOKEN,
        "HARVEST_ACCOUNT_ID": str(SANDBOX_ACCOUNT),
    }.items():
        say(f'  $env:{name}="{value}"' if os.name == "nt" else f"  export {name}={value}")
    say()
    say("Its tokens, to see it as different people do:")
    for token, who in TOKENS.items():
        if token in company.tokens:
            say(f"  {token:<24} {who}")
