/** Printed documents: a description of what they say, and its PDF. */
export type * from "./model.ts";
export { renderDocument } from "./render_document.ts";
