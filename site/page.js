// What a page keeps without a kernel: guesses, beside the answer once it is there, a ballot, names
// given to faces, and texts. They lie in the browser's storage for this site, under keys that begin with the course's name, and
// nowhere else.

(() => {
"use strict";

const PREFIX = "mlp-course:";
const KEEPS_NOTHING =
  "This browser keeps nothing for this page, so this is lost when you leave it.";

// A browser may refuse storage (in a private window, say). Then it is kept until the page is left.
const memory = {};
const store = (() => {
  try {
    localStorage.setItem(PREFIX, "");
    localStorage.removeItem(PREFIX);
    return localStorage;
  } catch (refused) {
    console.info(KEEPS_NOTHING, refused);
    return null;
  }
})();

function recall(key) {
  const text = store ? store.getItem(PREFIX + key) : memory[key];
  return text == null ? null : JSON.parse(text);
}

/** Keep a value, or forget it if it is null; return what is to be said about it, if anything is. */
function keep(key, value) {
  if (store === null) {
    if (value === null) delete memory[key];
    else memory[key] = JSON.stringify(value);
    return value === null ? "" : KEEPS_NOTHING;
  }
  try {
    if (value === null) store.removeItem(PREFIX + key);
    else store.setItem(PREFIX + key, JSON.stringify(value));
    return "";
  } catch (full) {
    return `Not kept: the browser's storage for this site is full (${full.name}). Save it as a file.`;
  }
}

const kept = beginning => Object.keys(store ?? {}).filter(key => key.startsWith(PREFIX + beginning));

function forgetAll() {
  const keys = kept("");
  keys.forEach(key => store.removeItem(key));
  return keys.length;
}

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// --- Guesses ----------------------------------------------------------------------------------

/** Each kind reads a form, returning a value or throwing what is wrong with it; fills it; compares. */
const KINDS = {
  number: {
    read(form) {
      const typed = form.elements.value.value.trim();
      if (typed === "") throw new Error("Type a number first, for example 0.5.");
      if (!Number.isFinite(Number(typed)))
        throw new Error(`“${typed}” is no number: write one such as 0.5, -3 or 2e6.`);
      return Number(typed);
    },
    fill(form, value) {
      form.elements.value.value = value;
    },
    compare(value, truth, {unit}) {
      const mine = `You guessed ${value}${unit ? ` ${unit}` : ""}.`;
      return [`${mine} ${distance(value, Number.parseFloat(truth))}`];
    },
  },
  pick: {
    read(form) {
      if (form.elements.value.value === "") throw new Error("Choose one of them first.");
      return Number(form.elements.value.value);
    },
    fill(form, value) {
      form.elements.value.value = value;
    },
    compare(value, truth, {options}) {
      const stop = options[value].endsWith(".") ? "" : ".";
      return [`You guessed: ${options[value]}${stop}${options[value] === truth ? " That is right." : ""}`];
    },
  },
  sketch: {
    read(form) {
      return sliders(form).map(slider => Number(slider.value));
    },
    fill(form, values) {
      sliders(form).forEach((slider, place) => (slider.value = values[place]));
    },
    compare(values, truth, shape) {
      // As '0.83 at 0, 0.81 at 0.25'.
      const heights = truth.split(", ").map(part => Number.parseFloat(part));
      const gap = Math.max(...heights.map((height, place) => Math.abs(height - values[place])));
      const sentence = `Your sketch is at most ${Number(gap.toPrecision(2))} away.`;
      return [drawn(values, heights, shape, sentence), element("p", sentence)];
    },
  },
};

const sliders = form => [...form.querySelectorAll("input[type=range]")];

/** Say how far a number is off: in percent, or as a factor where percents say little. */
function distance(guessed, truth) {
  if (guessed === truth) return "Exactly right.";
  if (!(guessed * truth > 0)) return "";
  const factor = Math.max(guessed / truth, truth / guessed);
  if (factor >= 2) return `That is a factor of ${Number(factor.toPrecision(2))}.`;
  return `That is ${Math.round(100 * Math.abs(guessed / truth - 1))} % off.`;
}

/** Return a drawing of a sketch and the truth over the same places. */
function drawn(values, heights, {x, xlabel, ylabel, low, high}, sentence) {
  const width = 480, height = 230, left = 60, bottom = 45, top = 30;
  const across = x.map((_, place) => left + ((width - left - 20) * (place + 0.5)) / x.length);
  const ends = [...heights, ...values, Number(low), Number(high)];
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const up = value => height - bottom - ((height - bottom - top) * (value - least)) / (most - least);
  const line = (ys, style) =>
    `<polyline points="${ys.map((y, place) => `${across[place]},${up(y)}`)}" fill="none" ${style}/>`;
  const text = (words, at, more = "") => `<text ${at} ${more}></text>`;
  const svg = element("div", "");
  svg.innerHTML =
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" role="img" font-size="14">` +
    `<rect width="100%" height="100%" fill="#fff" rx="4"/>` +
    `<path d="M${left},${top}V${height - bottom}H${width - 20}" stroke="#444" fill="none"/>` +
    line(heights, 'stroke="#0072B2" stroke-width="2.5"') +
    line(values, 'stroke="#D55E00" stroke-width="2.5" stroke-dasharray="6 4"') +
    x.map((_, place) => text("", `x="${across[place]}" y="${height - 27}"`, 'text-anchor="middle"')).join("") +
    `<text x="${width / 2}" y="${height - 7}" text-anchor="middle"></text>` +
    `<text x="${left - 6}" y="${up(least) + 4}" text-anchor="end"></text>` +
    `<text x="${left - 6}" y="${up(most) + 4}" text-anchor="end"></text>` +
    `<text x="4" y="16"></text>` +
    `<text x="${width - 16}" y="16" text-anchor="end"><tspan fill="#0072B2">— came out</tspan> ` +
    `<tspan fill="#A84300">- - yours</tspan></text></svg>`;
  // Words are the reader's and the notebook's: as text, never as markup.
  const words = [...x, xlabel, String(least), String(most), ylabel];
  svg.querySelectorAll("text:not(:has(tspan))").forEach((node, place) => {
    node.textContent = words[place];
  });
  svg.firstChild.setAttribute("aria-label", sentence);
  return svg;
}

function guessIn(form) {
  const key = `guess/${form.dataset.guess}`, kind = KINDS[form.dataset.kind];
  const button = form.querySelector("button"), status = form.querySelector("[role=status]");
  const answers = [...document.querySelectorAll(".answer")].filter(box => box.dataset.guess === form.dataset.guess);

  function show() {
    const value = recall(key), isCommitted = value !== null;
    if (isCommitted) kind.fill(form, value);
    for (const input of form.querySelectorAll("input")) input.disabled = isCommitted;
    button.textContent = isCommitted ? "Change my guess" : "Commit my guess";
    status.textContent = "";
    if (isCommitted) {
      status.append("Committed. ");
      for (const box of answers)
        status.append(element("a", "The answer", {href: `#${box.id}`}), " stands below, beside it. ");
    }
    for (const box of answers) reveal(box, isCommitted ? kind : null, value);
  }

  function reveal(box, kind, value) {
    const shape = JSON.parse(form.dataset.shape);
    box.querySelector(".beside").replaceChildren(
      ...(kind ? kind.compare(value, box.dataset.truth, shape) : [])
    );
    const details = box.querySelector("details"), summary = details.querySelector("summary");
    box.folded ??= summary.textContent;
    summary.textContent = kind ? "The answer" : box.folded;
    details.open = kind !== null;
  }

  form.addEventListener("submit", event => {
    event.preventDefault();
    let note;
    if (recall(key) !== null) note = keep(key, null);
    else
      try {
        note = keep(key, kind.read(form));
      } catch (unreadable) {
        status.textContent = unreadable.message;
        return;
      }
    show();
    if (note) status.append(note);
  });
  show();
}

/** In a table of notebooks, say of how many guesses this browser knows: '2 of 7', and in squares. */
function countGuesses() {
  for (const cell of document.querySelectorAll("[data-guesses]")) {
    const all = Number(cell.textContent.match(/of (\d+)/)[1]);
    const made = Math.min(all, kept(`guess/${cell.dataset.guesses}/`).length);
    const squares = element("span", "■".repeat(made) + "□".repeat(all - made), {"aria-hidden": true});
    cell.replaceChildren(`${made} of ${all}`, element("br", ""), squares);
  }
}

// --- A ballot: a probability for each claim, and beside the others' what came of them ----------

function ballotIn(form) {
  const key = `ballot/${form.dataset.ballot}`, all = sliders(form);
  const button = form.querySelector("button"), status = form.querySelector("[role=status]");
  const details = form.nextElementSibling.querySelector("details");
  const summary = details.querySelector("summary"), folded = summary.textContent;
  const [head, ...claims] = details.querySelectorAll("tr"), scores = claims.pop();
  const percent = value => `${value} %`;

  function write({values, isCommitted}) {
    all.forEach((slider, number) => {
      slider.value = values[number];
      slider.disabled = isCommitted;
      sayValue(slider);
    });
    button.textContent = isCommitted ? "Change my numbers" : "Commit my numbers";
    summary.textContent = isCommitted ? "What came of them" : folded;
    details.open = isCommitted;
    details.querySelectorAll(".mine").forEach(cell => cell.remove());
    status.textContent = "";
    if (isCommitted) compare(values);
  }

  function compare(values) {
    const gaps = claims.map(({cells}, number) => values[number] / 100 - (cells[1].textContent === "yes"));
    const score = (gaps.reduce((sum, gap) => sum + gap ** 2, 0) / gaps.length).toFixed(3);
    const add = (row, text, tag = "td") => {
      const cell = element(tag, "", {class: "mine"});
      cell.append(text);
      row.cells[1].after(cell);
    };
    add(head, "you", "th");
    claims.forEach((row, number) => add(row, `${values[number]}%`));
    add(scores, element("b", score));
    status.textContent = `Committed. Your Brier score is ${score}: below, beside the others'.`;
  }

  function sayValue(slider) {
    slider.nextElementSibling.textContent = percent(slider.value);
    slider.setAttribute("aria-valuetext", percent(slider.value));
  }

  const present = isCommitted => ({values: all.map(slider => slider.valueAsNumber), isCommitted});
  form.addEventListener("input", ({target}) => {
    sayValue(target);
    status.textContent = keep(key, present(false));
  });
  form.addEventListener("submit", event => {
    event.preventDefault();
    const next = present(!all[0].disabled), note = keep(key, next);
    write(next);
    if (note) status.append(` ${note}`);
  });
  write(recall(key) ?? present(false));
}

// --- A duel: name faces one by one, and see who was right where ----------------------------------

const SIDE = 32, GAP = 2, COLUMNS = 10; // of the picture of all faces, in its pixels

function duelIn(box) {
  const key = `duel/${box.dataset.duel}`;
  const [classes, truth, answers] = ["classes", "truth", "answers"].map(one => box.dataset[one].split(", "));
  const all = box.querySelector("img"), details = box.querySelector("details");
  const face = element("div", "", {class: "face", role: "img"}), picture = all.cloneNode();
  const status = element("p", "", {role: "status"}), result = element("div", "", {role: "status"});
  const press = (text, pressed) => {
    const button = element("button", text, {type: "button"});
    button.addEventListener("click", pressed);
    return button;
  };
  const names = classes.map(name => press(name, () => go([...given, name])));
  const back = press("One back", () => go(given.slice(0, -1)));
  const again = press("Start again", () => go([]));
  const buttons = element("p", "", {class: "answers"});
  let given = recall(key) ?? [];

  function go(next) {
    given = next;
    const note = keep(key, given.length ? given : null);
    show();
    if (note) status.append(` ${note}`);
  }

  function show() {
    const number = given.length, isOver = number === truth.length;
    // The button that has the focus must not vanish under it.
    if (isOver && names.includes(document.activeElement)) again.focus();
    if (!number && [back, again].includes(document.activeElement)) names[0].focus();
    for (const button of names) button.disabled = isOver;
    back.disabled = again.disabled = !number;
    face.hidden = isOver;
    status.textContent = isOver
      ? `That was the last of ${truth.length} faces.`
      : `Face ${number + 1} of ${truth.length}: what is it?`;
    face.setAttribute("aria-label", `Face ${number + 1} of ${truth.length}, ${SIDE} pixels a side`);
    picture.style.left = `${-(number % COLUMNS) * (SIDE + GAP)}px`;
    picture.style.top = `${-Math.floor(number / COLUMNS) * (SIDE + GAP)}px`;
    result.replaceChildren(...(isOver ? compared() : []));
  }

  function compared() {
    const mine = truth.map((name, number) => given[number] === name);
    const theirs = truth.map((name, number) => answers[number] === name);
    const count = test => truth.filter((_, number) => test(mine[number], theirs[number])).length;
    const tables = element("div", "", {class: "matrices"});
    tables.append(matrix(given, "You"), matrix(answers, "The network"));
    return [tables, element("p",
      `You were right on ${count(me => me)} of ${truth.length} faces, the network on ` +
      `${count((_, it) => it)}. Only you: ${count((me, it) => me && !it)}. Only the network: ` +
      `${count((me, it) => it && !me)}. Neither: ${count((me, it) => !me && !it)}.`)];
  }

  /** Return a confusion matrix: row the actual class, column the answer. */
  function matrix(said, who) {
    const table = element("table", "");
    table.createCaption().append(element("b", who));
    const head = table.insertRow();
    head.insertCell();
    head.append(...classes.map(name => element("th", `says ${name}`, {scope: "col"})));
    for (const actual of classes) {
      const row = table.insertRow();
      row.append(element("th", actual, {scope: "row"}));
      for (const answer of classes) {
        const number = truth.filter((name, place) => name === actual && said[place] === answer).length;
        row.insertCell().append(element(actual === answer ? "b" : "span", number));
      }
    }
    return table;
  }

  picture.alt = "";
  picture.width = COLUMNS * (SIDE + GAP) - GAP;
  picture.removeAttribute("height");
  face.append(picture);
  buttons.append(...names.flatMap(name => [name, " "]), back, " ", again);
  details.querySelector("summary").after(all);
  box.prepend(status, face, buttons, result);
  show();
}

// --- Places to write --------------------------------------------------------------------------

function writingIn(form) {
  const key = `text/${form.dataset.task}`, areas = [...form.querySelectorAll("textarea")];
  const status = form.querySelector("[role=status]");
  const texts = recall(key) ?? [];
  areas.forEach((area, number) => (area.value = texts[number] ?? ""));
  form.addEventListener("input", () => {
    const written = areas.map(area => area.value);
    status.textContent = keep(key, written.some(Boolean) ? written : null);
  });
  form.addEventListener("submit", event => {
    event.preventDefault();
    if (!areas.some(area => area.value.trim())) {
      status.textContent = "Nothing is written yet, so nothing was saved.";
      return;
    }
    const name = `${key.split("/").at(-1)}.md`;
    const parts = areas.map(area => {
      const prompt = document.getElementById(area.getAttribute("aria-describedby")).textContent;
      return `## ${area.labels[0].textContent}\n\n*${prompt}*\n\n${area.value.trim() || "*(not filled in)*"}\n`;
    });
    const file = new Blob([parts.join("\n")], {type: "text/markdown"});
    const link = element("a", "", {href: URL.createObjectURL(file), download: name});
    link.click();
    URL.revokeObjectURL(link.href);
    status.textContent = `Saved as ${name} among your downloads.`;
  });
}

// --- What the theme leaves undone ---------------------------------------------------------------

/** Let the keyboard reach what scrolls by itself: equations and tables that are too wide. */
function reachWide() {
  for (const math of document.querySelectorAll("mjx-container")) {
    math.classList.remove("wide");
    math.classList.toggle("wide", math.getBoundingClientRect().width > math.closest("p, div, li, td, th").clientWidth);
  }
  for (const box of document.querySelectorAll(".bd-main table, mjx-container"))
    if (box.scrollWidth > box.clientWidth && box.matches("table, .wide")) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
}
window.addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  reachWide();
  window.addEventListener("resize", reachWide);
});

const sidebar = document.getElementById("pst-primary-sidebar");
sidebar?.setAttribute("role", "navigation");
sidebar?.setAttribute("aria-label", "Course");

document.querySelectorAll("form.guess").forEach(guessIn);
document.querySelectorAll("form.task").forEach(writingIn);
document.querySelectorAll("form.ballot").forEach(ballotIn);
document.querySelectorAll("div.duel").forEach(duelIn);
countGuesses();
for (const button of document.querySelectorAll("button.forget"))
  button.addEventListener("click", () => {
    const number = forgetAll();
    button.parentElement.querySelector("[role=status]").textContent =
      number === 0 ? "There was nothing to forget." : `Forgotten: ${number}.`;
    countGuesses();
  });
})();
