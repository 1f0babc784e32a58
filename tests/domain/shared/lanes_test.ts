import { expect } from "expect";
import { makeLanes } from "@/domain/shared/lanes.ts";

Deno.test("work in one lane takes turns in the order of its coming", async () => {
  const lanes = makeLanes();
  const log: string[] = [];
  let inside = 0;
  await Promise.all(Array.from({ length: 20 }, (_, n) =>
    lanes.run("numbers", async () => {
      inside++;
      expect(inside).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, n % 3));
      log.push(String(n));
      inside--;
    })));
  expect(log).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
});

Deno.test("two lanes don't wait for each other", async () => {
  const lanes = makeLanes();
  const { promise, resolve } = Promise.withResolvers<void>();
  const slow = lanes.run("a", () => promise);
  expect(await lanes.run("b", () => Promise.resolve("through"))).toBe("through");
  resolve();
  await slow;
});

Deno.test("a failure reaches who caused it, and not who comes after", async () => {
  const lanes = makeLanes();
  const broken = lanes.run("a", () => Promise.reject(new Error("broken")));
  const next = lanes.run("a", () => Promise.resolve(2));
  await expect(broken).rejects.toThrow("broken");
  expect(await next).toBe(2);
});
