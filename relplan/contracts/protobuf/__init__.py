"""Protocol Buffers: modules of .proto files."""
