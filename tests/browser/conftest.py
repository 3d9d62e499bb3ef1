"""A server with the sample, one without, and Chromium; the tests skip where Chromium is missing."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.screens import ROOT

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# Streamlit first looks for its own addresses below the page's path, then at the root.
STREAMLITS_OWN = ("/_stcore/health", "/_stcore/host-config")


@dataclass
class Visit:
    """A page of the app in one browser session, with what it asked for and complained about."""

    page: Page
    base: str
    hosts: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)

    def open(self, path: str = "", **query: str) -> Page:
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        self.page.goto(f"{self.base}/{path}?{asked}")
        return self.settle()

    def settle(self) -> Page:
        """Wait until the script has run and a heading is drawn."""
        self.page.wait_for_selector("h1", timeout=60_000)
        self.page.wait_for_timeout(300)  # the next run starts a moment after a click
        self.page.wait_for_selector(READY, timeout=60_000)
        return self.page


@contextmanager
def served(*arguments: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    options = ["--server.headless", "true", "--server.fileWatcherType", "none", "--", *arguments]
    with subprocess.Popen(
        [*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        base = f"http://localhost:{port}"
        try:
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"{base}/_stcore/health").close()
                    break
                except OSError:
                    time.sleep(0.25)
            yield base
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


@contextmanager
def warmed(browser: Browser, *arguments: str) -> Iterator[str]:
    """A server that somebody visited before: see test_a_deep_link_is_found_by_a_server_that_just_started."""
    with served(*arguments) as base:
        context, first = visit(browser, base)
        first.open()
        context.close()
        yield base


@pytest.fixture(scope="session")
def sample_server(browser: Browser) -> Iterator[str]:
    with warmed(browser, "--sample") as base:
        yield base


@pytest.fixture(scope="session")
def empty_server(browser: Browser) -> Iterator[str]:
    with warmed(browser) as base:
        yield base


def visit(browser: Browser, base: str) -> tuple[BrowserContext, Visit]:
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    made = Visit(context.new_page(), base)
    page = made.page
    page.on(
        "request", lambda request: made.hosts.add(request.url.split("/")[2] if "//" in request.url else "")
    )
    page.on("websocket", lambda socket: made.hosts.add(socket.url.split("/")[2]))
    page.on("pageerror", lambda error: made.failures.append(str(error)))
    page.on(
        "console",
        lambda message: (
            made.failures.append(f"{message.text} {message.location['url']}")
            if message.type == "error" and not message.location["url"].endswith(STREAMLITS_OWN)
            else None
        ),
    )
    return context, made


@pytest.fixture
def sample(browser: Browser, sample_server: str) -> Iterator[Visit]:
    context, made = visit(browser, sample_server)
    yield made
    context.close()


@pytest.fixture
def empty(browser: Browser, empty_server: str) -> Iterator[Visit]:
    context, made = visit(browser, empty_server)
    yield made
    context.close()


@pytest.fixture
def stranger(browser: Browser, empty_server: str) -> Iterator[Visit]:
    """Another person on the same server as ``empty``."""
    context, made = visit(browser, empty_server)
    yield made
    context.close()
