/** Changing answers that others made. */

/**
 * The response itself, or a copy of it where its headers can't be changed (`Response.redirect()`, `Response.error()`
 * and what `fetch()` gives). The body isn't copied.
 */
export function mutableResponse(response: Response): Response {
  try {
    // Deleting a header that isn't there changes nothing, but throws where nothing may be changed
    response.headers.delete("x-fresh-mutable");
    return response;
  } catch {
    return new Response(response.body, response);
  }
}
