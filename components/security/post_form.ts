/** How the islands of log-in and security send their forms: the same posts as without scripts, answered in JSON. */

/** What a post came to: the answer, or a sentence for the person. */
export type Posted<T> = { value: T } | { message: string };

/** Posts fields to a path of this site and reads the JSON that comes back. */
export async function postForm<T>(
  path: string,
  fields: Record<string, string>,
): Promise<Posted<T>> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
    const answer = await response.json();
    if (response.ok) return { value: answer as T };
    return { message: answer.message ?? FAILED };
  } catch {
    return { message: FAILED };
  }
}

const FAILED = "That didn't work. Reload the page and try again.";
