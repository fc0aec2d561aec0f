"""The page, the HTTP API and the MCP server as one application, and who may come in."""
