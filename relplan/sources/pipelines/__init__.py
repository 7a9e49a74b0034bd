"""Reads pipelines, and the files that they apply, as text: what is deployed, and by which job."""
