/**
 * From a template and its values to a subject, a plain text and an HTML document. Values are escaped where they are put
 * in, in one pass: what looks like a placeholder inside a value stays as it is.
 */
import { MAIL_VARIABLES, type MailTemplate, type MailTemplateId } from "./templates.ts";

/** What is the same in all mails. */
export interface MailBrand {
  companyName: string;
  /** The only source of links. */
  appUrl: string;
  /** Whom to write to. */
  supportEmail: string;
}

/** A mail as it is sent. */
export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}

/** The template or its values don't fit together. */
export class MailTemplateError extends Error {}

const PLACEHOLDER = /\{\{\s*([A-Za-z]+)\s*\}\}/g;

/** Names in a template's texts that it may not use. */
export function unknownVariables(id: MailTemplateId, template: MailTemplate): string[] {
  const known = new Set<string>([...MAIL_VARIABLES[id], "companyName", "supportEmail"]);
  const parts = [template.subject, template.heading, template.body, template.action]
    .concat(template.facts.flat());
  const used = parts.flatMap((part) =>
    Array.from(part.matchAll(PLACEHOLDER), (match) => match[1]!)
  );
  return [...new Set(used.filter((name) => !known.has(name)))];
}

/**
 * Checks that `variables` are exactly the template's.
 *
 * @throws MailTemplateError naming what is missing or too much, or a `link` that isn't a path of the site.
 */
export function checkVariables(id: MailTemplateId, variables: Record<string, string>): void {
  const known: readonly string[] = MAIL_VARIABLES[id];
  const missing = known.filter((name) => typeof variables[name] !== "string");
  const unknown = Object.keys(variables).filter((name) => !known.includes(name));
  if (missing.length > 0) throw new MailTemplateError(`${id}: missing ${missing.join(", ")}`);
  if (unknown.length > 0) throw new MailTemplateError(`${id}: unknown ${unknown.join(", ")}`);
  const link = variables["link"];
  if (link !== undefined && !/^\/(?![/\\])[\x21-\x7e]*$/.test(link)) {
    throw new MailTemplateError(`${id}: link must be a path of the site`);
  }
}

/** Renders a mail. */
export function renderMail(
  input: { id: MailTemplateId; template: MailTemplate; variables: Record<string, string> },
  brand: MailBrand,
): RenderedMail {
  const { template } = input;
  checkVariables(input.id, input.variables);
  const values = new Map(Object.entries({
    ...input.variables,
    companyName: brand.companyName,
    supportEmail: brand.supportEmail,
  }));
  const plain = (text: string) => fill(text, values, (value) => value);
  const link = input.variables["link"] ? brand.appUrl + input.variables["link"] : null;
  const content: MailContent = {
    subject: oneLine(plain(template.subject)),
    heading: oneLine(plain(template.heading)),
    blocks: template.body.split(/\n{2,}/).map((block) =>
      block.trim() === "@facts"
        ? { facts: template.facts.map(([label, value]) => [label, oneLine(plain(value))] as const) }
        : { paragraph: plain(block) }
    ),
    action: link && template.action ? { label: plain(template.action), url: link } : null,
  };
  return {
    subject: content.subject,
    text: renderText(content, brand),
    html: renderHtml(content, brand),
  };
}

interface MailContent {
  subject: string;
  heading: string;
  blocks: Array<
    { paragraph: string } | { facts: ReadonlyArray<readonly [label: string, value: string]> }
  >;
  action: { label: string; url: string } | null;
}

/** Puts values in the places of their names, in one pass over the template's own text. */
function fill(
  text: string,
  values: ReadonlyMap<string, string>,
  escape: (value: string) => string,
): string {
  return text.replace(PLACEHOLDER, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new MailTemplateError(`unknown variable ${name}`);
    return escape(value);
  });
}

function renderText(content: MailContent, brand: MailBrand): string {
  const blocks = content.blocks.map((block) =>
    "paragraph" in block
      ? block.paragraph
      : block.facts.map(([label, value]) => `${label}: ${value}`).join("\n")
  );
  const action = content.action ? [`${content.action.label}:\n${content.action.url}`] : [];
  const footer = `--\n${brand.companyName}\n${brand.appUrl}\n${brand.supportEmail}`;
  return [content.heading, ...blocks, ...action, footer].join("\n\n") + "\n";
}

const FONT = "font-family:Inter,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = "#0f1b2d";
const MUTED = "#55657a";
const LINE = "#dde5ef";
const BLUE = "#0b63ce";

/** Tables and inline styles, as mail programs know little else. The blue band and the light ground are the brand's. */
function renderHtml(content: MailContent, brand: MailBrand): string {
  const name = escapeHtml(brand.companyName);
  const blocks = content.blocks.map((block) =>
    "paragraph" in block ? htmlParagraph(block.paragraph) : htmlFacts(block.facts)
  ).join("\n");
  const action = content.action ? htmlAction(content.action) : "";
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escapeHtml(content.subject)}</title>
</head>
<body style="margin:0;padding:0;background:#eef3f9">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#eef3f9">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border:1px solid ${LINE};border-radius:12px">
<tr><td style="padding:20px 32px;background:${INK};border-radius:12px 12px 0 0;border-bottom:3px solid #22a6f2;${FONT};font-size:18px;font-weight:700;color:#ffffff">${name}</td></tr>
<tr><td style="padding:32px;${FONT};font-size:16px;line-height:24px;color:${INK}">
<h1 style="margin:0 0 20px;font-size:22px;line-height:28px;font-weight:700;color:${INK}">${
    escapeHtml(content.heading)
  }</h1>
${blocks}
${action}
</td></tr>
<tr><td style="padding:20px 32px;border-top:1px solid ${LINE};${FONT};font-size:13px;line-height:20px;color:${MUTED}">${name}<br><a href="${
    escapeHtml(brand.appUrl)
  }" style="color:${MUTED}">${
    escapeHtml(brand.appUrl.replace(/^https?:\/\//, ""))
  }</a> · <a href="mailto:${escapeHtml(encodeURI(brand.supportEmail))}" style="color:${MUTED}">${
    escapeHtml(brand.supportEmail)
  }</a></td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function htmlParagraph(text: string): string {
  return `<p style="margin:0 0 16px">${escapeHtml(text).replaceAll("\n", "<br>\n")}</p>`;
}

function htmlFacts(facts: ReadonlyArray<readonly [label: string, value: string]>): string {
  const rows = facts.map(([label, value]) =>
    `<tr><th align="left" style="padding:10px 16px 10px 0;border-top:1px solid ${LINE};font-weight:400;color:${MUTED};white-space:nowrap;vertical-align:top">${
      escapeHtml(label)
    }</th><td style="padding:10px 0;border-top:1px solid ${LINE};font-weight:600;word-break:break-word">${
      escapeHtml(value)
    }</td></tr>`
  ).join("\n");
  return `<table width="100%" cellpadding="0" cellspacing="0" style="margin:8px 0 24px;border-bottom:1px solid ${LINE};font-size:15px;line-height:22px">
${rows}
</table>`;
}

function htmlAction(action: { label: string; url: string }): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:24px 0 8px"><tr><td style="background:${BLUE};border-radius:8px"><a href="${
    escapeHtml(action.url)
  }" style="display:inline-block;padding:12px 24px;font-weight:600;color:#ffffff;text-decoration:none">${
    escapeHtml(action.label)
  }</a></td></tr></table>`;
}

/** Text as it may stand in HTML, in attributes too. */
function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}

/** No line breaks or other control characters: a subject is a header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
