/** A KV whose commits fail as a network does: before they are done, after, or by a check that somebody else broke. */

/** What becomes of a commit. */
export type Fate = "done" | "check_failed" | "lost_before" | "lost_after";

/** The same KV, but each commit asks `fate` first, which may let something else happen before it answers. */
export function flakyKv(kv: Deno.Kv, fate: () => Fate | Promise<Fate>): Deno.Kv {
  function flakyOperation(): Deno.AtomicOperation {
    const op = kv.atomic();
    return new Proxy(op, {
      get(target, name, receiver) {
        if (name === "commit") return () => commit(target);
        const member = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        return (...args: unknown[]) => {
          const result = member.apply(target, args);
          return result === target ? receiver : result;
        };
      },
    });
  }

  async function commit(op: Deno.AtomicOperation) {
    switch (await fate()) {
      case "done":
        return await op.commit();
      case "check_failed":
        return { ok: false };
      case "lost_before":
        throw new Error("the connection broke before the commit");
      case "lost_after":
        await op.commit();
        throw new Error("the connection broke after the commit");
    }
  }

  return new Proxy(kv, {
    get(target, name) {
      if (name === "atomic") return flakyOperation;
      const member = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}
