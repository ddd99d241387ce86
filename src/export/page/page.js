"use strict";
// What is shown follows from the address behind '#' alone: filters, order, one gap. Links change the address; so does the form.
// Text of the report reaches the page as text only.
(() => {
const D = JSON.parse(document.getElementById("data").textContent);
const say = D.say;
const $ = id => document.getElementById(id);
const GAPS = 100, MORE = 500, SYSTEMS = 40, MORE_SYSTEMS = 200, PRINTED = 1000;
const day = text => {
  const [y, m, d] = text.split("-").map(Number);
  return dates.format(new Date(Date.UTC(y, m - 1, d)));
};
const language = document.documentElement.lang.replace(/^en$/, "en-GB");
const dates = new Intl.DateTimeFormat(language, {day: "numeric", month: "short", year: "numeric", timeZone: "UTC"});
const numbers = new Intl.NumberFormat(language);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, key) => key in values ? values[key] : all);
const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
// A name stands in many gaps, and is made plain once.
const plainNames = new Map();
const plainName = text => {
  let known = plainNames.get(text);
  if (known === undefined) plainNames.set(text, known = plain(text));
  return known;
};

// An element with attributes and children; a child that is a text stays one.
const make = (name, attributes, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
};
const link = (values, ...children) => make("a", {href: "#" + new URLSearchParams(values)}, ...children);

const nameOf = place => place < 0 ? "" : D.names[place];
const systems = D.systems.map(([id, name, unit, vendor, exposure, cell, ours, theirs, focus]) =>
  ({id, name, unit: nameOf(unit), vendor: nameOf(vendor), exposure, cell: nameOf(cell), ours, theirs, focus}));
const gaps = D.gaps.map(([system, domain, side, kind, severity, score, owners, due, late, first, change, action, step, cells], place) => {
  const of = systems[system];
  const duty = domain < 0 ? "unclassified" : D.domains[domain][0];
  return {
    place, system: of, domain, side, kind, severity, score, due, late, first, change, action, step, cells,
    id: of.id + "/" + duty + (D.sides[side][0] === "provider" ? "@provider" : ""),
    owners: owners.map(nameOf).join("; "),
  };
});
const domainOf = gap => gap.domain < 0 ? "" : D.domains[gap.domain][1];
const cellsOf = gap => gap.cells.map(nameOf).join("; ");

// Each filter: how it is asked for, what can be chosen, and which gaps it keeps.
const listed = (list, of) => ({options: list.map(([id, title]) => [id, title]), keeps: value => {
  const place = list.findIndex(([id]) => id === value);
  return gap => of(gap) === place;
}});
const typed = of => ({of, keeps: value => {
  const wanted = plain(value);
  return gap => plainName(of(gap)).includes(wanted);
}});
const FILTERS = {
  q: {keeps: value => {
    const words = plain(value).split(/\s+/).filter(Boolean);
    return gap => { const text = textOf(gap); return words.every(word => text.includes(word)); };
  }},
  system: {of: gap => gap.system.name, keeps: value => {
    const wanted = plain(value);
    return gap => gap.system.id === value || plainName(gap.system.name).includes(wanted);
  }},
  domain: listed(D.domains, gap => gap.domain),
  owner: {of: gap => gap.owners, keeps: value => value === "-" ? gap => !gap.owners : typed(gap => gap.owners).keeps(value)},
  vendor: typed(gap => gap.system.vendor),
  unit: typed(gap => gap.system.unit),
  kind: listed(D.kinds, gap => gap.kind),
  severity: listed(D.severities, gap => gap.severity),
  side: listed(D.sides, gap => gap.side),
  change: listed(D.changes, gap => gap.change),
  action: {options: D.actions.map(([number, title]) => [number, number + " " + title]), keeps: value => {
    const place = D.actions.findIndex(([number]) => number === value);
    return gap => gap.action === place;
  }},
  due: {options: ["overdue", "past", "30", "90"].map(id => [id, say["due_" + id]]), keeps: value => {
    if (value === "overdue") return gap => gap.late === 1;
    if (value === "past") return gap => gap.late === 2;
    const last = new Date(Date.parse(D.day) + 864e5 * Number(value)).toISOString().slice(0, 10);
    return gap => gap.due <= last;
  }},
  gap: {keeps: value => gap => gap.id === value},
};
const texts = [];
const textOf = gap => texts[gap.place] ??= plain([gap.id, gap.system.name, gap.system.unit, gap.system.vendor, domainOf(gap),
  D.kinds[gap.kind][1], gap.owners, nameOf(gap.step), cellsOf(gap)].join(" "));

const COLUMNS = [
  ["severity", gap => -gap.score], ["system", gap => plainName(gap.system.name)], ["domain", gap => gap.domain], ["kind", gap => gap.kind],
  ["owner", gap => plainName(gap.owners) || "\uffff"], ["due", gap => gap.due], ["step", gap => nameOf(gap.step)], ["cells", cellsOf],
];

// The address.
const asked = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const goTo = values => {
  const kept = Object.entries(values).filter(([, value]) => value);
  history.replaceState(null, "", "#" + new URLSearchParams(kept));
  show();
};

// The form.
const inputs = {};
const build = () => {
  const form = $("filters");
  for (const [name, filter] of Object.entries(FILTERS)) {
    if (name === "gap") continue;
    let input;
    if (filter.options) {
      input = make("select", {name}, make("option", {value: ""}, say.any),
        ...filter.options.map(([id, title]) => make("option", {value: id}, title)));
      input.addEventListener("change", typedIn);
    } else {
      const choices = filter.of && make("datalist", {id: "known-" + name});
      input = make("input", {name, type: "search", autocomplete: "off", list: choices ? choices.id : undefined});
      if (choices) {
        form.append(choices);
        input.addEventListener("focus", () => {
          if (choices.childElementCount) return;
          const all = new Set(gaps.map(filter.of).filter(Boolean));
          choices.append(...[...all].sort().slice(0, 2000).map(value => make("option", {value})));
        }, {once: true});
      }
      input.addEventListener("input", typedIn);
    }
    inputs[name] = input;
    form.append(make("label", {}, say["by_" + name], input));
  }
  const clear = make("button", {type: "button"}, say.clear);
  clear.addEventListener("click", () => { goTo({}); inputs.q.focus(); });
  form.append(clear);
  form.addEventListener("submit", event => event.preventDefault());
};
const typedIn = () => {
  const {sort, down} = asked();
  const values = Object.entries(inputs).map(([name, input]) => [name, input.value]);
  goTo({...Object.fromEntries(values), sort, down});
};

// The list.
let found = [], shown = 0;
const row = gap => {
  const late = gap.late ? ["(" + (gap.late === 1 ? say.overdue : say.past_term) + ")"] : [];
  return make("tr", {id: gap.id},
    make("td", {}, make("span", {class: "sev v" + gap.severity}, D.severities[gap.severity][1] + " " + gap.score)),
    make("td", {}, link({system: gap.system.id}, gap.system.name)),
    make("td", {}, domainOf(gap)),
    make("td", {}, link({gap: gap.id}, D.kinds[gap.kind][1]), " ", make("span", {class: "quiet"}, D.sides[gap.side][1])),
    make("td", {}, gap.owners || "–"),
    make("td", {class: gap.late === 1 ? "day bad" : "day"}, ...[day(gap.due), ...late].flatMap(text => [make("span", {}, text), " "])),
    make("td", {class: "step"}, nameOf(gap.step)),
    make("td", {class: "cells"}, cellsOf(gap)));
};
const more = count => {
  const next = found.slice(shown, shown + count);
  $("list").tBodies[0].append(...next.map(row));
  shown += next.length;
  for (const id of ["more-gaps", "all-gaps"]) $(id).hidden = shown >= found.length;
};
const heads = (sort, down) => COLUMNS.map(([name]) => {
  const button = make("button", {type: "button"}, say["column_" + name]);
  button.addEventListener("click", () => {
    const now = asked();
    goTo({...now, sort: name, down: now.sort === name && !now.down ? "1" : ""});
    $("list").tHead.querySelector("[aria-sort] button").focus();
  });
  return make("th", {scope: "col", "data-title": say["column_" + name], "aria-sort": sort === name ? (down ? "descending" : "ascending") : undefined}, button);
});
const details = gap => make("dl", {class: "one"}, ...[
  [say.id, gap.id], [say.by_unit, gap.system.unit], [say.by_vendor, gap.system.vendor], [say.first_seen, day(gap.first)],
  [say.by_change, D.changes[gap.change][1]], [say.by_action, gap.action < 0 ? "" : D.actions[gap.action].join(" ")],
  [say.system_cell, gap.system.cell],
].filter(([, value]) => value).flatMap(([term, value]) => [make("dt", {}, term), make("dd", {}, value)]));

const show = () => {
  const now = asked();
  const keeps = Object.entries(now).filter(([name, value]) => FILTERS[name] && value).map(([name, value]) => FILTERS[name].keeps(value));
  found = gaps.filter(gap => keeps.every(keep => keep(gap)));
  const column = COLUMNS.find(([name]) => name === now.sort);
  if (column) {
    const keys = found.map(column[1]), turn = now.down ? -1 : 1;
    // Far fewer texts than gaps: they are put in order once, and the gaps by numbers.
    const order = new Map([...new Set(keys)].sort((a, b) => a < b ? -1 : a > b ? 1 : 0).map((key, place) => [key, place]));
    const keyed = found.map((gap, place) => [order.get(keys[place]), gap]);
    keyed.sort(([a, x], [b, y]) => (a - b) * turn || x.place - y.place);
    found = keyed.map(([, gap]) => gap);
  }
  for (const [name, input] of Object.entries(inputs)) if (document.activeElement !== input || !now[name]) input.value = now[name] || "";
  $("list").tHead.replaceChildren(make("tr", {}, ...heads(now.sort, now.down)));
  $("list").tBodies[0].replaceChildren();
  shown = 0;
  more(GAPS);
  $("count").textContent = fill(say.count, {n: numbers.format(found.length), all: numbers.format(gaps.length)});
  const one = now.gap && found.length === 1 ? found[0] : null;
  $("one").replaceChildren(...(one ? [details(one)] : now.gap ? [make("p", {class: "note"}, say.no_gap)] : []));
};

// The heat map.
let rows = 0;
const cell = (system, place) => {
  const state = system.ours[place], theirs = system.theirs[place];
  if (state === "-" && theirs === "-") return make("td", {});
  const [id, name, letter] = state === "-" ? ["", say.providers, "·"] : D.states[state];
  const part = theirs === "-" ? "" : "; " + (theirs === "1" ? say.confirmed : say.unconfirmed);
  const [domain, title] = D.domains[place];
  const words = system.name + ", " + title + ": " + name + part;
  const cell = link({system: system.id, domain}, letter);
  cell.className = (state === "-" ? "sx" : "s-" + id) + (system.focus[place] === "1" ? " focus" : "");
  cell.title = words;
  cell.setAttribute("aria-label", words);
  cell.tabIndex = -1;
  if (theirs !== "-") cell.append(make("i", {class: theirs === "1" ? "yes" : "no"}));
  return make("td", {}, cell);
};
const mapRows = count => {
  const next = systems.slice(rows, rows + count);
  $("heat").tBodies[0].append(...next.map(system => make("tr", {},
    make("th", {scope: "row"}, link({system: system.id}, system.name)),
    ...D.domains.map((_, place) => cell(system, place)),
    make("td", {class: "sum"}, numbers.format(system.exposure)))));
  rows += next.length;
  const left = systems.length - rows;
  $("more-systems").hidden = left <= 0;
  $("more-systems").textContent = fill(say.more_systems, {n: numbers.format(Math.min(left, MORE_SYSTEMS)), all: numbers.format(systems.length)});
};
const map = () => {
  $("heat").tHead.append(make("tr", {}, make("th", {scope: "col"}, say.by_system),
    ...D.domains.map(([, title, short]) => make("th", {scope: "col", title}, short)), make("th", {scope: "col"}, say.exposure)));
  $("legend").append(...D.states.map(([id, name, letter]) => make("li", {}, make("b", {class: "s-" + id}, letter), name)));
  mapRows(SYSTEMS);
  const first = $("heat").querySelector("td a");
  if (first) first.tabIndex = 0;
  // One stop for the tabulator; arrows go from cell to cell.
  $("heat").addEventListener("keydown", event => {
    const step = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]}[event.key];
    const from = event.target.closest("td");
    if (!step || !from) return;
    event.preventDefault();
    let [line, column] = [from.parentElement.rowIndex, from.cellIndex];
    for (;;) {
      line += step[0]; column += step[1];
      const to = line > 0 && $("heat").rows[line] && $("heat").rows[line].cells[column];
      if (!to || to.tagName !== "TD") return;
      const next = to.querySelector("a");
      if (!next) continue;
      event.target.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
      return;
    }
  });
};

const start = () => {
  $("more-gaps").textContent = fill(say.more_gaps, {n: numbers.format(MORE)});
  $("all-gaps").textContent = say.all_gaps;
  $("more-gaps").addEventListener("click", () => more(MORE));
  $("all-gaps").addEventListener("click", () => more(Infinity));
  $("more-systems").addEventListener("click", () => mapRows(MORE_SYSTEMS));
  $("map").hidden = $("gaps").hidden = false;
  build();
  map();
  show();
  if (location.hash.includes("=")) $("gaps").scrollIntoView();
  ready(0);
};
// What the search looks through is put together while nobody waits for it.
const ready = from => setTimeout(() => {
  for (const gap of gaps.slice(from, from + 2000)) textOf(gap);
  if (from + 2000 < gaps.length) ready(from + 2000);
});
addEventListener("hashchange", () => {
  const chosen = location.hash.includes("=");
  if (location.hash && !chosen) return;
  show();
  if (chosen) $("gaps").focus();
});
// Paper has no buttons: it gets all that fits, and says how much does not.
addEventListener("beforeprint", () => {
  more(Math.max(PRINTED - shown, 0));
  mapRows(Math.max(PRINTED - rows, 0));
  for (const [id, left] of [["left-gaps", found.length - shown], ["left-systems", systems.length - rows]]) {
    $(id).textContent = left > 0 ? fill(say.left, {n: numbers.format(left)}) : "";
  }
});
// The figures are painted before the script begins.
requestAnimationFrame(() => setTimeout(start));
})();
