"""Laws of merging: whatever a configuration holds and however it is laid out, all of it is kept."""

import json
import tomllib
from typing import Any

import json5
import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.commands.hosts import jsonc, toml
from harvest_mcp.commands.hosts.entry import document_of
from harvest_mcp.commands.hosts.installed import Command
from harvest_mcp.commands.hosts.merging import merged
from harvest_mcp.commands.hosts.table import HOSTS
from harvest_mcp.harvest.errors import BadQuestion

VSCODE = document_of(HOSTS["vscode"], "harvest", Command("/bin/harvest-mcp"), ["serve"], from_environment=True)
CODEX = document_of(HOSTS["codex"], "harvest", Command("/bin/harvest-mcp"), ["serve"], from_environment=True)

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
PLAIN = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e4, 1e4, width=16) | TEXT
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3))
SERVERS = st.dictionaries(TEXT.filter(lambda name: name != "harvest"), VALUES, max_size=3)
GAPS = st.sampled_from(["", " ", "\n", "\r\n", "\n\t ", "/* note */", "// note }\n", ' /* "{ */ ', "\n    // ,\r\n"])


@st.composite
def documents(draw: st.DrawFn, servers: str = "servers") -> dict[str, Any]:
    """A configuration with anything in it, in any order, and perhaps servers and inputs."""
    found = draw(st.dictionaries(TEXT, VALUES, max_size=4))
    found |= draw(st.fixed_dictionaries({}, optional={servers: SERVERS, "inputs": st.lists(VALUES, max_size=2)}))
    return dict(draw(st.permutations(list(found.items()))))


@st.composite
def laid_out(draw: st.DrawFn, value: Any) -> str:  # noqa: ANN401  (JSON)
    """A value as somebody may have written it: comments and space anywhere, and commas after the last of several."""

    def gap() -> str:
        return draw(GAPS)

    def write(value: Any) -> str:  # noqa: ANN401  (JSON)
        if isinstance(value, dict):
            members = [
                f"{gap()}{json.dumps(name, ensure_ascii=False)}{gap()}:{gap()}{write(inner)}{gap()}"
                for name, inner in value.items()
            ]
        elif isinstance(value, list):
            members = [f"{gap()}{write(inner)}{gap()}" for inner in value]
        else:
            return json.dumps(value, ensure_ascii=False)  # json5 does not join the halves of an escaped letter
        comma = draw(st.sampled_from(["", ","])) if members else ""
        inner = ",".join(members) + comma + gap()
        return f"{{{inner}}}" if isinstance(value, dict) else f"[{inner}]"

    return f"{draw(GAPS)}{write(value)}{draw(GAPS)}"


def with_ours(document: dict[str, Any], wanted: dict[str, Any], servers: str) -> dict[str, Any]:
    """What must be there afterwards."""
    inputs = [*document.get("inputs", []), *wanted["inputs"]] if "inputs" in wanted else document.get("inputs")
    merged = {**document, servers: {**document.get(servers, {}), **wanted[servers]}}
    return merged if inputs is None else {**merged, "inputs": inputs}


@given(st.data())
def test_all_of_any_json_is_kept_with_every_comment(data: st.DataObject) -> None:
    """Documented: other servers, other keys, order and comments; an independent reader finds what it should."""
    document = data.draw(documents())
    text = data.draw(laid_out(document))
    after = merged(text.encode(), VSCODE, form=jsonc, servers="servers", name="harvest").content.decode()
    found = json5.loads(after)
    assert found == with_ours(document, VSCODE, "servers")
    assert [name for name in found if name in document] == list(document)
    rest = iter(after)
    assert all(letter in rest for letter in text)  # nothing of it is lost, and all of it is in its order


@given(documents(), st.sampled_from([None, 2, 4, "\t"]), st.booleans())
def test_plain_json_stays_plain(document: dict[str, Any], indent: int | str | None, ascii_only: bool) -> None:  # noqa: FBT001
    """Our choice: a host that knows no comments and no commas too many reads it as before."""
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    after = merged(text.encode(), VSCODE, form=jsonc, servers="servers", name="harvest").content
    assert json.loads(after) == with_ours(document, VSCODE, "servers")


@given(documents())
def test_merging_again_changes_nothing(document: dict[str, Any]) -> None:
    """Our choice: so that running it twice does no harm."""
    once = merged(json.dumps(document, indent=2).encode(), VSCODE, form=jsonc, servers="servers", name="harvest")
    again = merged(once.content, VSCODE, form=jsonc, servers="servers", name="harvest")
    assert again == once


def without_nothing(value: Any) -> Any:  # noqa: ANN401  (JSON)
    """The same without nulls, which TOML does not have."""
    if isinstance(value, dict):
        return {name: without_nothing(inner) for name, inner in value.items() if inner is not None}
    return [without_nothing(inner) for inner in value if inner is not None] if isinstance(value, list) else value


@given(documents("mcp_servers").map(without_nothing))
def test_all_of_any_toml_is_kept(document: dict[str, Any]) -> None:
    """Documented: an independent reader finds what it should; where the form does not allow it, it is refused."""
    text = tomlkit.dumps(document)
    after = merged(text.encode(), CODEX, form=toml, servers="mcp_servers", name="harvest").content.decode()
    assert tomllib.loads(after) == with_ours(tomllib.loads(text), CODEX, "mcp_servers")


LAID_OUT = {
    "nothing else": ("{}", '{\n  "s": {\n    "h": 1\n  }\n}'),
    "no servers yet": ('{\n    "a": 1\n}\n', '{\n    "a": 1,\n    "s": {\n        "h": 1\n    }\n}\n'),
    "no server yet": ('{\n\t"s": {}\n}\n', '{\n\t"s": {\n\t\t"h": 1\n\t}\n}\n'),
    "on one line": ('{"a": 1, "s": {"x": 2}}', '{"a": 1, "s": {"x": 2, "h": 1}}'),
    "a comment behind the last": (
        '{\n  "s": {\n    "x": 2 // two\n  }\n}',
        '{\n  "s": {\n    "x": 2, // two\n    "h": 1\n  }\n}',
    ),
    "a comma behind the last": (
        '{\n  "s": {\n    "x": 2, // two\n  },\n}',
        '{\n  "s": {\n    "x": 2, // two\n    "h": 1\n  },\n}',
    ),
    "another value": ('{\n  "s": {"h": 0 /* old */}\n}', '{\n  "s": {"h": 1 /* old */}\n}'),
    "the same name twice": ('{"s": {"h": 0}, "s": {"h": 0}}', '{"s": {"h": 0}, "s": {"h": 1}}'),
}


@pytest.mark.parametrize(("before", "after"), LAID_OUT.values(), ids=LAID_OUT)
def test_what_is_added_is_laid_out_as_its_neighbours_are(before: str, after: str) -> None:
    """Our choice: it looks as if the person had written it; of a name that stands twice the last one counts."""
    there = jsonc.read(before)
    path, value = (("s", "h"), 1) if "s" in there else (("s",), {"h": 1})
    assert jsonc.put(before, path, value) == after


TOML = {
    "nothing": "",
    "no line end": "[a]\nb = 1 # x",
    "a table in a line": 'mcp_servers = { other = { command = "o" } } # them\n',
    "dotted": 'mcp_servers.other.command = "o"\n[x]\ny = 1\n',
    "scattered": '[mcp_servers.a]\ncommand = "a"\n\n[z]\nq = nan\n\n[mcp_servers.b]\ncommand = "b"\n',
    "a list of tables": "[[a]]\nb = 1\n[[a]]\nb = 2\n",
    "an empty table": "[mcp_servers]\n",
    "ours, scattered": '[mcp_servers.harvest]\ncommand = "harvest-mcp"\n[b]\nc=1\n[mcp_servers.harvest.env]\nX="1"\n',
    "ours, in a line": 'mcp_servers = { harvest = { command = "harvest-mcp", env = { X = "1" } } }\n',
    "ours, dotted": 'mcp_servers.harvest.command = "harvest-mcp"\nmodel = "x"\n',
}


@pytest.mark.parametrize("text", TOML.values(), ids=TOML)
def test_toml_is_merged_however_its_tables_are_written(text: str) -> None:
    """Documented by TOML: a table has many spellings."""
    after = merged(text.encode(), CODEX, form=toml, servers="mcp_servers", name="harvest").content.decode()
    found = tomllib.loads(after, parse_float=str)
    entry = found["mcp_servers"].pop("harvest")
    assert entry == {**tomllib.loads(text).get("mcp_servers", {}).get("harvest", {}), **CODEX["mcp_servers"]["harvest"]}
    there = tomllib.loads(text, parse_float=str)
    there.setdefault("mcp_servers", {}).pop("harvest", None)
    assert found == there
    assert [line for line in text.splitlines() if "harvest" not in line and line not in after] == [
        line for line in text.splitlines() if line.startswith("mcp_servers = {") and "harvest" not in line
    ]


def test_what_the_editor_of_toml_would_spoil_is_refused() -> None:
    """Known gap of tomlkit: a comment before the end of a list, and dotted names; so each change is read again."""
    spoilt = '[mcp_servers.harvest]\ncommand = "harvest-mcp"\nenv_vars = [\n  "A"\n  # only this\n]\n'
    dotted = 'mcp_servers.harvest.command = "npx"\nmcp_servers.harvest.env.A = "1"\nmodel = "x"\n'
    for text in (spoilt, dotted):
        with pytest.raises(BadQuestion, match="cannot be added to without loss"):
            merged(text.encode(), CODEX, form=toml, servers="mcp_servers", name="harvest", force=True)


@pytest.mark.parametrize("text", ['{"inputs": {}}', '{"inputs": null}', '{"servers": 1}', "1"])
def test_nothing_is_entered_where_something_else_stands(text: str) -> None:
    """Our choice: whatever it is, somebody wrote it."""
    with pytest.raises(BadQuestion, match="is not what a host writes there"):
        merged(text.encode(), VSCODE, form=jsonc, servers="servers", name="harvest")
