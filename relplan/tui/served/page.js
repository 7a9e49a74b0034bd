// Keys go to the terminal without a click, and its letters fit the width of the window.
"use strict";
(() => {
  const COLUMNS = 64; // at least so many: below 60 relplan shows nothing that helps
  const SMALLEST = 6; // pixels, however narrow the window is
  const ADVANCE = 0.62; // of a monospaced letter, in its height
  const terminal = document.querySelector("#terminal");
  const fitting = Math.floor(document.documentElement.clientWidth / (COLUMNS * ADVANCE));
  const wanted = Number(terminal.dataset.fontSize);
  // textual.js reads it when all is loaded, after this.
  terminal.dataset.fontSize = String(Math.max(SMALLEST, Math.min(wanted, fitting)));

  const focus = () => {
    const input = terminal.querySelector("textarea");
    if (input && document.activeElement !== input) input.focus({ preventScroll: true });
  };
  for (const name of ["load", "focus", "pointerup"]) window.addEventListener(name, focus);
  // The first key of somebody whose focus was elsewhere is not lost either.
  window.addEventListener("keydown", focus, true);
})();
