/**
 * The wire format of island props. A document is a JSON array of entries; an entry refers to another one by its index,
 * so that shared references and cycles survive. Values that JSON has no word for are the negative numbers below, and
 * everything else that isn't plain data is an entry `["Type", ...]`.
 *
 * ```text
 * { a: 1, b: null, c: [1, undefined] }   →   [{"a":1,"b":-2,"c":2},1,[1,-1]]
 * new Map([["x", 1n]])                   →   [["Map",[1,2]],"x",["BigInt","1"]]
 * ```
 */

/** `undefined`. */
export const UNDEFINED = -1;
/** `null`. */
export const NULL = -2;
/** `NaN`. */
export const NAN = -3;
/** `Infinity`. */
export const INFINITY_POS = -4;
/** `-Infinity`. */
export const INFINITY_NEG = -5;
/** `-0`. */
export const ZERO_NEG = -6;
/** A hole in an array. */
export const HOLE = -7;
