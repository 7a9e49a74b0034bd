"""A face for assistants in editors: the use cases as tools of the Model Context Protocol.

See modelcontextprotocol.io. Only `relplan.mcp.server` needs the protocol's SDK, the extra ``mcp``.
"""
