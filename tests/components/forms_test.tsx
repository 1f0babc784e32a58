/** Form controls: names, labels, hints, errors and the attributes that tie them together. */
import { expect } from "expect";
import {
  Button,
  Checkbox,
  ChoiceCards,
  CycleScope,
  CycleToggle,
  ErrorSummary,
  fieldId,
  FileInput,
  IconButton,
  Input,
  Radio,
  Select,
  Textarea,
} from "@/components/ui/mod.ts";
import { CopyIcon } from "@/components/secret_icons.tsx";
import { attribute, render, tag, text } from "./render.tsx";

const CONTROLS: Array<readonly [name: string, html: (error?: string) => string, start: RegExp]> = [
  [
    "Input",
    (error) => render(<Input name="host" label="Hostname" hint="RFC 1123" error={error} />),
    /^<input/,
  ],
  [
    "Textarea",
    (error) => render(<Textarea name="host" label="Hostname" hint="RFC 1123" error={error} />),
    /^<textarea/,
  ],
  [
    "Select",
    (error) =>
      render(<Select name="host" label="Hostname" hint="RFC 1123" options={[]} error={error} />),
    /^<select/,
  ],
  [
    "FileInput",
    (error) => render(<FileInput name="host" label="Hostname" hint="RFC 1123" error={error} />),
    /^<input/,
  ],
  [
    "Checkbox",
    (error) => render(<Checkbox name="host" label="Hostname" hint="RFC 1123" error={error} />),
    /^<input/,
  ],
];

for (const [name, html, start] of CONTROLS) {
  Deno.test(`${name} has its label, and its hint as description`, () => {
    const control = tag(html(), start);

    expect(attribute(control, "id")).toBe("f-host");
    expect(attribute(control, "name")).toBe("host");
    expect(attribute(tag(html(), /^<label/), "for")).toBe("f-host");
    expect(attribute(control, "aria-describedby")).toBe("f-host-hint");
    expect(attribute(control, "aria-invalid")).toBeUndefined();
  });

  Deno.test(`${name} with an error is invalid and described by the error first`, () => {
    const markup = html("Use letters, digits and hyphens.");
    const control = tag(markup, start);

    expect(attribute(control, "aria-invalid")).toBe("true");
    expect(attribute(control, "aria-describedby")).toBe("f-host-error f-host-hint");
    expect(attribute(tag(markup, /id="f-host-error"/), "id")).toBe("f-host-error");
    expect(text(markup)).toContain("Use letters, digits and hyphens.");
  });
}

Deno.test("Input keeps what was typed, escaped", () => {
  const typed = `"><script>`;
  const html = render(<Input name="host" label="Hostname" value={typed} />);

  expect(html).toContain('value="&quot;>&lt;script>"');
});

Deno.test("required controls carry the attribute, the star is decoration", () => {
  const html = render(<Input name="host" label="Hostname" required />);

  expect(attribute(tag(html, /^<input/), "required")).not.toBeUndefined();
  expect(html).toMatch(/<span aria-hidden="true"[^>]*>\*<\/span>/);
});

Deno.test("Select marks the chosen option", () => {
  const options = [{ value: "a", label: "A" }, { value: "b", label: "B", disabled: true }];
  const html = render(<Select name="os" label="System" options={options} value="a" />);

  expect(attribute(tag(html, /value="a"/), "selected")).not.toBeUndefined();
  expect(attribute(tag(html, /value="b"/), "disabled")).not.toBeUndefined();
});

Deno.test("fieldId() makes one id of a name with brackets", () => {
  expect(fieldId("addons[]")).toBe("f-addons");
  expect(fieldId("payment_method")).toBe("f-payment_method");
});

Deno.test("ChoiceCards are real inputs in a fieldset, with distinct ids", () => {
  const html = render(
    <ChoiceCards
      name="addons[]"
      type="checkbox"
      legend="Add-ons"
      value={["b"]}
      error="Choose fewer."
      options={[{ value: "a", label: "A" }, { value: "b", label: "B" }, {
        value: "c",
        label: "C",
        disabled: true,
      }]}
    />,
  );

  const ids = [...html.matchAll(/<input[^>]*\sid="([^"]*)"/g)].map((match) => match[1]);
  expect(ids).toEqual(["f-addons", "f-addons-b", "f-addons-c"]);
  expect(attribute(tag(html, /value="b"/), "checked")).not.toBeUndefined();
  expect(attribute(tag(html, /value="a"/), "checked")).toBeUndefined();
  expect(attribute(tag(html, /value="c"/), "disabled")).not.toBeUndefined();
  expect(attribute(tag(html, /^<fieldset/), "aria-describedby")).toBe("f-addons-error");
  expect(html).toContain("<legend");
});

Deno.test("Radio has an id of its own for each value", () => {
  const html = render(<Radio name="method" value="bank" label="Bank transfer" />);

  expect(attribute(tag(html, /^<input/), "id")).toBe("f-method-bank");
  expect(attribute(tag(html, /^<label/), "for")).toBe("f-method-bank");
});

Deno.test("ErrorSummary links to each field, and is nothing without errors", () => {
  const html = render(
    <ErrorSummary
      errors={{ email: "Enter an address.", "": "Try again.", name: undefined }}
      labels={{ email: "E-mail" }}
    />,
  );

  expect(attribute(tag(html, /^<a/), "href")).toBe("#f-email");
  expect(text(html)).toContain("E-mail: Enter an address. Try again.");
  expect(attribute(tag(html, /role=/), "role")).toBe("alert");
  expect(render(<ErrorSummary errors={{}} />)).toBe("");
});

Deno.test("Button submits unless said otherwise, and takes no clicks while loading", () => {
  expect(attribute(tag(render(<Button>Go</Button>), /^<button/), "type")).toBe("submit");
  const loading = tag(render(<Button loading>Go</Button>), /^<button/);
  expect(attribute(loading, "disabled")).not.toBeUndefined();
  expect(attribute(loading, "aria-busy")).toBe("true");
});

Deno.test("Button with an href is a link; disabled it leads nowhere", () => {
  const link = tag(render(<Button href="/vps">VPS</Button>), /^<a/);
  const disabled = tag(render(<Button href="/vps" disabled>VPS</Button>), /^<a/);

  expect(attribute(link, "href")).toBe("/vps");
  expect(attribute(disabled, "href")).toBeUndefined();
  expect(attribute(disabled, "aria-disabled")).toBe("true");
});

Deno.test("IconButton has a name and a hidden picture", () => {
  const html = render(<IconButton icon={CopyIcon} label="Copy the address" />);

  expect(attribute(tag(html, /^<button/), "aria-label")).toBe("Copy the address");
  expect(attribute(tag(html, /^<button/), "type")).toBe("button");
  expect(attribute(tag(html, /^<svg/), "aria-hidden")).toBe("true");
});

Deno.test("CycleToggle is a group of radio buttons with one chosen", () => {
  const html = render(
    <CycleScope>
      <CycleToggle
        cycles={[{ value: "monthly", label: "Monthly" }, { value: "annual", label: "Annual" }]}
        value="annual"
      />
    </CycleScope>,
  );

  expect(html).toContain("data-cycles");
  expect(attribute(tag(html, /data-cycle="annual"/), "checked")).not.toBeUndefined();
  expect(attribute(tag(html, /data-cycle="monthly"/), "checked")).toBeUndefined();
});
