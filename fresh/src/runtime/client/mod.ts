/**
 * The client runtime: `boot()` brings the islands of a page to life. It is bundled as `fresh-runtime.js` and called by the
 * script that the server writes at the end of a page's body.
 *
 * @module
 */
import "./hooks.ts";
export { boot } from "./boot.ts";
