/** What the architecture test knows about one source file: read off Deno's own syntax tree, not off its text. */
import { dirname, join } from "node:path/posix";

/** One import or re-export. */
export interface Edge {
  /** Path in the repository, or a bare name such as `preact` or `node:crypto`. */
  to: string;
  isBare: boolean;
  /** Gone at run time: `import type`, `export type`, or only `type` names. */
  isTypeOnly: boolean;
}

/** A fact beside the imports, with the word that a rule looks for. */
export interface Use {
  kind: "call" | "construct" | "attribute" | "default_export" | "module_let";
  /** For example `Deno.openKv`, `Date`, `style`. */
  name: string;
}

/** Facts of one file. */
export interface SourceFacts {
  path: string;
  lines: number;
  edges: Edge[];
  uses: Use[];
}

/** Reads the facts of a file; `path` is relative to the repository's root, with `/`. */
export function readFacts(path: string, source: string): SourceFacts {
  const facts: SourceFacts = {
    path,
    lines: source.trimEnd().split("\n").length,
    edges: [],
    uses: [],
  };
  const add = (specifier: string, isTypeOnly: boolean) =>
    facts.edges.push({ ...resolveSpecifier(path, specifier), isTypeOnly });
  const plugin: Deno.lint.Plugin = {
    name: "facts",
    rules: { facts: { create: (context) => visitor(facts, add, context) } },
  };
  Deno.lint.runPlugin(plugin, path, source);
  return facts;
}

function visitor(
  facts: SourceFacts,
  add: (specifier: string, isTypeOnly: boolean) => void,
  context: Deno.lint.RuleContext,
): Deno.lint.LintVisitor {
  const text = (node: Deno.lint.Node) => context.sourceCode.getText(node);
  const addUse = (kind: Use["kind"], name: string) => facts.uses.push({ kind, name });
  return {
    ImportDeclaration(node) {
      const named = node.specifiers as { importKind?: string }[];
      const allTypes = named.length > 0 && named.every((name) => name.importKind === "type");
      add(node.source.value, node.importKind === "type" || allTypes);
    },
    ExportNamedDeclaration(node) {
      if (node.source) add(node.source.value, node.exportKind === "type");
    },
    ExportAllDeclaration: (node) => add(node.source.value, node.exportKind === "type"),
    ImportExpression(node) {
      if (node.source.type === "Literal") add(String(node.source.value), false);
    },
    ExportDefaultDeclaration: () => addUse("default_export", "default"),
    // A reference counts like a call: `const now = Date.now` reads the clock later.
    MemberExpression: (node) => addUse("call", text(node)),
    NewExpression: (node) => addUse("construct", `${text(node.callee)}(${node.arguments.length})`),
    JSXAttribute: (node) => addUse("attribute", text(node.name)),
    "Program > VariableDeclaration"(node: Deno.lint.VariableDeclaration) {
      if (node.kind === "let") addUse("module_let", text(node).slice(0, 60));
    },
    "Program > ExportNamedDeclaration > VariableDeclaration"(node: Deno.lint.VariableDeclaration) {
      if (node.kind === "let") addUse("module_let", text(node).slice(0, 60));
    },
  };
}

function resolveSpecifier(from: string, specifier: string): Pick<Edge, "to" | "isBare"> {
  if (specifier.startsWith("@/")) return { to: specifier.slice(2), isBare: false };
  if (!specifier.startsWith(".")) return { to: specifier, isBare: true };
  return { to: join(dirname(from), specifier), isBare: false };
}
