"""The finished site read back. In: files by path, and the records that they are held against. Out: every number
traced, or a problem; the budgets of pages. Imports all before it."""
