/**
 * The comments by which the browser finds islands and slots in a page. The server writes them, the client reads them:
 *
 * ```html
 * <!--frsh:island:Counter:0:key-->…<!--/frsh:island-->
 * <!--frsh:slot:0-->…<!--/frsh:slot-->
 * ```
 */

/** Starts the comment that opens an island: name, index of its props and key follow, between colons. */
export const ISLAND_START = "frsh:island:";
/** The comment that closes an island. */
export const ISLAND_END = "/frsh:island";
/** Starts the comment that opens a slot: its id follows. */
export const SLOT_START = "frsh:slot:";
/** The comment that closes a slot. */
export const SLOT_END = "/frsh:slot";
/** Starts the id of the template that holds a slot which its island didn't render on the server. */
export const SLOT_TEMPLATE = "frsh-slot-";
