/**
 * Who may import whom (DESIGN: layout), and what only some files may touch: KV, the clock, chance. `findBreaches()`
 * answers with one sentence a breach.
 */
import { basename } from "node:path/posix";
import type { Edge, SourceFacts, Use } from "./source_facts.ts";

const MAX_LINES = 300;
const FRAMEWORK = ["fresh", "fresh/runtime", "fresh/dev"];

/** Code that an island may carry into the browser: no npm package but these. */
const BROWSER_PACKAGES = [
  "preact",
  "preact/hooks",
  "@preact/signals",
  "@simplewebauthn/browser",
  "fresh/runtime",
  "zod",
];

/** Part of the repository that a file belongs to. */
function zoneOf(path: string): string {
  if (isTest(path)) return "tests";
  const [top] = path.split("/");
  if (path.startsWith("domain/shared/")) return "shared";
  if (path.startsWith("domain/operations/")) return "operations";
  if (["domain", "routes", "components", "islands", "fresh", "static"].includes(top!)) return top!;
  if (path === "main.ts" || path === "fresh.config.ts") return path;
  return "unknown";
}

function isTest(path: string): boolean {
  return path.startsWith("tests/") || path.startsWith("fresh/tests/") || /_test\.tsx?$/.test(path);
}

/** Every breach in a set of files. */
export function findBreaches(files: readonly SourceFacts[]): string[] {
  const isImpure = purityOf(files);
  return files.flatMap((file) => [
    ...file.edges.flatMap((edge) => {
      const reason = refuseEdge(file.path, edge, isImpure);
      return reason ? [`${file.path} imports ${edge.to}: ${reason}`] : [];
    }),
    ...file.uses.flatMap((use) => {
      const reason = refuseUse(file.path, use);
      return reason ? [`${file.path} has ${use.name}: ${reason}`] : [];
    }),
    ...refuseShape(file),
  ]);
}

/** Why this import must not be; `null` if it may. */
function refuseEdge(from: string, edge: Edge, isImpure: (path: string) => boolean): string | null {
  const zone = zoneOf(from);
  const target = zoneOf(edge.to);
  if (zone === "tests") return refuseOfTests(from, edge);
  if (zone === "fresh") {
    return edge.isBare || target === "fresh" ? null : "fresh/ knows nothing of the app";
  }
  if (edge.isBare) return refuseBare(zone, edge);
  if (target === "tests") return "only tests import tests";
  if (target === "fresh") return 'the framework is imported as "fresh", never by its folder';
  if (target === "unknown" && !edge.to.startsWith("_fresh/")) return "no such part in DESIGN";
  switch (zone) {
    case "shared":
      return target === "shared" ? null : "domain/shared stands on nothing";
    case "domain":
    case "operations":
      return refuseOfDomain(from, edge, target);
    case "components": // a component may place an island
    case "islands":
      if (target === "components" || target === "islands") return null;
      return refuseInBrowser(edge, target, isImpure);
    case "routes":
      return refuseOfRoutes(edge, target);
    default:
      return target === "domain" && !isPublic(edge.to) ? "another module's mod.ts only" : null;
  }
}

function refuseOfTests(from: string, edge: Edge): string | null {
  if (!from.startsWith("fresh/") || edge.isBare || edge.to.startsWith("fresh/")) return null;
  return edge.to.startsWith("tests/helpers/") ? null : "fresh/ knows nothing of the app";
}

function refuseBare(zone: string, edge: Edge): string | null {
  const isFramework = edge.to.startsWith("fresh") || edge.to.includes("@fresh/");
  if (isFramework && !FRAMEWORK.includes(edge.to)) return `only ${FRAMEWORK.join(", ")}`;
  const isDomain = ["shared", "domain", "operations"].includes(zone);
  if (isDomain && (isFramework || edge.to.startsWith("preact") || edge.to.includes("@preact/"))) {
    return "the domain knows nothing of HTTP or Preact";
  }
  if (zone === "islands" && !edge.isTypeOnly && !BROWSER_PACKAGES.includes(edge.to)) {
    return `islands carry only ${BROWSER_PACKAGES.join(", ")}`;
  }
  if (edge.to === "fresh/dev" && zone !== "fresh.config.ts") {
    return "the builder is for fresh.config.ts";
  }
  if (zone === "components" && edge.to.startsWith("node:")) return "components are pure";
  return null;
}

function refuseOfDomain(from: string, edge: Edge, target: string): string | null {
  if (target === "shared") return null;
  if (target !== "domain" && target !== "operations") {
    return "the domain knows nothing of routes, islands or components";
  }
  if (moduleOf(from) === moduleOf(edge.to)) return null;
  return isPublic(edge.to) ? null : "another module's mod.ts only";
}

function refuseOfRoutes(edge: Edge, target: string): string | null {
  if (target === "domain") return isPublic(edge.to) ? null : "a module's mod.ts only";
  if (target === "operations") return "operations are for main.ts and its tasks";
  if (edge.to === "domain/shared/kv.ts" && !edge.isTypeOnly) return "no KV in a route";
  return target === "main.ts" || target === "fresh.config.ts" ? "nobody imports the entry" : null;
}

/** What may run in the browser: pure code of the domain, and any type. */
function refuseInBrowser(
  edge: Edge,
  target: string,
  isImpure: (path: string) => boolean,
): string | null {
  if (target !== "domain" && target !== "shared") {
    return "components and islands stand below routes";
  }
  if (edge.isTypeOnly) {
    return target === "shared" || isPublic(edge.to) ? null : "view.ts or mod.ts only";
  }
  return isImpure(edge.to) ? "it leads to KV or the server: use view.ts or pure code" : null;
}

function refuseUse(path: string, use: Use): string | null {
  const zone = zoneOf(path);
  if (zone === "tests" || zone === "fresh") return null;
  const isDomain = zone === "domain" || zone === "shared" || zone === "operations";
  switch (use.kind) {
    case "call":
      if (use.name === "Deno.openKv") {
        return zone === "operations" || path === "main.ts" ? null : "only operations open KV";
      }
      if (zone !== "operations" && isDomain && use.name.startsWith("Deno.")) {
        return "a use-case has what it needs in its deps";
      }
      return isDomain && zone !== "operations" && readsClockOrChance(use.name) && !isSource(path)
        ? "use deps.clock and deps.ids"
        : null;
    case "construct":
      return isDomain && use.name === "Date(0)" && !isSource(path) ? "use deps.clock" : null;
    case "attribute":
      if (use.name === "style") return "the content security policy forbids it: use classes";
      return use.name === "dangerouslySetInnerHTML" ? "everything is text" : null;
    case "default_export":
      return zone === "routes" ? null : "no default exports but where Fresh asks";
    case "module_let":
      return zone === "islands" ? null : "no module-level mutable state on the server";
  }
}

function readsClockOrChance(name: string): boolean {
  return /^(globalThis\.)?(Date\.now|Math\.random|crypto\.randomUUID|performance\.now)$/.test(
    name,
  ) ||
    /^Temporal\.Now(\.|$)/.test(name);
}

/** The real clock and the real ids. */
function isSource(path: string): boolean {
  return path === "domain/shared/clock.ts" || path === "domain/shared/ids.ts";
}

function refuseShape({ path, lines }: SourceFacts): string[] {
  const zone = zoneOf(path);
  const name = basename(path);
  const breaches: string[] = [];
  if (zone === "unknown") breaches.push(`${path}: no such part in DESIGN`);
  if (zone !== "tests" && lines > MAX_LINES) breaches.push(`${path} has ${lines} lines`);
  if (name.endsWith(".ts") && !/^[a-z0-9_.]+\.ts$/.test(name) && zone !== "routes") {
    breaches.push(`${path}: modules are named in snake_case.ts`);
  }
  if (name.endsWith(".tsx") && ["components", "islands"].includes(zone) && !/^[A-Z]/.test(name)) {
    // A module of several small components is named for its subject.
    if (!/^[a-z0-9_]+\.tsx$/.test(name) || zone === "islands") {
      breaches.push(`${path}: components are named in PascalCase.tsx`);
    }
  }
  return breaches;
}

function moduleOf(path: string): string {
  return path.split("/").slice(0, 2).join("/");
}

function isPublic(path: string): boolean {
  return /^domain\/[a-z_]+\/(mod|view)\.ts$/.test(path);
}

/** Tells from which files, by imports that stay at run time, a `repo.ts`, KV or the server is reached. */
function purityOf(files: readonly SourceFacts[]): (path: string) => boolean {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const known = new Map<string, boolean>();
  function isImpure(path: string): boolean {
    const decided = known.get(path);
    if (decided !== undefined) return decided;
    known.set(path, false);
    const file = byPath.get(path);
    const isItself = basename(path) === "repo.ts" || path === "domain/shared/kv.ts" ||
      (file?.uses.some((use) => use.kind === "call" && use.name.startsWith("Deno.")) ?? false);
    const result = isItself ||
      (file?.edges ?? []).some((edge) =>
        !edge.isTypeOnly && (edge.to.startsWith("node:") || isImpure(edge.to))
      );
    known.set(path, result);
    return result;
  }
  return isImpure;
}
