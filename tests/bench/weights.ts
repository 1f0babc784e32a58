/** Bytes of every public page on the wire. */
import { ACCESS } from "@/routes/(_lib)/access.ts";
import { seedOnce } from "@/domain/operations/first_start.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { weighPage } from "@/tests/helpers/weight.ts";
import type { Row } from "./table.ts";

const MAX_JS = 25 * 1024;
const MAX_HTML_AND_CSS = 40 * 1024;

/** One row a page. */
export async function measureWeights(): Promise<Row[]> {
  await using deps = await makeDeps();
  unwrap(await seedOnce(deps));
  const app = await makeApp(deps);
  const rows: Row[] = [];
  for (const [path, access] of Object.entries(ACCESS)) {
    if (access !== "public") continue;
    const answer = await app.get(path);
    await answer.body?.cancel();
    if (!answer.ok || !answer.headers.get("content-type")?.startsWith("text/html")) continue;
    const { html, css, js } = await weighPage((asked) => app.get(asked), path);
    rows.push({
      name: `${path}, gzip`,
      value: `${html + css + js} bytes`,
      aim: "JS < 25 kB, rest < 40 kB",
      isMet: js < MAX_JS && html + css < MAX_HTML_AND_CSS,
      note: `HTML ${html}, CSS ${css}, JS ${js}`,
    });
  }
  return rows;
}
