/** The schema of billing cycles, apart from their arithmetic, so that islands can use that without zod. */
import { z } from "zod";
import { CYCLES } from "./period.ts";

/** A stored or received cycle. */
export const cycleSchema = z.enum(CYCLES);
