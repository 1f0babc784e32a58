import { expect } from "expect";
import { hashPassword, verifyPassword } from "@/domain/customer/mod.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";

Deno.test("hashPassword() makes a hash that only its password opens", async () => {
  await using deps = await makeDeps();

  const stored = await hashPassword(deps, "correct horse battery");

  expect(await verifyPassword(deps, "correct horse battery", stored)).toMatchObject({
    isMatch: true,
  });
  expect(await verifyPassword(deps, "Correct horse battery", stored)).toMatchObject({
    isMatch: false,
  });
});

Deno.test("hashPassword() salts: the same password never gives the same hash", async () => {
  await using deps = await makeDeps();

  const first = await hashPassword(deps, "correct horse battery");
  const second = await hashPassword(deps, "correct horse battery");

  expect(first).not.toBe(second);
});

Deno.test("hashPassword() takes the same password from every keyboard (NFKC)", async () => {
  await using deps = await makeDeps();

  const stored = await hashPassword(deps, "caf\u00e9 ole ole");

  expect(await verifyPassword(deps, "cafe\u0301 ole ole", stored)).toMatchObject({ isMatch: true });
});

Deno.test("verifyPassword() reads hashes of another cost and asks for a new one", async () => {
  await using deps = await makeDeps();
  const stored = await hashPassword(
    { ...deps, config: { ...deps.config, scrypt: { n: 2 ** 11, r: 8, p: 1 } } },
    "correct horse battery",
  );

  const right = await verifyPassword(deps, "correct horse battery", stored);
  const wrong = await verifyPassword(deps, "wrong horse battery", stored);

  expect(right).toEqual({ isMatch: true, needsRehash: true });
  expect(wrong).toEqual({ isMatch: false, needsRehash: false });
});

Deno.test("verifyPassword() does the work of a hash without an account, and says no", async () => {
  await using deps = await makeDeps();
  let hashes = 0;
  const lanes = {
    ...deps.lanes,
    share<T>(name: string, slots: number, work: () => Promise<T>): Promise<T> {
      hashes++;
      return deps.lanes.share(name, slots, work);
    },
  };

  const answer = await verifyPassword({ ...deps, lanes }, "correct horse battery", null);

  expect(answer).toEqual({ isMatch: false, needsRehash: false });
  expect(hashes).toBe(1);
});

Deno.test("a stored hash matches scrypt of RFC 7914 section 12", async () => {
  await using deps = await makeDeps();
  // scrypt("pleaseletmein", "SodiumChloride", N=16384, r=8, p=1): the vector's first 32 bytes.
  const hash = Uint8Array.fromHex(
    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2",
  );
  const stored = `$scrypt$ln=14,r=8,p=1$SodiumChloride$${
    hash.toBase64({ alphabet: "base64url", omitPadding: true })
  }`;

  expect(await verifyPassword(deps, "pleaseletmein", stored)).toMatchObject({ isMatch: true });
});

Deno.test("lanes.share() never runs more than its slots at once, and runs all", async () => {
  await using deps = await makeDeps();
  let running = 0;
  let most = 0;

  const done = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      deps.lanes.share("work", 2, async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running--;
        return i;
      })),
  );

  expect(most).toBe(2);
  expect(done).toEqual(Array.from({ length: 20 }, (_, i) => i));
});
