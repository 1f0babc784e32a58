/** Names of islands. They are bindings in a page's script, so they must be unique and mustn't shadow anything. */

/** Words that can't be the name of a binding in a module. */
const RESERVED = new Set(
  ("arguments await boot break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof undefined var void while with yield")
    .split(" "),
);

/** Hands out names, each only once. */
export class UniqueNames {
  readonly #taken = new Set<string>();

  /**
   * A free name like the given one. One that would shadow a global, such as `Map`, or that is no identifier, gets an
   * underscore and a number.
   */
  take(name: string): string {
    let unique = name;
    const isUnusable = RESERVED.has(name) || name in globalThis;
    for (let i = 1; this.#taken.has(unique) || (isUnusable && unique === name); i++) {
      unique = `_${name}_${i}`;
    }
    this.#taken.add(unique);
    return unique;
  }
}
