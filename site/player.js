/* Moving pictures on a page without a kernel.

   <figure class="player" data-scene="01_neurons/some-title">
     <img alt="..." src="still.png"><figcaption>What is to be seen.</figcaption>
   </figure>
   <script defer src="player.js" data-scenes="scenes"></script>

   When such a figure comes into view, its states are fetched from data-scenes (a script, so that it
   works from a disk, too), and it gets its controls. Until then, and where no script runs, the still
   picture and its sentence stand there. tools/export.py writes the states and says what is in them. */

(() => {
  "use strict";
  const folder = document.currentScript?.dataset.scenes || "scenes";
  const AHEAD = "600px 0px"; // fetched when a figure is this near
  const waiting = new Map(); // figures by the name of the scene that was asked for
  let count = 0; // of ids given

  function ask(figure) {
    const name = figure.dataset.scene;
    if (waiting.has(name)) return waiting.get(name).push(figure);
    waiting.set(name, [figure]);
    const script = document.createElement("script");
    script.src = `${folder}/${name}/states.js`;
    script.onerror = () => waiting.get(name).forEach((one) => say(one,
      "The states of this picture could not be loaded, so it stands still. Reload the page to try again."));
    document.head.append(script);
  }

  window.sceneLoaded = async (name, scene) => {
    for (const figure of waiting.get(name) ?? []) {
      const ground = make("img", {alt: "", src: `${folder}/${name}/${scene.background}`});
      try {
        await ground.decode(); // so that the still picture goes when the moving one is there
      } catch {
        say(figure, "The picture could not be loaded, so it stands still. Reload the page to try again.");
        continue;
      }
      bringToLife(figure, scene, ground);
    }
  };

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const say = (figure, text) => figure.append(make("p", {class: "player-note"}, text));

  function bringToLife(figure, scene, ground) {
    const caption = figure.querySelector("figcaption");
    const {picture, show} = makePicture(scene, ground);
    const controls = scene.controls.filter((control) => control.values.length > 1);
    const present = controls.map((control) => control.opening);

    // One step of the run follows another until a control moves, or the run has ended.
    let timer = 0;
    const stop = () => {
      clearTimeout(timer);
      timer = 0;
      caption.setAttribute("aria-live", "polite");
      if (scene.run) button.textContent = scene.run.label;
    };

    function see(state) {
      show(state);
      caption.innerHTML = scene.sentences[state];
    }

    // A control that moves alone sends the others home; one that combines, those that move alone.
    function move(index, stopAt) {
      stop();
      bar.value = 0;
      controls.forEach((control, other) => {
        if (other !== index && ("first" in control || "first" in controls[index]))
          set(other, control.opening);
      });
      set(index, stopAt);
      see(stateOf(controls, present));
    }

    function set(index, stopAt) {
      present[index] = stopAt;
      rows[index].update(stopAt);
    }

    function reset() {
      stop();
      bar.value = 0;
      controls.forEach((control, index) => set(index, control.opening));
      see(stateOf(controls, present));
    }

    function play() {
      if (timer) return stop();
      reset();
      caption.setAttribute("aria-live", "off"); // the last sentence is read, not sixty
      button.textContent = "Stop";
      const {first, shares, pause} = scene.run;
      const step = (number) => {
        if (number === shares.length - 1) stop();
        else timer = setTimeout(step, pause, number + 1);
        bar.value = shares[number];
        see(first + number);
      };
      step(0);
    }

    const rows = controls.map((control, index) => makeRow(control, (stopAt) => move(index, stopAt)));
    const button = make("button", {type: "button", class: "player-run"});
    const bar = make("progress", {max: 1, value: 0, "aria-label": "Progress"});
    const back = make("button", {type: "button", class: "player-reset"}, "Reset");
    button.addEventListener("click", play);
    back.addEventListener("click", reset);
    const buttons = make("div", {class: "player-buttons"}, ...(scene.run ? [button, bar] : []), back);
    const notes = scene.notes.length ? [make("p", {class: "player-note"}, scene.notes.join(" "))] : [];
    stop();
    see(stateOf(controls, present));
    figure.replaceChildren(...rows.map((row) => row.element), buttons, picture, caption, ...notes);
    figure.classList.add("player-alive");
  }

  /* The number of the state in which every control stands at its present stop. */
  function stateOf(controls, present) {
    let state = 0;
    for (const [index, {first, opening, weight}] of controls.entries()) {
      const at = present[index];
      if (first === undefined) state += weight * at;
      else if (at !== opening) return first + at - (at > opening);
    }
    return state;
  }

  /* What stays is an image. On it lies an SVG with a group for each artist; what an artist shows is a
     piece of SVG, in which {7} stands for the seventh of the shapes. */
  function makePicture(scene, ground) {
    const {width, height, columns, pieces, shapes, title} = scene;
    const groups = columns.map(() => "<g></g>").join("");
    const picture = make("div", {class: "player-picture", role: "img", "aria-label": title}, ground);
    picture.style.aspectRatio = `${width} / ${height}`;
    picture.insertAdjacentHTML("beforeend",
      `<svg viewBox="0 0 ${10 * width} ${10 * height}" aria-hidden="true">${groups}</svg>`);
    const places = [...picture.querySelectorAll("g")];
    const seen = columns.map(() => 0); // the piece without content
    const show = (state) => columns.forEach((column, artist) => {
      const piece = column[state] ?? column; // a number alone: the same in every state
      if (piece === seen[artist]) return;
      seen[artist] = piece;
      places[artist].innerHTML = pieces[piece].replace(/\{(\d+)\}/g, (_, shape) => shapes[shape]);
    });
    return {picture, show};
  }

  /* A native control with its label, and what a slider says of its value. */
  function makeRow({kind, label, values, opening}, moved) {
    const id = `player-${++count}`;
    const name = make("label", {for: id}, label);
    if (kind === "slider") {
      const range = make("input", {id, type: "range", min: 0, max: values.length - 1, value: opening});
      const output = make("output", {for: id, "aria-live": "off"}); // the slider itself says it
      range.addEventListener("input", () => moved(range.valueAsNumber));
      const update = (at) => {
        range.value = at;
        range.setAttribute("aria-valuetext", values[at]);
        output.textContent = values[at];
      };
      update(opening);
      return {element: make("div", {class: "player-row"}, name, range, output), update};
    }
    if (kind === "switch") {
      const box = make("input", {id, type: "checkbox"});
      box.addEventListener("change", () => moved(values.indexOf(box.checked ? "True" : "False")));
      const update = (at) => { box.checked = values[at] === "True"; };
      update(opening);
      return {element: make("div", {class: "player-row"}, name, box), update};
    }
    const select = make("select", {id}, ...values.map((value) => make("option", {}, value)));
    select.addEventListener("change", () => moved(select.selectedIndex));
    const update = (at) => { select.selectedIndex = at; };
    update(opening);
    return {element: make("div", {class: "player-row"}, name, select), update};
  }

  function begin() {
    const near = new IntersectionObserver((entries) => {
      for (const {isIntersecting, target} of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        ask(target);
      }
    }, {rootMargin: AHEAD});
    document.querySelectorAll("figure.player[data-scene]").forEach((figure) => near.observe(figure));
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
