/** Names of the periods that reports add up by. */

/** `March 2026` of `2026-03`, `Q1 2026` of `2026-Q1`. */
export function periodText(period: string): string {
  const [year, part] = period.split("-") as [string, string];
  if (part.startsWith("Q")) return `${part} ${year}`;
  return new Date(`${period}-01T00:00:00Z`).toLocaleDateString("en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
}
