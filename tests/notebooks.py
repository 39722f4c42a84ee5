"""Runs the notebooks on the invented company; `python -m tests.notebooks` writes what they print into them.

Of what a cell gives only text, tables and pictures are kept: a widget without a kernel draws nothing.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import nbformat
from nbclient import NotebookClient

FOLDER: Final = Path(__file__).parent.parent / "notebooks"
KEPT: Final = ("text/plain", "text/html", "image/png")
VOLATILE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|object at 0x\w+|<ul class=.*?</ul>")
SECONDS: Final = 120


def names() -> list[str]:
    """The notebooks, in order."""
    return sorted(path.name for path in FOLDER.glob("*.ipynb"))


def stored(name: str) -> Any:  # noqa: ANN401  (a notebook has no type of its own)
    """A notebook as it is kept."""
    return nbformat.read(FOLDER / name, as_version=4)


def executed(name: str, home: Path) -> Any:  # noqa: ANN401  (the same)
    """A notebook after a run on the invented company. Raises CellExecutionError."""
    notebook = stored(name)
    os.environ |= {"HARVEST_SANDBOX": "1", "XDG_CONFIG_HOME": str(home), "IPYTHONDIR": str(home)}
    NotebookClient(notebook, timeout=SECONDS, kernel_name="python3", store_widget_state=False).execute()
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs = [
                _light(output) for output in cell.outputs if output.output_type != "stream" or output.name == "stdout"
            ]
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"], "language_info": {"name": "python"}}
    return notebook


def outputs(notebook: Any) -> Iterator[str]:  # noqa: ANN401  (the same)
    """The texts that the cells gave, without what changes from run to run."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            text = output.get("text") or output.get("data", {}).get("text/plain", "")
            yield VOLATILE.sub("…", text)


def _light(output: Any) -> Any:  # noqa: ANN401  (the same)
    if "data" in output:
        output["data"] = {kind: output["data"][kind] for kind in KEPT if kind in output["data"]}
        output["metadata"] = {}
    return output


def main() -> None:
    """Write every notebook anew."""
    import tempfile  # noqa: PLC0415  (only the writer needs it)

    for name in names():
        with tempfile.TemporaryDirectory() as home:
            nbformat.write(executed(name, Path(home)), FOLDER / name)
        print(name)  # noqa: T201  (to whoever runs it)


if __name__ == "__main__":
    main()
