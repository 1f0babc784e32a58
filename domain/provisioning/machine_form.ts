/** The form in which staff enter a machine: parsed to its exact form before anything of it is kept or shown. */
import { z } from "zod";
import type { MachineInput } from "@/domain/service/mod.ts";
import { fail, ok, type Result, type ValidationError } from "@/domain/shared/result.ts";
import { toValidationError } from "@/domain/shared/validation.ts";

/** Fields as typed. */
export type MachineForm = Readonly<Record<string, string | undefined>>;

const address = z.union([z.ipv4(), z.ipv6()], {
  error: "Enter an IPv4 or IPv6 address such as 192.0.2.10.",
});

/** A host name by RFC 1123: labels of letters, digits and inner hyphens, 253 characters in all. */
const hostname = z.string("Enter a host name.").trim().toLowerCase()
  .max(253, "A host name has at most 253 characters.")
  .regex(
    /^(?!\d+(?:\.\d+)*$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/,
    "Enter a host name such as web1.example.com.",
  );

/** What can stand in a command line as it is: no blanks, no quotes, no leading hyphen. */
const username = z.string("Enter the user name.").trim().regex(
  /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/,
  "Use letters, digits and . _ - in the user name, 64 at the most.",
);

const password = z.string("Enter the password.")
  .min(1, "Enter the password.").max(256, "Use at most 256 characters.")
  .refine((text) => !/\p{Cc}/u.test(text), "Use plain text on one line.");

const port = z.string("Enter the SSH port.").trim().regex(
  /^\d{1,5}$/,
  "Enter a port from 1 to 65535.",
)
  .transform(Number).refine((value) => value >= 1 && value <= 65_535, {
    message: "Enter a port from 1 to 65535.",
  });

const panelUrl = z.string().trim().max(300, "Use at most 300 characters.").default("")
  .transform((text) => text === "" ? null : text)
  .refine(isPanelUrl, "Enter an https address without a user name, or leave it empty.");

const schema = z.strictObject({
  ip: z.string("Enter the address of the machine.").trim().pipe(address),
  hostname,
  username,
  password,
  port,
  panel_url: panelUrl,
  notes: z.string().trim().max(2000, "Use at most 2000 characters.").default(""),
});

/** Reads the form; messages are beside the fields. Nothing that was typed is part of a message. */
export function checkMachineForm(form: MachineForm): Result<MachineInput, ValidationError> {
  const parsed = schema.safeParse(form);
  if (!parsed.success) return fail(toValidationError(parsed.error));
  const { ip, username, password, port, panel_url, notes } = parsed.data;
  return ok({
    hostname: parsed.data.hostname,
    credentials: { ip, username, password, port, panelUrl: panel_url },
    staffNotes: notes,
  });
}

function isPanelUrl(text: string | null): boolean {
  if (text === null) return true;
  const url = URL.parse(text);
  return url !== null && url.protocol === "https:" && url.username === "" && url.password === "" &&
    !/\s/.test(text);
}
