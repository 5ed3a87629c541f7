"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const svg = document.getElementById("photograph");
  const full = { x: 0, y: 0, w: data.width, h: data.height };
  let box = { ...full };
  const changes = new Map();
  let selected = null;

  // Zooming and panning: the view box of the drawing.
  function show() {
    svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.w} ${box.h}`);
    document.getElementById("zoom").textContent = `${Math.round((100 * full.w) / box.w)} %`;
  }
  function zoom(factor, cx = box.x + box.w / 2, cy = box.y + box.h / 2) {
    const w = Math.min(full.w, Math.max(full.w / 40, box.w / factor));
    const h = (w * full.h) / full.w;
    box = {
      x: clamp(cx - ((cx - box.x) * w) / box.w, 0, full.w - w),
      y: clamp(cy - ((cy - box.y) * h) / box.h, 0, full.h - h),
      w,
      h,
    };
    show();
  }
  function pan(dx, dy) {
    box.x = clamp(box.x + dx, 0, full.w - box.w);
    box.y = clamp(box.y + dy, 0, full.h - box.h);
    show();
  }
  function clamp(v, low, high) {
    return Math.max(low, Math.min(high, v));
  }
  function point(event) {
    const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [p.x, p.y];
  }
  svg.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.25 : 0.8, ...point(event));
    },
    { passive: false },
  );
  let drag = null;
  svg.addEventListener("pointerdown", (event) => {
    drag = { x: event.clientX, y: event.clientY };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!drag || event.buttons === 0) return;
    const scale = box.w / svg.getBoundingClientRect().width;
    pan((drag.x - event.clientX) * scale, (drag.y - event.clientY) * scale);
    drag = { x: event.clientX, y: event.clientY };
  });
  window.addEventListener("pointerup", () => (drag = null));
  const viewer = document.getElementById("viewer");
  viewer.addEventListener("keydown", (event) => {
    const step = box.w / 10;
    const actions = {
      "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: reset,
      ArrowLeft: () => pan(-step, 0), ArrowRight: () => pan(step, 0),
      ArrowUp: () => pan(0, -step), ArrowDown: () => pan(0, step),
    };
    if (actions[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      actions[event.key]();
    }
  });
  function reset() {
    box = { ...full };
    show();
  }
  document.getElementById("zoom-in").addEventListener("click", () => zoom(1.5));
  document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.5));
  document.getElementById("zoom-reset").addEventListener("click", reset);

  // Layers.
  for (const box of document.querySelectorAll("input[data-layer]")) {
    const apply = () => {
      for (const layer of svg.querySelectorAll(`[data-in-layer="${box.dataset.layer}"]`)) {
        layer.classList.toggle("layer-off", !box.checked);
      }
    };
    box.addEventListener("change", apply);
    apply();
  }

  // Segments.
  const byIndex = new Map(data.segments.map((segment) => [segment.index, segment]));
  const paths = new Map();
  for (const path of svg.querySelectorAll("path.segment")) {
    const index = Number(path.dataset.segment);
    paths.set(index, path);
    path.addEventListener("click", () => select(index));
    path.addEventListener("pointerenter", () => {
      if (selected === null) describe(byIndex.get(index));
    });
  }
  for (const button of document.querySelectorAll("button[data-select]")) {
    button.addEventListener("click", () => select(Number(button.dataset.select)));
  }
  const fields = ["length", "caliber", "tortuosity", "label", "confidence", "audit"];
  const labelOf = document.getElementById("new-label");
  function describe(segment) {
    document.getElementById("segment-title").textContent = `Segment ${segment.index}`;
    for (const field of fields) {
      document.getElementById(`segment-${field}`).textContent = segment[field];
    }
  }
  function select(index) {
    if (selected !== null) paths.get(selected).classList.remove("selected");
    selected = index;
    const segment = byIndex.get(index);
    describe(segment);
    paths.get(index).classList.add("selected");
    labelOf.disabled = false;
    labelOf.value = changes.get(index) ?? segment.label;
  }
  labelOf.addEventListener("change", () => {
    const segment = byIndex.get(selected);
    const path = paths.get(selected);
    if (labelOf.value === segment.label) changes.delete(selected);
    else changes.set(selected, labelOf.value);
    path.classList.remove("artery", "vein", "unknown", "crossing");
    path.classList.add(labelOf.value);
    path.classList.toggle("changed", changes.has(selected));
    document.getElementById("change-count").textContent =
      changes.size === 1 ? "1 label changed" : `${changes.size} labels changed`;
    document.getElementById("download").disabled = changes.size === 0;
  });

  // The override file, which `seqnet graph --override` and `seqnet analyze --override` read.
  document.getElementById("download").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([overrideFile()], { type: "text/csv" }));
    link.download = data.overrideName;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  function overrideFile() {
    const lines = [data.overrideHeader];
    for (const [index, label] of [...changes].sort((a, b) => a[0] - b[0])) {
      const segment = byIndex.get(index);
      lines.push(`,${segment.x},${segment.y},${label}`);
    }
    return lines.join("\n") + "\n";
  }
  window.seqnetReport = { select, overrideFile };
  show();
})();
