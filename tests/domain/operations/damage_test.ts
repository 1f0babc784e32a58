import { expect } from "expect";
import { backupByListing } from "@/domain/operations/backup.ts";
import { restore } from "@/domain/operations/restore.ts";
import { fail, unwrap } from "@/domain/shared/result.ts";
import { contentOf, header, makeDirectory, type TestDirectory } from "./helpers.ts";

async function backupOf(directory: TestDirectory, entries: number): Promise<string> {
  using kv = await Deno.openKv(":memory:");
  for (let n = 0; n < entries; n++) await kv.set(["orders", n], { total: 100 + n });
  const file = `${directory.path}/backup`;
  unwrap(await backupByListing(kv, { file, header }));
  return await Deno.readTextFile(file);
}

async function refusalOf(directory: TestDirectory, content: string | Uint8Array): Promise<string> {
  const file = `${directory.path}/damaged`;
  if (typeof content === "string") await Deno.writeTextFile(file, content);
  else await Deno.writeFile(file, content);
  using kv = await Deno.openKv(":memory:");
  await kv.set(["kept"], 1);
  const result = await restore(kv, { file, nowMs: 0, isForced: true });
  expect(await contentOf(kv)).toEqual(result.ok ? expect.anything() : [[["kept"], 1]]);
  return result.ok ? "restored" : result.error.code;
}

Deno.test("a backup with any one character changed is refused, and nothing is touched", async () => {
  using directory = makeDirectory();
  const content = await backupOf(directory, 3);
  for (let at = 0; at < content.length; at += 3) {
    const changed = content.slice(0, at) + (content[at] === "1" ? "2" : "1") +
      content.slice(at + 1);
    expect([at, await refusalOf(directory, changed)]).toEqual([at, "damaged"]);
  }
});

Deno.test("a backup that is cut, added to, reordered or something else is refused", async () => {
  using directory = makeDirectory();
  const content = await backupOf(directory, 5);
  const lines = content.trimEnd().split("\n");
  const swapped = [lines[0], lines[2], lines[1], ...lines.slice(3)].join("\n") + "\n";
  const cases: Array<string | Uint8Array> = [
    "",
    "\n",
    "{}\n",
    "hello",
    lines.slice(0, -1).join("\n") + "\n",
    [...lines.slice(0, 3), ...lines.slice(4)].join("\n") + "\n",
    content.slice(0, content.length / 2),
    content + lines[1] + "\n",
    content + content,
    swapped,
    content.replace('"version":1', '"version":2'),
    content.replace("cloudnest-backup", "other-backup"),
    content.replace("\n", "\r\n"),
    Uint8Array.from([0xff, 0xfe, 0]),
    new TextEncoder().encode(content).map((byte, at) => at === 200 ? 0xff : byte),
  ];
  for (const [index, damaged] of cases.entries()) {
    expect([index, await refusalOf(directory, damaged)]).toEqual([index, "damaged"]);
  }
  expect(await refusalOf(directory, content)).toBe("restored");
});

Deno.test("a database that isn't empty is left as it is, unless forced", async () => {
  using directory = makeDirectory();
  await backupOf(directory, 3);
  const file = `${directory.path}/backup`;
  using kv = await Deno.openKv(":memory:");
  for (let n = 0; n < 450; n++) await kv.set(["old", n], n);
  expect(await restore(kv, { file, nowMs: 0 })).toEqual(fail({ code: "not_empty" }));
  expect((await contentOf(kv)).length).toBe(450);
  unwrap(await restore(kv, { file, nowMs: 0, isForced: true }));
  expect((await contentOf(kv)).map(([key]) => key)).toEqual([
    ["orders", 0],
    ["orders", 1],
    ["orders", 2],
  ]);
});
