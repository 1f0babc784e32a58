/** Completes a rendered page to a document: what its parts had to wait for comes to its place. */
import { Fragment, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { renderBootScript, serializeProps } from "./boot_script.ts";
import { HEAD_PLACEHOLDER, renderHead } from "./head_elements.ts";
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
  const head = state.hasHead || !state.hasHtml || state.heads.length > 0 ? renderHead(state) : "";

  let out = html;
  if (!state.hasBody && !state.hasHtml) out = `<body>${out}${bodyEnd}</body>`;
  else if (bodyEnd !== "") {
    out = insertBeforeLast(out, state.hasBody ? "</body>" : "</html>", bodyEnd);
  }

  if (state.hasHead) out = replaceOnce(out, HEAD_PLACEHOLDER, head);
  else if (!state.hasHtml) out = `<head>${head}</head>${out}`;
  else if (head !== "") {
    out = out.replace(HTML_TAG, (tag) => `${tag}<head>${head}</head>`);
  }
  return state.hasHtml ? out : `<html>${out}</html>`;
}

/** Slots, then the script: templates may hold islands, too, and a slot may turn up while props are serialised. */
function renderBodyEnd(state: RenderState): string {
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
