/** When a build that is there isn't used any more. */
import { expect } from "expect";
import { hasChanged } from "./build.ts";

Deno.test("a change, a new file and a file that went, however deep, make a build old", async () => {
  const folder = await Deno.makeTempDir();
  const deep = `${folder}/a/b`;
  await Deno.mkdir(deep, { recursive: true });
  for (const name of ["one.ts", "two.ts"]) await Deno.writeTextFile(`${deep}/${name}`, "");
  const before = new Date("2026-01-01T00:00:00Z");
  const after = new Date("2026-01-03T00:00:00Z");
  const builtAt = new Date("2026-01-02T00:00:00Z").getTime();
  const makeAllOld = () => {
    for (const path of ["", "/a", "/a/b", "/a/b/one.ts"]) {
      Deno.utimeSync(folder + path, before, before);
    }
  };
  Deno.utimeSync(`${deep}/two.ts`, before, before);
  makeAllOld();
  expect(hasChanged(folder, builtAt)).toBe(false);

  Deno.utimeSync(`${deep}/one.ts`, after, after);
  expect(hasChanged(folder, builtAt)).toBe(true);

  makeAllOld();
  await Deno.remove(`${deep}/two.ts`);
  expect(hasChanged(folder, builtAt)).toBe(true);

  makeAllOld();
  await Deno.writeTextFile(`${deep}/three.ts`, "");
  Deno.utimeSync(`${deep}/three.ts`, before, before);
  expect(hasChanged(folder, builtAt)).toBe(true);
  await Deno.remove(folder, { recursive: true });
});
