"""Drawings as files. In: figures and pages. Out: SVG, PNG, pictures for sharing. Imports charts and what that
imports."""
