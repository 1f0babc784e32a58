/**
 * Queues within one process. Commits to one hot key (the next invoice number, say) take turns here instead of
 * failing each other's checks. It saves retries only: what keeps the data right are the checks, which hold across
 * processes too.
 */

/** Named queues. */
export interface Lanes {
  /** Runs `work` once everything that entered the lane before it has ended. */
  run<T>(lane: string, work: () => Promise<T>): Promise<T>;
}

/** Lanes of this process. A lane that is empty takes no memory. */
export function makeLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run<T>(lane: string, work: () => Promise<T>): Promise<T> {
      const before = tails.get(lane) ?? Promise.resolve();
      const turn = before.then(work, work);
      const tail = turn.then(() => {}, () => {}).then(() => {
        if (tails.get(lane) === tail) tails.delete(lane);
      });
      tails.set(lane, tail);
      return turn;
    },
  };
}
