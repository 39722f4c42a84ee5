"""Notebook servers on loopback: JupyterLab, Notebook 7, Voila and marimo, each with a home of its own."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
from playwright.sync_api import Page

PATIENCE: Final = 60.0
SETTINGS: Final = {
    "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false"},
    "apputils-extension/themes": {"theme": "JupyterLab Light"},
}
DARK: Final = {"apputils-extension/themes": {"theme": "JupyterLab Dark"}}
HIGH_CONTRAST: Final = {"apputils-extension/themes": {"theme": "JupyterLab Dark High Contrast"}}
MODULES: Final = {"lab": "jupyterlab", "notebook": "notebook"}


def notebook(path: Path, *cells: str) -> Path:
    """Write a notebook of these cells."""
    listed: list[dict[str, object]] = [
        {"cell_type": "code", "id": f"c{at}", "execution_count": None, "metadata": {}, "outputs": [], "source": cell}
        for at, cell in enumerate(cells)
    ]
    spec = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    path.write_text(
        json.dumps({"cells": listed, "metadata": spec, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8"
    )
    return path


@contextmanager
def jupyter(
    app: str, root: Path, *, settings: Mapping[str, object] | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The address of JupyterLab (`lab`) or Notebook 7 (`notebook`) on this folder."""
    port = _port()
    home = root / f".{app}-{port}"
    for name, value in {**SETTINGS, **(settings or {})}.items():
        file = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(value), encoding="utf-8")
    line = [
        sys.executable, "-m", MODULES[app], "--no-browser", "--ip=127.0.0.1", f"--port={port}",
        "--ServerApp.port_retries=0", "--allow-root", "--IdentityProvider.token=", "--ServerApp.password=",
        "--ServerApp.disable_check_xsrf=True", f"--ServerApp.root_dir={root}", "--ServerApp.terminals_enabled=False",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.expose_app_in_browser=True",
        "--JupyterNotebookApp.expose_app_in_browser=True",
    ]  # fmt: skip
    with _running(line, f"http://127.0.0.1:{port}/api/status", root, {**_home(home), **(environment or {})}):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def voila(root: Path, *, environment: Mapping[str, str]) -> Iterator[str]:
    """The address of Voila on this folder."""
    port = _port()
    line = [sys.executable, "-m", "voila", "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1", str(root)]
    with _running(line, f"http://127.0.0.1:{port}/", root, {**_home(root / f".voila-{port}"), **environment}):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def marimo(file: Path, *, environment: Mapping[str, str]) -> Iterator[str]:
    """The address of a marimo app."""
    port = _port()
    line = [
        sys.executable, "-m", "marimo", "run", "--headless", "--no-token", "--host", "127.0.0.1", "--port", str(port),
        str(file),
    ]  # fmt: skip
    with _running(line, f"http://127.0.0.1:{port}/", file.parent, environment):
        yield f"http://127.0.0.1:{port}"


def run_in_lab(page: Page, url: str, name: str) -> None:
    """Open a notebook in JupyterLab and run all of its cells."""
    open_in_lab(page, url, name)
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")


def open_in_lab(page: Page, url: str, name: str) -> None:
    """Open a notebook in JupyterLab, and wait until its kernel is there."""
    page.goto(f"{url}/lab/tree/{name}?reset", wait_until="domcontentloaded")
    page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=60_000)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    # The toolbar says idle while the kernel still connects; only the status bar knows.
    page.wait_for_function(
        "() => [...document.querySelectorAll('#jp-main-statusbar span')]"
        ".some(one => /\\| Idle$/.test(one.textContent.trim()))",
        timeout=60_000,
    )
    page.locator(".jp-Notebook .jp-Cell").first.click()


def run_in_notebook(page: Page, url: str, name: str) -> None:
    """Open a notebook in Notebook 7 and run all of its cells."""
    page.goto(f"{url}/notebooks/{name}")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    idle = "() => window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
    page.wait_for_function(idle, timeout=60_000)
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")


def without_kernels(url: str) -> None:
    """End every kernel, as a night does, and the sessions with them."""
    for kernel in httpx.get(f"{url}/api/kernels").json():
        httpx.delete(f"{url}/api/kernels/{kernel['id']}", timeout=PATIENCE)


def _home(folder: Path) -> dict[str, str]:
    """Variables that keep a server to folders of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ("CONFIG", "DATA", "RUNTIME")
    return {
        **{f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in names},
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "IPYTHONDIR": str(folder / "ipython"),
    }


@contextmanager
def _running(line: Sequence[str], ready: str, folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    log = folder / ".server.log"
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(line, stdout=out, stderr=out, env={**os.environ, **environment}, cwd=folder)
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(ready):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server did not start:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code > 0
    except httpx.HTTPError:
        return False


def _port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
