"""Data to take away. In: facts, charts, terms. Out: tables, cards, search data, feeds, the map, as files by path.
Imports all before it."""
