"""How people meet Copydesk: the command line and the page."""
