/** The form of one settings section, drawn from its description. */
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Checkbox } from "../ui/Checkbox.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { Input } from "../ui/Input.tsx";
import { Select } from "../ui/Select.tsx";
import { Textarea } from "../ui/Textarea.tsx";
import type { FormState } from "./forms.ts";
import type { SettingField, SettingsSection } from "./settings_sections.ts";

/** Props of `SettingsForm`. */
export interface SettingsFormProps {
  section: SettingsSection;
  form: FormState;
  /** Without it the fields are there to read. */
  canEdit: boolean;
}

/** Fields that the section has once, then its entries with a blank one at the end. */
export function SettingsForm({ section, form, canEdit }: SettingsFormProps) {
  const { list } = section;
  return (
    <form method="post" class="flex flex-col gap-6" novalidate>
      <ErrorSummary errors={form.errors} labels={labelsOf(section)} />
      {section.fields.length > 0 && (
        <Card>
          <div class="flex flex-col gap-5">
            {section.fields.map((field) => (
              <SettingInput
                key={field.name}
                name={field.name}
                field={field}
                form={form}
                canEdit={canEdit}
              />
            ))}
          </div>
        </Card>
      )}
      {list && [...Array(entriesShown(section, form)).keys()].map((at) => (
        <Card
          key={at}
          title={`${list.entry} ${at + 1}`}
          description={at > 0 ? "Leave all of it blank, and it isn't there." : undefined}
        >
          <div class="grid gap-5 sm:grid-cols-2">
            {list.fields.map((field) => (
              <SettingInput
                key={field.name}
                name={`${list.name}.${at}.${field.name}`}
                field={{ ...field, required: false }}
                form={form}
                canEdit={canEdit}
              />
            ))}
          </div>
        </Card>
      ))}
      {canEdit && (
        <div>
          <Button>Save settings</Button>
        </div>
      )}
    </form>
  );
}

/** What each field is called in the summary of errors: of an entry, with its number. */
function labelsOf({ fields, list }: SettingsSection): Record<string, string> {
  const ofEntry = (at: number) =>
    (list?.fields ?? []).map(({ name, label }) =>
      [`${list!.name}.${at}.${name}`, `${list!.entry} ${at + 1}, ${label}`] as const
    );
  return Object.fromEntries([
    ...fields.map(({ name, label }) => [name, label] as const),
    ...[...Array(list?.max ?? 0).keys()].flatMap(ofEntry),
  ]);
}

/** One more than the last entry with something in it. */
function entriesShown({ list }: SettingsSection, { texts }: FormState): number {
  if (!list) return 0;
  const used = Object.entries(texts)
    .filter(([name, text]) => name.startsWith(`${list.name}.`) && text.trim() !== "")
    .filter(([name]) => !isChoice(list.fields, name))
    .map(([name]) => Number(name.split(".")[1]));
  return Math.min(Math.max(-1, ...used) + 2, list.max);
}

function isChoice(fields: readonly SettingField[], name: string): boolean {
  const last = name.split(".").at(-1);
  return fields.some((field) => field.name === last && field.kind === "choice");
}

function SettingInput(
  props: { name: string; field: SettingField; form: FormState; canEdit: boolean },
) {
  const { name, field, form, canEdit } = props;
  const shared = {
    name,
    label: field.label,
    hint: field.hint,
    required: field.required,
    error: form.errors[name],
    value: form.texts[name] ?? "",
    disabled: !canEdit,
  };
  switch (field.kind) {
    case "lines":
      return <Textarea {...shared} rows={4} />;
    case "rates":
      return <Textarea {...shared} rows={10} spellcheck={false} autocomplete="off" />;
    case "choice":
      return (
        <Select
          {...shared}
          value={shared.value || field.options?.[0]}
          options={(field.options ?? []).map((value) => {
            return { value, label: field.optionLabels?.[value] ?? value };
          })}
        />
      );
    case "number":
    case "percent":
      return <Input {...shared} inputmode="decimal" autocomplete="off" />;
    case "flag":
      return <Checkbox {...shared} value="on" checked={shared.value === "on"} />;
    case "text":
      return <Input {...shared} autocomplete="off" />;
  }
}
