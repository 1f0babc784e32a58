/** The schema of amounts, apart from their arithmetic, so that islands can do sums without zod. */
import { z } from "zod";

/** A stored or received amount. */
export const moneySchema = z.strictObject({
  minor: z.int(),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
