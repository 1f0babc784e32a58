/** Starting, filling, saving and restoring an installation. */
export type { DemoLogIn } from "./demo.ts";
export type { CannotSeed, FirstStart } from "./first_start.ts";
export { type CannotOpen, kvPlace } from "./open_kv.ts";
export { openDeps, type Opened } from "./open.ts";
