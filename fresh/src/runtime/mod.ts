/**
 * What components and islands use on the server and in the browser.
 *
 * ```tsx
 * import { asset, Head, IS_BROWSER } from "fresh/runtime";
 * ```
 *
 * @module
 */
export { asset, assetSrcSet } from "./asset.ts";
export { IS_BROWSER } from "./environment.ts";
export { Head, type HeadProps } from "./head.ts";
export { type ErrorStatus, HttpError } from "../error.ts";
