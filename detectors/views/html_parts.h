// SPDX-License-Identifier: Apache-2.0
//
// What is the same in every page: its style and its script.
#pragma once

#include <string_view>

namespace snarl::views {

inline constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --back: #fff; --text: #1b1b1b; --soft: #595959; --line: #c8c8c8; --card: #f7f7f7;
  --bad: #b3001b; --link: #0b57a4; --mark: #fff1b8; }
@media (prefers-color-scheme: dark) { :root { --back: #16181c; --text: #ececec; --soft: #b0b0b0; --line: #4a4d55;
  --card: #1f2228; --bad: #ff8a8a; --link: #8ec5ff; --mark: #4d4218; } }
body { background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 76rem;
  padding: 1rem; }
code, pre, .place { font-family: ui-monospace, monospace; font-size: .9em; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; margin: 1.5rem 0; padding: .5rem 1.2rem; }
h2 .kind { color: var(--bad); }
.verdict { font-size: 1.1rem; font-weight: 600; overflow-wrap: anywhere; }
.sides { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); }
.sides section { border-left: 4px solid var(--line); padding-left: .8rem; }
.sides h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
.sides p { margin: .3rem 0 0; }
.sides ol { margin: 0; padding-left: 1.5rem; overflow-wrap: anywhere; }
.place, dt, .left { color: var(--soft); }
pre { border: 1px solid var(--line); border-radius: .3rem; overflow-x: auto; padding: .4rem; }
pre .hit { background: var(--mark); font-weight: 600; }
pre u { text-decoration: underline wavy var(--bad); }
dl { display: grid; gap: .2rem 1rem; grid-template-columns: max-content 1fr; }
dd { margin: 0; overflow-wrap: anywhere; }
form { background: var(--back); border-bottom: 1px solid var(--line); display: none; gap: 1rem; padding: .5rem 0; position: sticky;
  top: 0; flex-wrap: wrap; }
.scripted form { display: flex; }
input, select { background: var(--back); border: 1px solid var(--soft); border-radius: .3rem; color: var(--text); font: inherit;
  padding: .2rem .5rem; }
svg { height: auto; max-width: 100%; }
svg text { fill: var(--text); font: 12px system-ui, sans-serif; text-anchor: middle; }
svg .label { font-size: 11px; paint-order: stroke; stroke: var(--card); stroke-width: 4px; }
svg .node { fill: var(--back); stroke: var(--text); stroke-width: 1.5; }
svg .thread { stroke-dasharray: 5 3; }
svg path { fill: none; stroke: var(--soft); stroke-width: 1.5; }
svg path.cycle { stroke: var(--bad); stroke-width: 2.5; }
svg path.tip { fill: var(--soft); stroke: none; }
svg path.tip.cycle { fill: var(--bad); }
@media print { form { display: none !important; } article { break-inside: avoid; } }
)";

inline constexpr std::string_view kScript = R"(
document.documentElement.classList.add('scripted');
const cards = [...document.querySelectorAll('article')];
const rows = [...document.querySelectorAll('tbody tr')];
const kind = document.getElementById('kind'), words = document.getElementById('words'), count = document.getElementById('count');
const texts = cards.map(card => card.textContent.toLowerCase());
function filter() {
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  cards.forEach((card, i) => {
    const fits = (!kind.value || card.dataset.kind === kind.value) && wanted.every(word => texts[i].includes(word));
    card.hidden = rows[i].hidden = !fits;
    shown += fits;
  });
  count.textContent = shown + ' of ' + cards.length + ' shown';
}
kind.addEventListener('change', filter);
words.addEventListener('input', filter);
document.querySelector('form').addEventListener('submit', event => event.preventDefault());
filter();
)";

}  // namespace snarl::views
