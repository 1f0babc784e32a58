import { expect } from "expect";
import { nameField, newPasswordField, normaliseEmail } from "@/domain/customer/model.ts";
import { checkPassword, checkRegistration } from "@/domain/customer/mod.ts";
import { identityOf, isDisposable } from "@/domain/customer/email_identity.ts";

const addresses: Array<[typed: string, normalised: string | null]> = [
  ["ada@example.com", "ada@example.com"],
  ["  Ada@Example.COM ", "ada@example.com"],
  ["ＡＤＡ@example.com", "ada@example.com"],
  ["ada+box@mail.example.co.uk", "ada+box@mail.example.co.uk"],
  ["ada@bücher.example", "ada@xn--bcher-kva.example"],
  ["admin@localhost", "admin@localhost"],
  ["ada", null],
  ["@example.com", null],
  ["ada@", null],
  ["ada@@example.com", null],
  ["ada b@example.com", null],
  ["ada..b@example.com", null],
  [".ada@example.com", null],
  ["ada@127.0.0.1", null],
  ["ada@2130706433", null],
  ["ada@[::1]", null],
  ["ada@example.com.", null],
  ["ada@-example.com", null],
  ["ada@example.com\r\nBcc: all@example.com", null],
  ["ada@example.com\0", null],
  ["<ada@example.com>", null],
  ["ada@exa/mple.com", null],
  [`${"a".repeat(65)}@example.com`, null],
  [`ada@${"a.".repeat(150)}com`, null],
  ["x".repeat(1_000_000), null],
];

for (const [typed, normalised] of addresses) {
  Deno.test(`normaliseEmail() makes ${JSON.stringify(typed.slice(0, 40))} ${normalised}`, () => {
    expect(normaliseEmail(typed)).toBe(normalised);
  });
}

Deno.test("normaliseEmail() is a fixed point: normalising twice changes nothing", () => {
  for (const [, normalised] of addresses) {
    if (normalised) expect(normaliseEmail(normalised)).toBe(normalised);
  }
});

const names: Array<[typed: string, kept: string | null]> = [
  ["Ada Lovelace", "Ada Lovelace"],
  ["  Ada \t Lovelace\n", "Ada Lovelace"],
  ["Zoe\u0308", "Zo\u00eb"],
  ["{{customerName}}", "{{customerName}}"],
  ["", null],
  ["   ", null],
  ["a".repeat(101), null],
  ["Ada\u202eecalevoL", null],
  ["Ada\0", null],
];

for (const [typed, kept] of names) {
  Deno.test(`a name ${JSON.stringify(typed.slice(0, 20))} is ${kept === null ? "refused" : "kept"}`, () => {
    const parsed = nameField.safeParse(typed);
    expect(parsed.success ? parsed.data : null).toBe(kept);
  });
}

const passwords: Array<[typed: string, isGood: boolean]> = [
  ["correct horse battery", true],
  ["ten chars!", true],
  ["nine char", false],
  ["", false],
  ["x1y2".repeat(50), true],
  [`${"x1y2".repeat(50)}z`, false],
];

for (const [typed, isGood] of passwords) {
  Deno.test(`a password of ${typed.length} characters is ${isGood ? "taken" : "refused"}: ${typed.slice(0, 10)}`, () => {
    expect(newPasswordField.safeParse(typed).success).toBe(isGood);
  });
}

Deno.test("checkRegistration() puts each message beside its field", () => {
  const checked = checkRegistration({ name: "", email: "nobody", password: "short" });

  expect(checked.ok).toBe(false);
  if (checked.ok) return;
  expect(Object.keys(checked.error.fields).sort()).toEqual(["email", "name", "password"]);
});

Deno.test("checkRegistration() refuses the e-mail address as the password", () => {
  const checked = checkRegistration({
    name: "Ada",
    email: "Ada.Lovelace@example.com",
    password: "ada.lovelace@example.com",
  });

  expect(checked).toMatchObject({ ok: false, error: { fields: { password: expect.any(String) } } });
});

Deno.test("checkRegistration() refuses mailboxes that are made to be thrown away", () => {
  for (const email of ["ada@mailinator.com", "ada@box.Mailinator.com", "ada@ｍailinator.com"]) {
    expect(checkRegistration({ name: "Ada", email, password: "correct horse battery" }))
      .toMatchObject({ ok: false, error: { fields: { email: expect.any(String) } } });
  }
  expect(isDisposable("ada@gmail.com")).toBe(false);
  expect(isDisposable("ada@company.example")).toBe(false);
});

const mailboxes: Array<[one: string, other: string, isSame: boolean]> = [
  ["ada.lovelace+shop@gmail.com", "adalovelace@gmail.com", true],
  ["adalovelace@googlemail.com", "ada.lovelace@gmail.com", true],
  ["ada+1@outlook.com", "ada@outlook.com", true],
  ["ada@pm.me", "ada@protonmail.com", true],
  ["ada.lovelace@outlook.com", "adalovelace@outlook.com", false],
  ["ada+1@company.example", "ada@company.example", false],
  ["a.da@company.example", "ada@company.example", false],
  ["ada@gmail.com", "ada@outlook.com", false],
];

for (const [one, other, isSame] of mailboxes) {
  Deno.test(`${one} and ${other} are ${isSame ? "one mailbox" : "two mailboxes"}`, () => {
    expect(identityOf(one) === identityOf(other)).toBe(isSame);
    expect(identityOf(identityOf(one))).toBe(identityOf(one));
  });
}

const guessable = [
  "password123",
  "qwertyuiop",
  "1234567890abc",
  "iloveyou123",
  "aaaaaaaaaaaaaaaa",
  "cloudnest123",
  "Password1!",
  "lovelace1815",
  "ada@example.com",
];

for (const password of guessable) {
  Deno.test(`checkPassword() refuses ${password}, whatever characters it has`, async () => {
    const owner = { name: "Ada Lovelace", email: "ada@example.com" };
    expect(await checkPassword(password, owner))
      .toMatchObject({ ok: false, error: { fields: { password: expect.any(String) } } });
  });
}

Deno.test("checkPassword() takes a few words, without asking for digits or signs", async () => {
  const owner = { name: "Ada Lovelace", email: "ada@example.com" };
  for (const password of ["correct horse battery", "navy compiler cobol 1952", "gzlwmqtbfx"]) {
    expect(await checkPassword(password, owner)).toEqual({ ok: true, value: undefined });
  }
});
