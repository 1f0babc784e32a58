/** Uploading, reading and rejecting proofs of payment. */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import {
  listPendingProofs,
  listProofs,
  MAX_PROOF_BYTES,
  MAX_PROOFS,
  readProof,
  rejectProof,
  submitProof,
} from "@/domain/payment/mod.ts";
import { clearAbandonedUploads, type UploadedFile, writeUpload } from "@/domain/upload/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { countKeys, dumpKv } from "../../helpers/dump.ts";
import { counted, makeCustomer, makeStaff } from "../order/fixtures.ts";
import { type Debt, join, JPEG, makeDebt, pay, PDF, PNG } from "./fixtures.ts";
import { flakyKv } from "./flaky_kv.ts";

const OWNER = makeStaff();

function submit(deps: Deps, debt: Debt, file: UploadedFile | null, change = {}) {
  return submitProof(deps, {
    actor: debt.customer,
    invoiceId: debt.invoice.id,
    file,
    reference: "my bank, 1 March",
    ...change,
  });
}

/** A PDF of about that many bytes: a comment fills it up. */
function pdfOf(bytes: number): Uint8Array<ArrayBuffer> {
  const text = new TextDecoder().decode(PDF);
  return join(text.replace("\n", `\n%${"x".repeat(bytes - PDF.length - 2)}\n`));
}

function fieldsOf(result: Awaited<ReturnType<typeof submitProof>>): Record<string, string> {
  if (result.ok || result.error.code !== "validation") {
    throw new Error("not refused beside a field");
  }
  return { ...result.error.fields };
}

async function keysWithout(deps: Deps): Promise<unknown> {
  return await dumpKv(deps.kv);
}

Deno.test("a proof of several chunks comes back byte for byte, to its owner and to staff only", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const bytes = pdfOf(300_000);

  const { proofId } = unwrap(await submit(deps, debt, new File([bytes], "../bank.pdf.exe")));

  for (const viewer of [debt.customer, OWNER, makeStaff("billing")]) {
    const file = unwrap(await readProof(deps, { viewer, id: proofId }));
    expect([file.fileName, file.contentType, file.sizeBytes])
      .toEqual(["bank_pdf_exe.pdf", "application/pdf", bytes.length]);
    expect(new Uint8Array(await new Response(file.stream).arrayBuffer())).toEqual(bytes);
  }
  const ben = await makeCustomer(deps, "ben");
  const missing = { ok: false, error: { code: "not_found" } };
  for (const viewer of [ben, makeStaff("support"), makeStaff("viewer")]) {
    expect(await readProof(deps, { viewer, id: proofId })).toEqual(missing);
  }
  expect(await readProof(deps, { viewer: OWNER, id: "prf_../x" })).toEqual(missing);
  expect(await listProofs(deps, { viewer: ben, invoiceId: debt.invoice.id })).toEqual([]);
  expect((await listPendingProofs(deps, { viewer: OWNER })).items.map((proof) => proof.id))
    .toEqual([proofId]);
  expect((await listPendingProofs(deps, { viewer: makeStaff("viewer") })).items).toEqual([]);
  expect(await counted(deps, "proofs.pending")).toBe(1);
  expect(await countKeys(deps.kv, ["uploads_open"])).toBe(0);
});

Deno.test("no stored value is larger than what a self-hosted KV takes", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  unwrap(await submit(deps, debt, new File([pdfOf(MAX_PROOF_BYTES - 10)], "bank.pdf")));
  for await (const { value } of deps.kv.list({ prefix: [] })) {
    const size = value instanceof Uint8Array ? value.length : Deno.inspect(value).length;
    expect(size).toBeLessThanOrEqual(60 * 1024);
  }
});

Deno.test("a photo is kept up to its end: what a camera or a stranger put behind it is not", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const photo = join(JPEG, "SEFH notes of a camera SEFT", "<script>alert(1)</script>");

  const { proofId } = unwrap(await submit(deps, debt, new File([photo], "receipt.jpg")));
  const again = unwrap(await submit(deps, debt, new File([JPEG], "receipt.jpg")));

  const file = unwrap(await readProof(deps, { viewer: debt.customer, id: proofId }));
  expect([file.contentType, file.sizeBytes]).toEqual(["image/jpeg", JPEG.length]);
  expect(new Uint8Array(await new Response(file.stream).arrayBuffer())).toEqual(JPEG);
  expect(again).toEqual({ proofId, isRepeat: true });
});

const BAD_FILES: Record<string, UploadedFile | null> = {
  "no file": null,
  "the empty file field of a browser": new File([], ""),
  "an empty file": new File([], "proof.pdf"),
  "a file one byte too large": new File([new Uint8Array(MAX_PROOF_BYTES + 1)], "proof.pdf"),
  "a web page that calls itself PDF": new File(["<html></html>"], "proof.pdf", {
    type: "application/pdf",
  }),
  "a web page behind a PNG signature": new File([PNG.slice(0, 8), "<html>"], "proof.png"),
  "a picture with a web page behind": new File([PNG, "<script>"], "proof.png"),
};

Deno.test("submitProof() refuses bad files beside the field, and writes nothing", async (t) => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const before = await keysWithout(deps);
  for (const [what, file] of Object.entries(BAD_FILES)) {
    await t.step(what, async () => {
      expect(Object.keys(fieldsOf(await submit(deps, debt, file)))).toEqual(["file"]);
    });
  }
  await t.step("a reference and a note that are too long", async () => {
    const file = new File([PNG], "a.png");
    const refused = await submit(deps, debt, file, {
      reference: "x".repeat(141),
      note: "x".repeat(1001),
    });
    expect(Object.keys(fieldsOf(refused)).sort()).toEqual(["note", "reference"]);
  });
  expect(await keysWithout(deps)).toEqual(before);
});

Deno.test("a file that lies about its size is read no further than the limit", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const before = await keysWithout(deps);
  let sentBytes = 0;
  const endless: UploadedFile = {
    name: "proof.pdf",
    size: 1000,
    stream: () =>
      new ReadableStream({
        pull(controller) {
          sentBytes += 64 * 1024;
          controller.enqueue(new Uint8Array(64 * 1024));
        },
      }),
  };

  expect(fieldsOf(await submit(deps, debt, endless)).file).toContain("larger than 5 MB");

  expect(sentBytes).toBeLessThan(MAX_PROOF_BYTES + 1024 * 1024);
  expect(await keysWithout(deps)).toEqual(before);
});

Deno.test("submitProof() is not there for another customer's invoice, and writes nothing", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const ben = await makeCustomer(deps, "ben");
  const before = await keysWithout(deps);
  const refused = await submit(deps, debt, new File([PNG], "a.png"), { actor: ben });
  expect(refused).toEqual({ ok: false, error: { code: "not_found" } });
  expect(await keysWithout(deps)).toEqual(before);
});

Deno.test("a double click sends one proof, and an invoice takes ten", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const twice = await Promise.all([0, 1].map(() => submit(deps, debt, new File([PNG], "a.png"))));
  const ids = twice.map((result) => unwrap(result).proofId);
  expect(new Set(ids).size).toBe(1);
  expect(await countKeys(deps.kv, ["upload_chunks"])).toBe(1);

  const rest = await Promise.all(
    Array.from(
      { length: 12 },
      (_, index) => submit(deps, debt, new File([pdfOf(500 + index)], "a")),
    ),
  );
  const refused = rest.filter((result) => !result.ok);
  expect(refused.length).toBe(12 - (MAX_PROOFS - 1));
  const proofs = await listProofs(deps, { viewer: debt.customer, invoiceId: debt.invoice.id });
  expect(proofs.length).toBe(MAX_PROOFS);
  expect(await countKeys(deps.kv, ["upload_chunks"])).toBe(MAX_PROOFS);
});

Deno.test("a paid invoice takes no proof", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  unwrap(await pay(deps, debt));
  const before = await keysWithout(deps);
  expect(fieldsOf(await submit(deps, debt, new File([PNG], "a.png"))).file).toContain("paid");
  expect(await keysWithout(deps)).toEqual(before);
});

Deno.test("chunks that no proof points to are cleared away, and those of a proof are not", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  unwrap(await submit(deps, debt, new File([pdfOf(200_000)], "kept.pdf")));
  const kept = await countKeys(deps.kv, ["upload_chunks"]);
  await writeUpload(deps, pdfOf(150_000));
  expect(await countKeys(deps.kv, ["upload_chunks"])).toBe(kept + 3);

  await clearAbandonedUploads(deps);
  expect(await countKeys(deps.kv, ["upload_chunks"])).toBe(kept + 3);
  deps.clock.advance({ hours: 2 });
  await clearAbandonedUploads(deps);

  expect(await countKeys(deps.kv, ["upload_chunks"])).toBe(kept);
  expect(await countKeys(deps.kv, ["uploads_open"])).toBe(0);
});

Deno.test("a connection that breaks before the last commit leaves nothing that stays", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const kv = flakyKv(deps.kv, () => "lost_before");
  await expect(submit({ ...deps, kv }, debt, new File([PNG], "a.png"))).rejects.toThrow();
  deps.clock.advance({ hours: 2 });
  await clearAbandonedUploads(deps);
  expect(await countKeys(deps.kv, ["uploads_open"])).toBe(0);
  expect(await countKeys(deps.kv, ["upload_chunks"])).toBe(0);
  expect(await countKeys(deps.kv, ["proofs"])).toBe(0);
});

Deno.test("rejectProof() tells the customer why, once, and needs the permission", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const { proofId } = unwrap(await submit(deps, debt, new File([PNG], "a.png")));
  const before = await keysWithout(deps);

  const reason = "The amount can't be read.";
  const rejection = { actor: OWNER, invoiceId: debt.invoice.id, proofId, reason };
  expect(await rejectProof(deps, { ...rejection, invoiceId: deps.ids.next("inv") }))
    .toEqual({ ok: false, error: { code: "not_found" } });
  expect(await rejectProof(deps, { ...rejection, actor: makeStaff("support") }))
    .toEqual({ ok: false, error: { code: "not_found" } });
  expect((await rejectProof(deps, { ...rejection, reason: " " })).ok).toBe(false);
  expect(await keysWithout(deps)).toEqual(before);

  unwrap(await rejectProof(deps, rejection));
  expect(await rejectProof(deps, rejection))
    .toEqual({ ok: false, error: { code: "already_decided" } });
  const [proof] = await listProofs(deps, { viewer: debt.customer, invoiceId: debt.invoice.id });
  expect([proof!.status, proof!.rejectReason]).toEqual(["rejected", reason]);
  expect(await counted(deps, "proofs.pending")).toBe(0);

  unwrap(await pay(deps, debt));
  const [after] = await listProofs(deps, { viewer: debt.customer, invoiceId: debt.invoice.id });
  expect(after!.status).toBe("rejected");
  unwrap(await verifyBooks(deps));
});

Deno.test("a proof's views show what they may and no more", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  unwrap(await submit(deps, debt, new File([PNG], "a.png")));
  const [proof] = await listProofs(deps, { viewer: debt.customer, invoiceId: debt.invoice.id });
  expect(Object.keys(proof!).sort()).toEqual([
    "contentType",
    "decidedAt",
    "fileName",
    "id",
    "invoiceId",
    "note",
    "reference",
    "rejectReason",
    "sizeBytes",
    "status",
    "submittedAt",
  ]);
});
