"""A project → its map for search engines, and what tells them of it."""

from __future__ import annotations

from collections.abc import Iterator

from microsite.source.addresses import alternates, list_pages
from microsite.source.project import Project


def render_map(project: Project) -> dict[str, bytes]:
    """Return sitemap.xml and robots.txt, which need the site's address; without it, nothing."""
    if not project.site.url:
        return {}
    robots = f"User-agent: *\nAllow: /\nSitemap: {project.site.root}sitemap.xml\n"
    return {"sitemap.xml": "".join(_map(project)).encode(), "robots.txt": robots.encode()}


def _map(project: Project) -> Iterator[str]:
    changed = f"<lastmod>{project.site.updated}</lastmod>" if project.site.updated else ""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    for name in (page.name for page in list_pages(project) if page.kind.shared):
        urls = alternates(project, name)
        others = "".join(f'<xhtml:link rel="alternate" hreflang="{tag}" href="{url}"/>' for tag, url in urls)
        yield from (f"<url><loc>{url}</loc>{changed}{others}</url>\n" for _, url in urls[:-1])
    yield "</urlset>\n"
