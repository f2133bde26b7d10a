"""A project's folders → the files in them that nobody reads: misspelt, misplaced, or folders where files should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from microsite.errors import Problem, suggestion
from microsite.files import ENGINE, FOLDERS, find_files, is_unwanted

OF_PROJECTS = (".html", "/budgets.yaml")  # ends of templates that a project may have
ALIKE = 0.9  # of one letter's difference in the names of folders, and not of data2, where somebody keeps another


def find_unread(root: Path, known: Iterable[str], languages: Sequence[str]) -> Iterator[Problem]:
    """Yield what would change the site in silence: by what it says and nobody reads, or by hiding the engine's.

    `known` are the files of records, some as patterns, and the templates of pages. A README.md is for people.
    """
    for path in sorted(root.iterdir()):
        if path.name not in FOLDERS and (near := get_close_matches(path.name.lower(), FOLDERS, 1, ALIKE)):
            yield Problem(Path(path.name), 0, 0, f"is read by nobody, did you mean '{near[0]}'?")
    read = [*known, *(f"content/{language}/**/*.md" for language in languages)]
    yield from _unread(root, root / "data", read)
    if not languages:  # which are in a file that is amiss
        return
    yield from _unread(root, root / "content", read)
    if root.samefile(ENGINE):  # whose templates and style take nobody's place
        return
    words = [f"templates/words.{language}.yaml" for language in languages]
    files = {path.relative_to(ENGINE).as_posix() for path in find_files(ENGINE / "templates", "**/*")}
    # Of a project, such as take the place of the engine's; or it is a copy of its folder.
    files = {path for path in files if path.endswith(OF_PROJECTS) or _is_copy(root / path, ENGINE / path)}
    own = {path: path.read_text("utf-8", "replace") for path in find_files(root / "templates", "**/*.html")}
    files |= {
        path.relative_to(root).as_posix()
        for path in own
        if any(f"{quote}{path.relative_to(root / 'templates').as_posix()}{quote}" in text
               for other, text in own.items() if other != path for quote in "'\"")
    }  # fmt: skip
    yield from _unread(root, root / "templates", [*words, *sorted(files), *read])
    for name in ("templates", "static"):
        for path in sorted((root / name).rglob("*")):
            same = ENGINE / path.relative_to(root)
            if same.exists() and same.is_dir() != path.is_dir():
                kinds = ("folder", "file") if path.is_dir() else ("file", "folder")
                yield Problem(path.relative_to(root), 0, 0, "is a {}, and must be a {} of this name".format(*kinds))


def _unread(root: Path, folder: Path, read: Sequence[str]) -> Iterator[Problem]:
    """Yield the files of a folder that fit no pattern, and the folders in which none could."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        shown = path.relative_to(root)
        if is_unwanted(path.name) or path.name == "README.md":
            continue
        fits = _is_read(shown.as_posix(), read)
        if path.is_dir() and not path.is_symlink():
            if fits:
                yield Problem(shown, 0, 0, "is a folder, and must be a file of this name")
            elif any(_leads(shown.as_posix(), pattern) for pattern in read):
                yield from _unread(root, path, read)
            elif find_files(path, "**/*"):
                yield Problem(shown, 0, 0, f"is read by nobody{_hint(shown, read, folder=True)}")
        elif not fits:
            yield Problem(shown, 0, 0, f"is read by nobody{_hint(shown, read, folder=False)}")


def _is_copy(path: Path, original: Path) -> bool:
    return path.is_file() and path.read_bytes() == original.read_bytes()


def _is_read(path: str, read: Iterable[str]) -> bool:
    return any(_fits(path, pattern) for pattern in read)


def _fits(path: str, pattern: str) -> bool:
    folder, _, name = pattern.rpartition("/")
    above, _, own = path.rpartition("/")
    within = f"{above}/".startswith(f"{folder[:-2]}") if folder.endswith("**") else above == folder
    return within and (own == name or (name.startswith("*") and own.endswith(name[1:])))


def _leads(path: str, pattern: str) -> bool:
    """Whether files that fit the pattern may lie below a folder."""
    folder = pattern.rpartition("/")[0]
    return f"{folder}/".startswith(f"{path}/") or (folder.endswith("**") and path.startswith(folder[:-2]))


def _hint(path: Path, read: Sequence[str], *, folder: bool) -> str:
    """Return which file or folder may be meant, or else what is read beside this one."""
    here = path.parent.as_posix()
    if path.suffix == ".csv" and any(pattern.startswith(f"{here}/*") for pattern in read):
        return f"; a series names such a table: values: {path.name}"
    if folder:
        meant = [pattern.rpartition("/")[0].removesuffix("/**") for pattern in read]
    else:
        meant = [pattern for pattern in read if "*" not in pattern]
        endings = [Path(pattern).suffix for pattern in read if "*" in pattern]
        meant += [other for end in endings if _is_read(other := f"{here}/{path.stem}{end}", read)]
    near = [name for name in meant if name != path.as_posix() and suggestion(path.stem.lower(), [Path(name).stem])]
    if near:
        return suggestion(path.as_posix(), near) or f", did you mean '{near[0]}'?"
    beside = [*dict.fromkeys(pattern.replace("**/", "") for pattern in read if _leads(here, pattern))]
    return f"; what is read there: {', '.join(beside[:12])}{' …' if len(beside) > 12 else ''}"
