"""What editors wrote, as they wrote it. In: the files of a project and their positions. Out: a `Project` of records,
or every problem. Knows no other folder."""
