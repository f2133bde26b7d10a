"""The site put in its place. In: files by path. Out: a folder, in one step, with its manifest. Imports nothing but
what stands at the top."""
