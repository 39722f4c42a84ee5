"""A page that shows a widget as VS Code does: by VS Code's own widget manager, in a frame like that of its notebooks.

VS Code's own, from npm: the bundle of widgets and their manager that its Jupyter extension loads into every notebook
(`@vscode/jupyter-ipywidgets8`). As there: a real kernel, and the client that talks to it; `requirejs`; anywidget's
script, from where its installation put it; what the frame may do, and that it has no Content-Security-Policy; the
classes of the body and the colours of its themes, as a notebook in VS Code 1.137 told them. Ours, after what VS Code
does: the page, the few rules of style that reach an output, a listener for keys where VS Code has one, and the glue,
which runs a cell and draws what it gives. Not here: VS Code itself, and the rest of its Jupyter extension.
"""

import json
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from jupyter_core.paths import jupyter_path
from playwright.sync_api import Frame, Page

from tests.browser import servers

SCRIPTS: Final = {
    "ipywidgets.js": ("@vscode/jupyter-ipywidgets8@1", "package/dist/ipywidgets.js"),
    "services.js": ("@jupyterlab/services@7", "package/dist/dist/index.js"),
    "require.js": ("requirejs@2", "package/require.js"),
}
KINDS: Final = ("vscode-light", "vscode-dark", "vscode-high-contrast", "vscode-high-contrast-light")
"""Kinds of themes by the class of the body; the colours are of Light Modern, Dark Modern and the high contrasts."""
COLOURS: Final = """\
editor-background     #ffffff #1f1f1f #000000   #ffffff
editor-foreground     #3b3b3b #cccccc #ffffff   #292929
foreground            #3b3b3b #cccccc #ffffff   #292929
descriptionForeground #3b3b3b #9d9d9d #ffffffb3 #292929b3
sideBar-background    #f8f8f8 #181818 #000000   #ffffff
widget-border         #e5e5e5 #313131 #6fc3df   #0f4a85
input-background      #ffffff #313131 #000000   #ffffff
input-border          #cecece #3c3c3c #6fc3df   #0f4a85
panel-border          #e5e5e5 #2b2b2b #6fc3df   #0f4a85
focusBorder           #005fb8 #0078d4 #f38518   #006bbd
textLink-foreground   #005fb8 #4daafc #21a6ff   #0f4a85"""

PAGE: Final = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notebook</title><style>
html, body, iframe { display: block; width: 100%; height: 100%; margin: 0; border: 0; }</style></head><body>
<iframe title="Outputs" sandbox="allow-same-origin allow-pointer-lock allow-scripts allow-downloads allow-forms"
    allow="cross-origin-isolated; autoplay; clipboard-read; clipboard-write" src="KIND.frame.html"></iframe>
</body></html>"""

FRAME: Final = """<!doctype html><html lang="en" style="COLOURS"><head><meta charset="utf-8"><title>Outputs</title>
<style>
body { margin: 0; padding: 0; color: var(--vscode-editor-foreground); background: var(--vscode-editor-background);
    font: 13px system-ui, sans-serif; }
#container .output { box-sizing: border-box; padding: 8px; }
a { color: var(--vscode-textLink-foreground); }
table, thead, tbody, tr, th, td { border: none !important; border-collapse: collapse; border-spacing: 0; }
table, th, tr { text-align: right; vertical-align: middle; }
thead { font-weight: bold; background: #8282822a; }
tr:nth-child(even) { background: #82828215; }
th, td { padding: 4px 8px; }
</style></head><body class="CLASSES" data-vscode-theme-kind="KIND"><div id="container" class="widgetarea">
<div class="cell_container"><div class="output_container"><div class="output"></div></div></div></div>
<script src="services.js"></script><script src="require.js"></script>
<script type="module" src="glue.js"></script></body></html>"""

GLUE: Final = """import { activate } from "./ipywidgets.js";
const WIDGET = "application/vnd.jupyter.widget-view+json";
const scripts = {
    widgetsRegisteredInRequireJs: new Set(),
    async loadWidgetScript(name) {
        requirejs.config({ paths: { [name]: new URL(`${name}/index`, document.baseURI).href } });
    },
    successHandler() {},
    errorHandler: (name, module, version, error) => console.error(`${module} ${version}, ${name}: ${error}`),
};
window.escaped = [];
window.addEventListener("keydown", (event) => window.escaped.push(event.key));
activate();
window.vscIPyWidgets8.load();
window.run = async (code) => {
    const kernels = new window["@jupyterlab/services"].KernelManager();
    kernels.commsOverSubshells = "disabled";
    const kernel = await kernels.startNew();
    const manager = new window.vscIPyWidgets.WidgetManager(kernel, undefined, scripts, () => {});
    const running = kernel.requestExecute({ code });
    running.onIOPub = async ({ content }) => {
        if (content.traceback) console.error(content.traceback.join("\\n"));
        const data = content.data?.[WIDGET];
        if (!data) return;
        const el = document.createElement("div");
        el.className = "cell-output-ipywidget-background";
        Object.entries({ tabindex: "0", role: "region", "aria-label": "Interactive widget output" }).forEach((one) =>
            el.setAttribute(...one),
        );
        document.querySelector(".output").append(el);
        const view = await manager.create_view(await manager.get_model(data.model_id), { el });
        await manager.display_view(data, view, { node: el });
    };
    await running.done;
};
"""


def outputs(page: Page) -> Frame:
    """Give the frame that a notebook's outputs are in."""
    return page.frames[1]


def run_in_vscode(page: Page, url: str, kind: str, code: str) -> None:
    """Open the page with a kind of theme, and run a cell on a kernel of its own."""
    page.goto(f"{url}/static/{kind}.html")
    outputs(page).wait_for_function("() => window.run")
    outputs(page).evaluate("code => window.run(code)", code)


def colours(kind: str) -> dict[str, str]:
    """Give the colours of a kind of theme, by the names that VS Code gives them."""
    return {row.split()[0]: row.split()[1 + KINDS.index(kind)] for row in COLOURS.splitlines()}


@contextmanager
def vscode(folder: Path, *, environment: Mapping[str, str]) -> Iterator[str]:
    """The address of a server with kernels, which also serves these pages."""
    web = folder / "web"
    web.mkdir()
    _fetch(web)
    (web / "glue.js").write_text(GLUE, encoding="utf-8")
    for kind in KINDS:
        told = " ".join(f"--vscode-{name}: {colour};" for name, colour in colours(kind).items())
        classes = {"vscode-high-contrast-light": f"{kind} vscode-high-contrast"}.get(kind, kind)
        frame = FRAME.replace("KIND", kind).replace("CLASSES", classes).replace("COLOURS", told)
        (web / f"{kind}.html").write_text(PAGE.replace("KIND", kind), encoding="utf-8")
        (web / f"{kind}.frame.html").write_text(frame, encoding="utf-8")
    served = {"ServerApp": {"extra_static_paths": [str(web), *jupyter_path("nbextensions")]}}
    (folder / "jupyter_server_config.json").write_text(json.dumps(served), encoding="utf-8")
    with servers.jupyter("lab", folder, environment={**environment, "JUPYTER_CONFIG_PATH": str(folder)}) as url:
        yield url


def _fetch(web: Path) -> None:
    """Put the scripts beside the page: each package alone, for its bundle needs none of what it depends on."""
    line = ("npm", "pack", "--silent", "--pack-destination", str(web))
    for script, (package, member) in SCRIPTS.items():
        packed = subprocess.run((*line, package), check=True, capture_output=True, text=True).stdout.strip()
        with tarfile.open(web / packed) as archive:
            found = archive.extractfile(member)
            if found is None:
                raise FileNotFoundError(member)
            (web / script).write_bytes(found.read())
