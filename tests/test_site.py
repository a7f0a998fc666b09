"""The static site in a real browser: every page, without a kernel and without a network."""

import functools
import http.server
import operator
import re
import threading
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

import course
import lab
import site_pages
import static_site

pytestmark = pytest.mark.xdist_group("player")  # with those who export moving pictures

PAGES = ["index", *(name for name in course.NAMES if name != site_pages.START), "teaching"]
NO_MATHEMATICS = {"index", "teaching"}
DESK, PHONE = {"width": 1300, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def site():
    return static_site.built()


@pytest.fixture(scope="module")
def address(site):
    handler = functools.partial(Quiet, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def browser():
    with lab.chromium() as found:
        yield found


@pytest.fixture
def visit(browser, address):
    """Yield a function that opens a page by its name; at the end nothing may have gone wrong in it."""
    faults, contexts = [], []

    def open_page(name, viewport=DESK, base=address, script="", **context_kw):
        contexts.append(browser.new_context(viewport=viewport, **context_kw))
        contexts[-1].route(re.compile(r"^(?!http://127\.0\.0\.1|file:)"), leaves_the_machine)
        contexts[-1].add_init_script(script)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("console", lambda line: line.type == "error" and faults.append(line.text))
        page.on("requestfailed", failed)
        go(page, f"{base}/{name}.html")
        return page

    def failed(request):
        if request.failure != "net::ERR_ABORTED":  # by a reload
            faults.append(f"failed: {request.url}")

    def leaves_the_machine(route):
        faults.append(f"leaves the machine: {route.request.url}")
        route.abort()

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def go(page, to):
    """Open an address, or reload if there is none, and wait until the page is at rest."""
    page.goto(to) if to else page.reload()
    page.evaluate("async () => { await window.MathJax?.startup?.promise }")


NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


# --- Every page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole_on_a_desk_and_on_a_telephone(name, visit):
    """No error, no request that leaves the machine, mathematics, pictures; and it fits."""
    page = visit(name)
    assert page.locator("article h1").count() == 1
    math, typeset = page.locator(".math"), page.locator(".math > mjx-container")
    assert math.count() == typeset.count()
    assert (math.count() > 0) == (name not in NO_MATHEMATICS)
    assert page.locator("mjx-merror, [data-mjx-error]").count() == 0
    loads = "() => performance.getEntriesByType('resource').some(({name}) => /mathjax/.test(name))"
    assert page.evaluate(loads) == (name not in NO_MATHEMATICS)
    pictures = page.locator("figure img")
    pictures.evaluate_all("images => images.forEach(image => { image.loading = 'eager' })")
    page.wait_for_function("[...document.images].every(image => image.complete)")
    broken = "images => images.filter(one => !one.naturalWidth).map(one => one.src)"
    assert page.locator("img").evaluate_all(broken) == []
    assert all(pictures.evaluate_all("images => images.map(image => image.hasAttribute('alt'))"))
    for viewport in (DESK, PHONE):
        page.set_viewport_size(viewport)
        page.evaluate(NEXT_FRAME)
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"], too_wide(
            page
        )
    if name == "01_neurons":
        page.screenshot(path=screenshots() / "site_phone.png")


def too_wide(page):
    return page.evaluate(
        """() => [...document.querySelectorAll("main *")]
            .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
            .filter(one => !one.closest("pre, table, .wide"))
            .map(one => one.outerHTML.slice(0, 120)).slice(0, 5)"""
    )


def screenshots() -> Path:
    folder = course.ROOT / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


# A column that is headed by a formula alone: axe reads no MathML. The rest is preload: it fetches
# style sheets in a way that finds none of those that they import.
AXE = {
    "preload": False,
    "rules": {"empty-table-header": {"enabled": False}},
    "resultTypes": ["violations"],  # of what is in order nothing is put together: half the time
}


# axe looks at each element by itself: seconds for the thousands that mathematics and code are made of.
# Of mathematics, which it cannot read, a letter stays; of the tokens of code one of each color.
LIGHTEN = """() => {
    document.querySelectorAll("mjx-container").forEach(math => math.replaceWith("x"));
    const seen = new Set();
    for (const token of document.querySelectorAll(".highlight span"))
        if (seen.has(token.className)) token.replaceWith(token.textContent);
        else seen.add(token.className);
    document.body.normalize();
    document.head.append(Object.assign(document.createElement("style"),
        {textContent: "* {transition: none !important}"}));  // no color halfway from light to dark
    document.querySelectorAll("details").forEach(one => { one.open = true });
}"""


@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_axe_finds_nothing(name, visit):
    page = visit(name, color_scheme="light")
    page.evaluate(LIGHTEN)
    finds_nothing(page, "light", AXE)
    page.emulate_media(color_scheme="dark")
    finds_nothing(page, "dark", AXE | {"runOnly": ["color-contrast"]})  # no more than colors differ


def finds_nothing(page, scheme, options):
    page.locator(f"html[data-theme={scheme}]").wait_for()
    found = Axe().run(page, options=options)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_every_moving_picture_moves_at_its_first_control(name, site, visit):
    """Where its states have been exported; without them it is a still picture."""
    page = visit(name)
    for figure in page.locator("figure.player").all():
        figure.scroll_into_view_if_needed()
        figure.locator(".player-picture").wait_for()
        before = shown(figure)
        control = figure.locator("input, select").first
        control.focus()
        control.press("ArrowRight")
        if control.get_attribute("type") == "checkbox":
            control.press("Space")
        if shown(figure) == before:  # it stood at its end
            control.press("ArrowLeft")
        after = shown(figure)
        assert before[0] != after[0] and before[1] != after[1], figure.get_attribute("data-scene")
    assert page.locator(".player-note", has_text="could not be loaded").count() == 0


def shown(figure):
    """Return what moves in a figure, and the sentence below it."""
    return figure.locator(".player-picture > svg").inner_html(), figure.locator(
        "figcaption"
    ).inner_text()


# --- What a reader does --------------------------------------------------------------------------


def test_the_first_page_is_soon_ready(visit):
    page = visit("index")
    page.wait_for_function("performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    print(f"first page: interactive after {ready:.0f} ms, loaded after {loaded:.0f} ms")
    assert loaded < 2000


@pytest.mark.parametrize("kind", ["number", "pick", "sketch"])
def test_a_guess_is_kept_and_stands_beside_the_answer(kind, visit):
    page = visit("01_neurons")
    form = page.locator(f"form.guess[data-kind={kind}]").first
    answer = page.locator(f'.answer[data-guess="{form.get_attribute("data-guess")}"]')
    assert not answer.locator("details").evaluate("one => one.open")
    values = "form => [...form.querySelectorAll('input')].map(one => one.value + one.checked)"
    if kind == "number":
        form.get_by_label("My guess").fill("a lot")
        form.get_by_role("button").press("Enter")
        assert "“a lot” is no number" in form.get_by_role("status").inner_text()
        form.get_by_label("My guess").fill("0.2")
    elif kind == "pick":
        form.get_by_role("button").press("Enter")
        assert "Choose one" in form.get_by_role("status").inner_text()
        form.get_by_role("radio").first.check()
    else:
        form.get_by_role("slider").first.press("End")
    form.get_by_role("button").press("Enter")
    kept = form.evaluate(values)
    for _ in range(2):
        assert form.get_by_role("button").inner_text() == "Change my guess"
        assert form.evaluate(values) == kept and form.locator("input").first.is_disabled()
        assert answer.locator("details").evaluate("one => one.open")
        said = answer.locator(".beside").inner_text()
        assert {"number": "You guessed 0.2. That is 48 % off.", "pick": "You guessed: "}.get(
            kind, "Your sketch is at most "
        ) in said
        if kind == "sketch":
            assert answer.locator("svg polyline").count() == 2
        answer.screenshot(path=screenshots() / f"site_{kind}.png")
        go(page, None)
    form.get_by_role("button").press("Enter")
    go(page, None)
    assert form.locator("input").first.is_enabled()
    assert answer.locator(".beside").inner_text() == ""


def test_a_text_is_kept_saved_and_forgotten(visit):
    page = visit("09_ethics")
    form = page.locator("form.task").first
    button = form.get_by_role("button", name="Save as Markdown")
    button.click()
    assert "Nothing is written yet" in form.get_by_role("status").inner_text()
    form.locator("textarea").first.fill("A <b>thought</b>.")
    go(page, None)
    assert form.locator("textarea").first.input_value() == "A <b>thought</b>."
    with page.expect_download() as download:
        button.click()
    assert "A <b>thought</b>." in download.value.path().read_text()
    go(page, page.url.replace("09_ethics", "index"))
    page.get_by_role("button", name="Forget them all").click()
    assert page.get_by_text("Forgotten: 1.").is_visible()
    go(page, page.url.replace("index", "09_ethics"))
    assert form.locator("textarea").first.input_value() == ""


def test_a_ballot_is_kept_and_scored_beside_the_others(visit):
    page = visit("09_ethics")
    form, outcome = page.locator("form.ballot"), page.locator(".outcome")
    said, button = form.locator("[role=status]"), form.get_by_role("button")
    form.get_by_role("slider").first.press("End")
    assert form.locator("output").first.inner_text() == "100 %"
    go(page, None)  # not yet committed, and kept all the same
    assert form.get_by_role("slider").first.input_value() == "100"
    assert not outcome.locator("details").evaluate("one => one.open")
    button.press("Enter")
    happened = outcome.locator("tr td:nth-child(2)").all_inner_texts()[:-1]
    values = [1, *[0.5] * (len(happened) - 1)]
    pairs = zip(values, happened, strict=True)
    score = np.mean([(value - (answer == "yes")) ** 2 for value, answer in pairs])
    assert said.inner_text().startswith(f"Committed. Your Brier score is {score:.3f}:")
    for _ in range(2):
        table = outcome.locator("table")
        assert table.locator("th").all_inner_texts()[:3] == ["", "happened", "you"]
        mine, others = table.locator("tr").last.locator("td").all_inner_texts()[2::3]
        assert (mine, others) == (f"{score:.3f}", "0.250")
        assert form.get_by_role("slider").first.is_disabled()
        go(page, None)
    button.press("Enter")
    assert form.get_by_role("slider").first.is_enabled() and outcome.locator(".mine").count() == 0


def test_a_duel_by_keyboard_goes_on_after_a_visit_and_ends_with_both_matrices(visit):
    page = visit("07_faces")
    duel = page.locator("div.duel")
    status, face = duel.locator("p[role=status]"), duel.locator(".face")
    truth, answers = (duel.get_attribute(f"data-{key}").split(", ") for key in ("truth", "answers"))
    for number, name in enumerate(truth):
        if number == 12:  # the third of the second row
            go(page, None)
            assert status.inner_text() == f"Face 13 of {len(truth)}: what is it?"
            offset = "one => [one.offsetLeft, one.offsetTop]"
            assert face.locator("img").evaluate(offset) == [-2 * 34, -34]
            face.screenshot(path=screenshots() / "site_duel.png")
        duel.get_by_role("button", name=name).press("Enter")
        if number == 3:
            duel.get_by_role("button", name="One back").press("Enter")
            duel.get_by_role("button", name="cat" if name != "cat" else "dog").press("Enter")
    right, theirs = len(truth) - 1, sum(map(operator.eq, truth, answers))
    said = f"You were right on {right} of {len(truth)} faces, the network on {theirs}."
    assert said in duel.locator("div[role=status]").inner_text()
    (one_wrong,) = set(
        duel.locator(".matrices table").first.locator("td > span").all_inner_texts()
    ) - {"0"}
    assert one_wrong == "1"
    again = duel.get_by_role("button", name="Start again")
    assert again.evaluate("one => one === document.activeElement")
    again.press("Enter")
    assert status.inner_text().startswith("Face 1 of") and face.is_visible()


REFUSE = """const set = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, value) {
  if (key.startsWith("mlp-course:")) throw new DOMException("", "QuotaExceededError");
  set.call(this, key, value);
};"""


def test_where_a_browser_keeps_nothing_a_guess_holds_until_one_leaves(visit):
    page = visit("01_neurons", script=REFUSE)
    form = page.locator("form.guess[data-kind=number]").first
    form.get_by_label("My guess").fill("0.2")
    form.get_by_role("button").press("Enter")
    assert form.get_by_role("button").inner_text() == "Change my guess"
    assert "keeps nothing" in form.get_by_role("status").inner_text()


def test_a_question_answers_by_keyboard(visit):
    page = visit("index")
    first, second = page.locator("div.quiz details").all()[:2]
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    assert first.get_by_text("Not quite.").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert second.get_by_text("Right.").is_visible()
    assert not first.get_by_text("Not quite.").is_visible()  # one at a time


@pytest.mark.parametrize(
    ("words", "name"), [("temperature scaling", "04_softmax"), ("lecture hall", "teaching")]
)
def test_search_finds_words_of_the_course(words, name, visit):
    page = visit("search")
    go(page, f"{page.url}?q={words.replace(' ', '+')}")
    found = page.locator("#search-results li a")
    found.first.wait_for()
    assert any(name in link.get_attribute("href") for link in found.all())


def test_pages_work_straight_from_disk(site, visit):
    """All but search, whose excerpts a browser fetches only from a server."""
    page = visit("01_neurons", base=site.as_uri())
    assert page.locator(".math > mjx-container").count() > 50
    form = page.locator("form.guess[data-kind=number]").first
    form.get_by_label("My guess").fill("0.2")
    form.get_by_role("button").press("Enter")
    go(page, None)
    assert form.get_by_role("button").inner_text() == "Change my guess"
    for figure in page.locator("figure.player").all()[:1]:
        figure.scroll_into_view_if_needed()
        figure.locator(".player-picture").wait_for()
