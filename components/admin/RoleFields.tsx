/** The fields of a role: its name, and its permissions by area. */
import { Checkbox } from "../ui/Checkbox.tsx";
import { Input } from "../ui/Input.tsx";
import { PERMISSION_AREAS } from "./permission_texts.ts";

/** Props of `RoleFields`. */
export interface RoleFieldsProps {
  name: string;
  /** Those that are ticked. */
  permissions: readonly string[];
  errors: Readonly<Record<string, string>>;
  /** What whoever asks may give; nothing to read only. */
  mayGive: ReadonlySet<string>;
}

/** Name and checkboxes. */
export function RoleFields({ name, permissions, errors, mayGive }: RoleFieldsProps) {
  const isReadOnly = mayGive.size === 0;
  return (
    <>
      <Input
        name="name"
        label="Name"
        value={name}
        error={errors.name}
        maxlength={40}
        autocomplete="off"
        required
        disabled={isReadOnly}
      />
      {errors.permissions && <p id="f-permissions" class="text-sm text-bad">{errors.permissions}
      </p>}
      <div class="grid gap-6 sm:grid-cols-2">
        {PERMISSION_AREAS.map(({ area, permissions: texts }) => (
          <fieldset key={area} class="flex flex-col gap-3">
            <legend class="mb-3 text-sm font-semibold text-ink">{area}</legend>
            {texts.map(({ permission, text }) => (
              <Checkbox
                key={permission}
                id={`f-permission-${permission.replace(".", "-")}`}
                name="permissions[]"
                value={permission}
                label={text}
                checked={permissions.includes(permission)}
                disabled={!mayGive.has(permission)}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </>
  );
}
