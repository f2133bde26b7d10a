"""Commands: what editors type. In: arguments. Out: words in a terminal, files, a preview. Imports everything; nothing
imports it."""
