"""The pages. In: facts, charts, texts, templates. Out: HTML by path. Imports all before it."""
