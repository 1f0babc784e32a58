/** Makes JSON safe to stand inside of an inline script. */

const UNSAFE = /[<\u2028\u2029]/g;

/**
 * Escapes JSON so that nothing in it ends the script element (`</script>`), opens a comment in it (`<!--`), or is a line
 * end in older JavaScript. What it stands for stays the same.
 */
export function escapeScript(json: string): string {
  return json.replace(
    UNSAFE,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
