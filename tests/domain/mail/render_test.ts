import { expect } from "expect";
import fc from "fast-check";
import {
  checkVariables,
  type MailBrand,
  renderMail,
  unknownVariables,
} from "@/domain/mail/render.ts";
import {
  MAIL_TEMPLATE_IDS,
  MAIL_VARIABLES,
  type MailTemplateId,
  mailTemplateSeeds,
} from "@/domain/mail/templates.ts";
import { anyText } from "@/tests/helpers/any_text.ts";

const brand: MailBrand = {
  companyName: "CloudNest",
  appUrl: "https://cloudnest.example",
  supportEmail: "help@cloudnest.example",
};

function valuesOf(id: MailTemplateId, value: string): Record<string, string> {
  return Object.fromEntries(
    MAIL_VARIABLES[id].map((name) => [name, name === "link" ? "/dashboard" : value]),
  );
}

function render(id: MailTemplateId, variables: Record<string, string>) {
  return renderMail({ id, template: mailTemplateSeeds[id], variables }, brand);
}

Deno.test("each template uses known variables alone, and all of them are of use", () => {
  for (const id of MAIL_TEMPLATE_IDS) {
    expect([id, unknownVariables(id, mailTemplateSeeds[id])]).toEqual([id, []]);
    for (const name of MAIL_VARIABLES[id]) {
      const variables = { ...valuesOf(id, "x"), [name]: name === "link" ? "/some/where" : "Zebra" };
      const { subject, text, html } = render(id, variables);
      const sign = name === "link" ? "/some/where" : "Zebra";
      const isUsed = [subject, text, html].some((part) => part.includes(sign));
      const isShown = isUsed || (name === "link" && mailTemplateSeeds[id].action === "");
      expect([id, name, isShown]).toEqual([id, name, true]);
    }
  }
});

Deno.test("each template renders a subject, a text and a document, with nothing left open", () => {
  for (const id of MAIL_TEMPLATE_IDS) {
    const { subject, text, html } = render(id, valuesOf(id, "value"));
    for (const part of [subject, text, html]) {
      expect(part).not.toMatch(/\{\{|\}\}|@facts|undefined/);
    }
    expect(subject.length).toBeLessThan(90);
    expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
    expect(html).not.toMatch(/<script|<img|javascript:/);
    if (mailTemplateSeeds[id].action) {
      expect(text).toContain("https://cloudnest.example/dashboard");
      expect(html).toContain('href="https://cloudnest.example/dashboard"');
    }
  }
});

Deno.test("a placeholder inside a customer's name stays what it is", () => {
  const { text, html } = render("welcome", {
    customerName: "{{link}} {{ companyName }} {{x}} $& $1",
    link: "/dashboard",
  });
  for (const part of [text, html]) {
    expect(part).toContain("Hello {{link}} {{ companyName }} {{x}} $");
  }
  expect(text).toContain("$& $1");
});

Deno.test("values are escaped in HTML, in texts and attributes", () => {
  const evil = `<script>alert("1")</script>'&`;
  for (const id of MAIL_TEMPLATE_IDS) {
    const { html } = render(id, valuesOf(id, evil));
    expect(html).not.toContain("<script");
    expect(html).not.toContain(`"1"`);
    expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;");
  }
  const hostile = { ...brand, companyName: evil, supportEmail: `"><b>@x.y` };
  const { html } = renderMail(
    { id: "welcome", template: mailTemplateSeeds.welcome, variables: valuesOf("welcome", "x") },
    hostile,
  );
  expect(html).not.toMatch(/<script|"><b>/);
});

Deno.test("whatever a value is, the document's tags stay the same and the subject one line", () => {
  const tags = (html: string) => html.match(/<[^>]*>/g)?.filter((tag) => !tag.startsWith("<br"));
  const expected = tags(render("service_ready", valuesOf("service_ready", "x")).html);
  fc.assert(fc.property(anyText(), (value) => {
    const { html, subject } = render("service_ready", valuesOf("service_ready", value));
    expect(tags(html)).toEqual(expected);
    expect(subject).not.toMatch(/\p{Cc}/u);
  }));
});

Deno.test("missing and unknown variables, and links that leave the site, are refused", () => {
  expect(() => checkVariables("welcome", { link: "/dashboard" })).toThrow("missing customerName");
  expect(() => checkVariables("welcome", { ...valuesOf("welcome", "x"), password: "x" })).toThrow(
    "unknown password",
  );
  for (
    const link of [
      "https://evil.example",
      "//evil.example",
      "/\\evil",
      "javascript:x",
      "",
      "/a b",
      "/\n",
    ]
  ) {
    expect(() => checkVariables("welcome", { customerName: "x", link })).toThrow(
      "path of the site",
    );
  }
  const template = { ...mailTemplateSeeds.welcome, body: "Hello {{customerName}} {{password}}" };
  expect(unknownVariables("welcome", template)).toEqual(["password"]);
  expect(() => renderMail({ id: "welcome", template, variables: valuesOf("welcome", "x") }, brand))
    .toThrow("unknown variable password");
});
