"""A small API on a socket: `python -m tests.engine.wire_server PORT`."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from mock_server.web.servers import ServerOptions, run_server
from tests.engine.served import application
from tests.engine.small import accepting


def main(port: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.json"
        path.write_text(json.dumps(accepting({"type": "object"})))
        app, _ = application(path, 0, lenient=False)
        run_server(app, ServerOptions(on_ready=lambda _: None, port=port))


if __name__ == "__main__":
    main(int(sys.argv[1]))
