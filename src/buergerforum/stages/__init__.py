"""One function per command: read, compute, write, receipt. The only layer that sees both core and io."""
