/** Completes a rendered page to a document: what its parts had to wait for comes to its place. */
import { Fragment, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { renderBootScript, serializeProps } from "./boot_script.ts";
import { isHeadStale, renderHead } from "./head_elements.ts";
import { SLOT_TEMPLATE } from "./markers.ts";
import type { RenderState } from "./render_state.ts";

/** The start tag of `<html>`; attribute values may hold a `>`. */
const HTML_TAG = /<html(?:"[^"]*"|[^">])*>/;

/**
 * Completes rendered HTML to a document: adds `<html>`, `<head>` and `<body>` where the page has none, the head's
 * content, slots that no island has rendered, and the islands' script. Called inside `withRenderState()`. Without the
 * doctype.
 */
export function finishDocument(html: string, state: RenderState): string {
  const bodyEnd = renderBodyEnd(state);

  let out = html;
  if (!state.hasBody && !state.hasHtml) out = `<body>${out}${bodyEnd}</body>`;
  else if (bodyEnd !== "") {
    out = insertBeforeLast(out, state.hasBody ? "</body>" : "</html>", bodyEnd);
  }
  if (state.hasHead) {
    if (isHeadStale(state)) out = replaceHead(out, state);
  } else if (!state.hasHtml) {
    out = `<head>${renderHead(state)}</head>${out}`;
  } else if (isHeadStale(state)) {
    const head = renderHead(state);
    out = out.replace(HTML_TAG, (tag) => `${tag}<head>${head}</head>`);
  }
  return state.hasHtml ? out : `<html>${out}</html>`;
}

function replaceHead(html: string, state: RenderState): string {
  const before = state.head.html;
  // Elements are as they were before the first time, so that the head can be merged anew
  state.restore();
  const head = renderHead(state);
  return before === ""
    ? replaceOnce(html, "</head>", `${head}</head>`)
    : replaceOnce(html, before, head);
}

/** Slots, then the script: templates may hold islands, too, and a slot may turn up while props are serialised. */
function renderBodyEnd(state: RenderState): string {
  if (!state.needsClient) return renderBootScript(state, "");
  let html = "";
  let rendered = 0;
  let props = "";
  do {
    for (; rendered < state.slots.length; rendered++) {
      const { children, context, isRendered } = state.slots[rendered]!;
      if (isRendered) continue;
      const content = renderToString(
        h(Fragment, null, children) as VNode,
        context as object,
      );
      html += `<template id="${SLOT_TEMPLATE}${rendered}">${content}</template>`;
    }
    props = serializeProps(state);
  } while (rendered < state.slots.length);
  return html + renderBootScript(state, props);
}

function insertBeforeLast(
  html: string,
  mark: string,
  insertion: string,
): string {
  const at = html.lastIndexOf(mark);
  return at < 0 ? html + insertion : html.slice(0, at) + insertion + html.slice(at);
}

function replaceOnce(html: string, mark: string, replacement: string): string {
  const at = html.indexOf(mark);
  return at < 0 ? html : html.slice(0, at) + replacement + html.slice(at + mark.length);
}
