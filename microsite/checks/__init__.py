"""What does not fit together. In: a project and its facts. Out: problems at their lines. Imports all before it."""
