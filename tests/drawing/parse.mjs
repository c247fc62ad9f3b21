// Reads Mermaid sources (a JSON list on stdin) with the library itself, and prints for each its
// kind, the number of its nodes and its texts. Not part of the ordinary tests, which need no npm:
//   npm install --prefix FOLDER mermaid jsdom
//   ORDERLOOM_MERMAID=FOLDER pytest tests/drawing
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

const page = new JSDOM('<!DOCTYPE html><body></body>');
globalThis.window = page.window;
globalThis.document = page.window.document;
const { default: mermaid } = await import('mermaid');

// As the library itself does when it draws: an entity of its own becomes one of HTML.
function seen(text) {
  const place = document.createElement('p');
  place.innerHTML = text.replace(/ﬂ°°/g, '&#').replace(/ﬂ°/g, '&').replace(/¶ß/g, ';');
  return place.textContent;
}

function contents({ db }) {
  if (db.getStates) {
    const states = [...db.getStates().values()];
    const [first, ...more] = states.flatMap((each) => each.descriptions);
    const ways = db.getRelations().map((each) => each.relationTitle).filter(Boolean);
    return { nodes: states.length, texts: [first, ...ways, ...more] };
  }
  const nodes = [...db.getVertices().values()];
  const edges = db.getEdges().map((each) => each.text);
  return { nodes: nodes.length, texts: [...nodes.map((each) => each.text), ...edges] };
}

const found = [];
for (const source of JSON.parse(readFileSync(0, 'utf8'))) {
  const { diagramType } = await mermaid.parse(source);
  const { nodes, texts } = contents(await mermaid.mermaidAPI.getDiagramFromText(source));
  found.push({ kind: diagramType, nodes, texts: texts.map(seen) });
}
console.log(JSON.stringify(found));
