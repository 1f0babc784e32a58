/** The form that makes an API token. */
import {
  API_SCOPE_LABELS,
  API_SCOPES,
  MAX_RANGES,
  MAX_TOKEN_NAME_LENGTH,
} from "@/domain/api_token/view.ts";
import { KeyRoundIcon } from "../secret_icons.tsx";
import { Button, ChoiceCards, ErrorSummary, Input, Select, Textarea } from "../ui/mod.ts";

/** Lives that are offered, in days. */
const LIVES = [
  ["7", "7 days"],
  ["30", "30 days"],
  ["90", "90 days"],
  ["180", "180 days"],
  ["365", "1 year"],
] as const;

export interface TokenFormProps {
  /** What was typed, by field. */
  texts: Readonly<Record<string, string>>;
  scopes: readonly string[];
  errors: Readonly<Record<string, string>>;
}

/** Name, scopes, life and ranges. */
export function TokenForm({ texts, scopes, errors }: TokenFormProps) {
  const labels = { name: "Name", scopes: "May do", days: "Works for", ranges: "Works from" };
  return (
    <form method="post" class="flex flex-col gap-5" aria-label="Make a token">
      <ErrorSummary errors={errors} labels={labels} title="The token wasn't made" />
      <div class="grid gap-5 sm:grid-cols-[2fr_1fr]">
        <Input
          name="name"
          label="Name"
          value={texts.name ?? ""}
          maxLength={MAX_TOKEN_NAME_LENGTH}
          hint="After the program that will use it."
          error={errors.name}
          autocomplete="off"
          required
        />
        <Select
          name="days"
          label="Works for"
          value={texts.days ?? "90"}
          options={LIVES.map(([value, label]) => ({ value, label }))}
          error={errors.days}
          required
        />
      </div>
      <ChoiceCards
        name="scopes[]"
        legend="May do"
        type="checkbox"
        value={[...scopes]}
        options={API_SCOPES.map((scope) => ({
          value: scope,
          label: API_SCOPE_LABELS[scope],
          description: <code class="text-xs">{scope}</code>,
        }))}
        error={errors.scopes}
        required
      />
      <Textarea
        name="ranges"
        label="Works from (optional)"
        rows={2}
        value={texts.ranges ?? ""}
        hint={`Up to ${MAX_RANGES} addresses or ranges such as 192.0.2.0/24 or 2001:db8::/48; empty for anywhere.`}
        error={errors.ranges}
        autocomplete="off"
        spellcheck={false}
      />
      <div>
        <Button name="action" value="create" icon={KeyRoundIcon}>Make the token</Button>
      </div>
    </form>
  );
}
