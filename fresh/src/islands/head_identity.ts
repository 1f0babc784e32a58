/** What makes two elements of a head the same one, on the server and in the browser. */

/** Of these relations a document has one link each. */
const UNIQUE_RELATIONS = /^(?:canonical|manifest|next|prev|amphtml|shortlink)$/i;

/** By these attributes a `<meta>` says what it is about. */
const META_NAMES = ["name", "property", "http-equiv", "itemprop", "charset"];

/**
 * The identity of an element: its key or id, or what it is about where a document has only one such element.
 *
 * @param attribute reads an attribute; the key is `data-key`
 * @returns `null` for elements of which there may be many
 */
export function headIdentity(
  type: string,
  attribute: (name: string) => unknown,
): string | null {
  for (const name of ["data-key", "id"]) {
    const value = attribute(name);
    if (value != null) return `${type}:${name}=${value}`;
  }
  if (type === "title" || type === "base") return type;
  if (type === "link" && UNIQUE_RELATIONS.test(String(attribute("rel")))) {
    return `link:rel=${attribute("rel")}`;
  }
  if (type === "meta") {
    for (const name of META_NAMES) {
      const value = attribute(name);
      if (value == null) continue;
      // The two colour schemes, for example, each have a theme colour
      return `meta:${name}=${name === "charset" ? "" : value}:${attribute("media") ?? ""}`;
    }
  }
  return null;
}
