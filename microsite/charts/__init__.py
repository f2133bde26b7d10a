"""What a chart shows. In: its YAML and the facts. Out: a Plotly figure, its table and its texts; `forms` has a module a
form. Imports source, facts and language."""
