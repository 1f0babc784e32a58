/** What a use-case needs from outside: handed in as its first argument, never imported. */
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Ids } from "./ids.ts";
import type { Lanes } from "./lanes.ts";
import type { Log } from "./log.ts";
import type { SecretBox } from "./secret_box.ts";

/** The dependencies of every use-case. */
export interface Deps {
  kv: Deno.Kv;
  clock: Clock;
  ids: Ids;
  config: Config;
  secrets: SecretBox;
  log: Log;
  /** Queues within this process for commits that touch one hot key. */
  lanes: Lanes;
}
