/**
 * Queues within one process. Commits to one hot key (the next invoice number, say) take turns here instead of
 * failing each other's checks. It saves retries only: what keeps the data right are the checks, which hold across
 * processes too. Work that takes much memory shares a few slots.
 */

/** Named queues. */
export interface Lanes {
  /** Runs `work` once everything that entered the lane before it has ended. */
  run<T>(lane: string, work: () => Promise<T>): Promise<T>;
  /** Runs `work` once fewer than `slots` works of that name are running. */
  share<T>(name: string, slots: number, work: () => Promise<T>): Promise<T>;
}

/** Works that run under one name, and those that wait for a slot. */
interface Slots {
  running: number;
  waiting: Array<() => void>;
}

/** Lanes of this process. A lane that is empty takes no memory. */
export function makeLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();
  const shared = new Map<string, Slots>();

  async function takeSlot(name: string, limit: number): Promise<void> {
    const slots = shared.get(name) ?? { running: 0, waiting: [] };
    shared.set(name, slots);
    if (slots.running < limit) slots.running++;
    else await new Promise<void>((resolve) => slots.waiting.push(resolve));
  }

  /** Hands the slot to the first that waits, so that `running` never exceeds the limit in between. */
  function giveSlot(name: string): void {
    const slots = shared.get(name)!;
    const next = slots.waiting.shift();
    if (next) next();
    else if (--slots.running === 0) shared.delete(name);
  }

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
    async share<T>(name: string, slots: number, work: () => Promise<T>): Promise<T> {
      await takeSlot(name, slots);
      try {
        return await work();
      } finally {
        giveSlot(name);
      }
    },
  };
}
