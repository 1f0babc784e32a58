/** Where the code runs. */

/**
 * True in the browser, false on the server. Guards code in islands that needs the one or the other:
 *
 * ```ts
 * const width = IS_BROWSER ? document.body.clientWidth : 0;
 * ```
 */
export const IS_BROWSER: boolean = typeof document !== "undefined";
