"""What follows from what was written. In: a project. Out: `Facts`, every figure as a `Datum` with its interval; claims
tested; the log of corrections. Imports source."""
