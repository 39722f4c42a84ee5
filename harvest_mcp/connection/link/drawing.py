"""How the link page looks: HTML for each step, whole without scripts, and nothing in it from another host.

Whatever comes from Harvest or from an error is escaped; the token is never in it.
"""

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import Final

from harvest_mcp.answers.people import access_words
from harvest_mcp.answers.text import clean
from harvest_mcp.connection.link.steps import Field, Steps, Trouble
from harvest_mcp.harvest.credentials import DEVELOPERS

HERE: Final = files("harvest_mcp.connection.link")
MARK: Final = (
    '<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"'
    ' stroke-linecap="round"><path d="M9 15l6-6"/><path d="M11 6.5l1-1a4.6 4.6 0 0 1 6.5 6.5l-1 1"/>'
    '<path d="M13 17.5l-1 1A4.6 4.6 0 0 1 5.5 12l1-1"/></svg>'
)


def step(steps: Steps, proof: str, nonce: str) -> str:
    """Draw the step that comes next."""
    match steps.step:
        case "token":
            return _page("Link your Harvest account", _token(steps, proof), nonce, steps.trouble)
        case "account":
            return _page("Choose the account", _account(steps, proof), nonce, steps.trouble)
        case "connected":
            return _page("Connected", _connected(steps), nonce)
        case "closed":
            body = "<p>Nothing was kept. You can close this tab; to try again, ask for a new link.</p>"
            return _page("This page is closed", body, nonce)


def refusal(what: str, hint: str, back: str, nonce: str) -> str:
    """Draw what is said to a request that is not let in."""
    way = f'<p><a href="{escape(back)}">Back to the page</a></p>' if back else ""
    return _page(what.rstrip("."), f"<p>{escape(hint)}</p>{way}", nonce)


def _page(title: str, body: str, nonce: str, trouble: Trouble | None = None) -> str:
    """Draw the frame; a title that tells of trouble is what a screen reader says first."""
    ahead = "Not connected: " if trouble else ""
    style = HERE.joinpath("page.css").read_text(encoding="utf-8")
    script = HERE.joinpath("page.js").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{ahead}{escape(title)} - Harvest access</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<link rel="icon" href="data:,">\n'
        f'<style nonce="{nonce}">\n{style}</style>\n</head>\n<body>\n<main>\n'
        f'<p class="mark">{MARK} Harvest access, on this computer</p>\n'
        f"<h1>{escape(title)}</h1>\n{body}\n</main>\n"
        f'<script nonce="{nonce}">\n{script}</script>\n</body>\n</html>\n'
    )


def _token(steps: Steps, proof: str) -> str:
    trouble = steps.trouble
    link = f'<a href="{DEVELOPERS}" target="_blank" rel="noopener noreferrer">{DEVELOPERS.removeprefix("https://")}</a>'
    return (
        "<p>With it, this program on your computer can say who has access to what in Harvest.</p>\n<ul>\n"
        f"<li>Make a <strong>personal access token</strong> at {link}.</li>\n"
        "<li>Make it as an <strong>administrator</strong>, if you are one: others see a part only.</li>\n"
        "<li>A token acts as you, and could write. This program only ever reads.</li>\n"
        f"<li>{_place(steps)}</li>\n</ul>\n"
        f"{_said(trouble, '')}"
        f'<form method="post" autocomplete="off">\n{_proof(proof)}'
        '<div class="field">\n<label for="token">API token</label>\n<div class="with-button">'
        '<input id="token" name="token" type="password" autocomplete="off" autocapitalize="off" spellcheck="false"'
        f'{_marked(trouble, "token", "token-hint", is_first=True)}><span id="show-place"></span></div>\n'
        '<p class="hint" id="token-hint">Harvest shows it once, when it is made. It goes to Harvest only.</p>\n'
        f"{_said(trouble, 'token')}</div>\n"
        '<div class="field">\n<label for="account_id">Account id, if you know it</label>\n'
        '<input class="short" id="account_id" name="account_id" type="text" inputmode="numeric" autocomplete="off"'
        f' value="{escape(steps.typed_id)}" aria-describedby="account-hint">\n'
        '<p class="hint" id="account-hint">Leave it empty to choose among the accounts that it opens.</p>\n</div>\n'
        f"{_file(steps)}"
        '<div class="buttons"><button class="main" name="do" value="check" data-busy="Asking…">Continue</button>'
        '<button name="do" value="cancel">Cancel</button></div>\n</form>\n'
        '<p class="foot">This page is served by your own computer, to this browser only, and closes by itself.</p>'
    )


def _account(steps: Steps, proof: str) -> str:
    trouble = steps.trouble
    choices = "".join(_choices(steps))
    return (
        f"<p>This token opens {len(steps.opened)} Harvest accounts.</p>\n{_said(trouble, '')}"
        f'<form method="post" autocomplete="off">\n{_proof(proof)}'
        f"<fieldset{_marked(trouble, 'account', '')}>\n<legend>Connect which one?</legend>\n{choices}"
        f"{_said(trouble, 'account')}</fieldset>\n{_file(steps)}"
        '<div class="buttons"><button class="main" name="do" value="connect" data-busy="Connecting…">Connect</button>'
        '<button name="do" value="again">Another token</button>'
        '<button name="do" value="cancel">Cancel</button></div>\n</form>'
    )


def _choices(steps: Steps) -> Iterator[str]:
    for number, account in enumerate(steps.opened):
        yield (
            f'<label class="choice"><input type="radio" name="account" value="{account.id}"'
            f"{' checked' if number == 0 else ''}>"
            f"<span>{escape(clean(account.name))} <small>id {account.id}</small></span></label>\n"
        )


def _connected(steps: Steps) -> str:
    account, answer = steps.connected, steps.answer
    if account is None or answer is None:
        return ""
    facts = {
        "Account": f"{answer.account.name} (id {answer.account.id})",
        "Company": answer.company or "",
        "Token of": answer.user.name,
        "Access": access_words(answer.user),
        "Can see": ", ".join(answer.can_see) or "only its owner",
        "Cannot see, or not all of it": ", ".join(answer.cannot_see),
        "What that means": answer.advice or "",
        "Kept": f"in {_kept(steps)}, as {account.name}",
    }
    told = "".join(f"<dt>{name}</dt><dd>{escape(words)}</dd>\n" for name, words in facts.items() if words)
    return (
        '<p class="done" role="status"><strong>Harvest accepted the token, and it is kept.</strong></p>\n'
        f"<dl>\n{told}</dl>\n<p>You can close this tab and go back to where you came from.</p>"
    )


def _kept(steps: Steps) -> str:
    in_file = steps.connected is not None and steps.connected.kept_in == "file"
    return "a file that only you can read" if in_file else f"the keyring ({steps.keyring})"


def _place(steps: Steps) -> str:
    if steps.offers_file:
        return "This computer has no keyring to keep it in: see below."
    if steps.kept_in == "file":
        return "It will be kept in a file that only you can read."
    return f"It will be kept in this computer's keyring ({escape(steps.keyring)})."


def _file(steps: Steps) -> str:
    if not steps.offers_file:
        return ""
    checked = " checked" if steps.in_file else ""
    return (
        '<div class="field">\n<label class="choice"><input type="checkbox" name="in_file" value="yes"'
        f"{checked}{_marked(steps.trouble, 'in_file', '')}>"
        "<span>There is no keyring: keep the token in a file that only I can read</span></label>\n"
        f"{_said(steps.trouble, 'in_file')}</div>\n"
    )


def _proof(proof: str) -> str:
    return f'<input type="hidden" name="proof" value="{proof}">\n'


def _marked(trouble: Trouble | None, field: Field, hint: str, *, is_first: bool = False) -> str:
    """Tell a screen reader what belongs to a field; the focus goes where something is wrong, or to the first."""
    wrong = trouble is not None and trouble.field == field
    described = " ".join(part for part in (f"{field}-trouble" if wrong else "", hint) if part)
    focus = wrong or (is_first and (trouble is None or not trouble.field))
    return "".join(
        (
            ' aria-invalid="true"' if wrong and field != "account" else "",
            f' aria-describedby="{described}"' if described else "",
            " autofocus" if focus and field != "account" else "",
        )
    )


def _said(trouble: Trouble | None, field: Field) -> str:
    if trouble is None or trouble.field != field:
        return ""
    name = f' id="{field}-trouble"' if field else ""
    return (
        f'<p class="trouble"{name} role="alert"><strong>{escape(clean(trouble.what, most=1_000))}</strong> '
        f"{escape(clean(trouble.hint, most=1_000))}</p>\n"
    )
