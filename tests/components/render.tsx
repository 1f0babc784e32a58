/** Rendering for component tests. */
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";

/** HTML of some nodes. */
export function render(nodes: ComponentChildren): string {
  return renderToString(<>{nodes}</>);
}

/** The first start tag in `html` that matches `pattern`; fails when there is none. */
export function tag(html: string, pattern: RegExp): string {
  const found = html.match(/<[a-z](?:"[^"]*"|[^>"])*>/g)?.find((start) => pattern.test(start));
  if (!found) throw new Error(`no tag matches ${pattern} in ${html}`);
  return found;
}

/** The value of an attribute of a start tag; empty without one, undefined when it isn't there. */
export function attribute(startTag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`).exec(startTag);
  return found ? found[1] ?? "" : undefined;
}

/** What people read: the text without tags, on one line. */
export function text(html: string): string {
  return html.replace(/<[a-z/](?:"[^"]*"|[^>"])*>/g, " ").replace(/\s+/g, " ").trim();
}
