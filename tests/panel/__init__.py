"""The panel's widgets without a browser: what goes over the wire, and what comes of what a screen tells."""
