"""What CI takes of relplan, run for real beside stand-ins for the forges' own tools."""
