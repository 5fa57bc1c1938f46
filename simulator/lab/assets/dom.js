// Elements. Text becomes a text node and nothing else; the only HTML that enters the page is what
// the server made and escaped, through one door that the page's security policy knows by name.

export const byId = (id) => document.getElementById(id);

// el('p', {class: 'dim', onclick: f}, 'text', node, …)
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function fill(target, ...children) {
  target.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

// A sentence with user text in backticks: what they quote stands as code.
export function prose(text) {
  const pieces = text.split('`');
  if (pieces.length % 2 === 0) return [text];
  return pieces.map((piece, i) => (i % 2 ? el('code', {}, piece) : piece));
}

const fragments = window.trustedTypes?.createPolicy('deputy', {createHTML: (html) => html}) ??
    {createHTML: (html) => html};

// `html` is of the server. What was there stays where it is the same, so that a reader's place and
// the scrollers are not lost with each key.
export function fillFromServer(target, html) {
  if (target.shown === html) return;
  const scrolled = [...target.querySelectorAll('.scroll')].map((one) => one.scrollLeft);
  target.innerHTML = fragments.createHTML(html);
  target.querySelectorAll('.scroll').forEach((one, i) => { one.scrollLeft = scrolled[i] ?? 0; });
  target.shown = html;
}
