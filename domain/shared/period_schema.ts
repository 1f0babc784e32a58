/** The schema of billing cycles, apart from their arithmetic, so that islands can use that without zod. */
import { z } from "zod";
import { CYCLES } from "./period.ts";

/** A stored or received cycle. */
export const cycleSchema = z.enum(CYCLES);

/** A day as typed into a form; `null` where nothing was. */
export const dayField = z.string().trim().default("").transform((typed, context) => {
  if (typed === "") return null;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(typed) && isRealDay(typed);
  if (isDay) return typed;
  context.addIssue({ code: "custom", message: "Enter a day such as 2026-12-31." });
  return z.NEVER;
});

function isRealDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString() === text;
  } catch {
    return false;
  }
}
