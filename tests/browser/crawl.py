"""A person follows the links of their pages, one address of each kind, what was never seen first."""

from urllib.parse import urldefrag, urlsplit

from django.urls import Resolver404, resolve

FILES = {"answer_file", "own_answer_file", "commitment_file", "own_file"}
NOT_PAGES = {
    "accounts:sign_out",
    "journey:document",
    "selection:document",
    "restitution:printed",
    *(f"diagnosis:{one}" for one in FILES),
}
IN_THE_DARK = {"journey:desk", "journey:program", "journey:phase", "diagnosis:matrix", "diagnosis:answer"}


def kind_of(path):
    """What makes two addresses the same kind of page: (name, programme, step); None for what is no page."""
    try:
        match = resolve(path)
    except Resolver404:
        return path, None, None  # a broken link is opened, so that it is told
    if match.view_name in NOT_PAGES or path.endswith(
        (".pdf", ".ics", ".csv", ".xlsx", ".docx", ".odt", ".json", ".toml")
    ):
        return None
    slug = match.kwargs.get("slug") if match.view_name == "journey:phase" else None
    return match.view_name, match.kwargs.get("pid"), slug


class Crawl:
    """One person's walk. `order` ranks the programmes, by public id: whose pages are opened first."""

    def __init__(self, inspector, order):
        self.inspector, self.order = inspector, order
        self.seen = set()  # names of the kinds of page that were inspected
        self.found = {}

    def run(self, most):
        """Inspect pages until there is none left, or `most` were: {path: faults}."""
        self.start("/")
        while self.waiting and len(self.found) < most:
            path, name = self.next()
            faults, links = self.inspector.look(path)
            if name in IN_THE_DARK - self.seen:
                faults += [f"dans le noir, {fault}" for fault in self.inspector.in_the_dark(path)]
            self.keep(path, name, faults, links)
        return self.found

    def run_again(self, path, most):
        """Pass through known pages for their links alone, and inspect `most` of the kinds that were never seen."""
        before = len(self.found)
        self.start(path)
        program = kind_of(path)[1]
        while self.waiting and len(self.found) < before + most:
            path, name = self.next()
            if name in self.seen:
                self.note(self.inspector.links(path), program)
            else:
                self.keep(path, name, *self.inspector.look(path), program)
        return self.found

    def start(self, path):
        """Begin at a page, with nothing else known."""
        self.waiting, self.known = {path: kind_of(path)}, {kind_of(path)}

    def next(self):
        """The address to open now, and the name of its kind: never seen, then by programme."""
        path = min(self.waiting, key=lambda path: (self.waiting[path][0] in self.seen, self.rank(path)))
        return path, self.waiting.pop(path)[0]

    def rank(self, path):
        """The rank of a page's programme; what is in none comes first."""
        return self.order.get(self.waiting[path][1], -1)

    def keep(self, path, name, faults, links, program=None):
        """Remember what was found there, and where it leads."""
        self.found[path] = faults
        self.seen.add(name)
        self.note(links, program)

    def note(self, links, program=None):
        """Keep the links that lead to a kind of page not known yet, in one programme or in all."""
        for link in links:
            address = urlsplit(urldefrag(link).url)
            if f"{address.scheme}://{address.netloc}" != self.inspector.origin:
                continue
            kind = kind_of(address.path)
            if kind and kind not in self.known and program in (None, kind[1]):
                self.known.add(kind)
                self.waiting[address.path + (f"?{address.query}" if address.query else "")] = kind
