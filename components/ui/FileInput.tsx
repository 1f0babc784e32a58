/** A labelled file picker: the browser's own, in a dashed drop area. */
import type { InputHTMLAttributes } from "preact";
import { UploadIcon } from "../icons.tsx";
import { Field, type FieldProps } from "./Field.tsx";
import { describedBy, fieldId } from "./field_ids.ts";

export interface FileInputProps extends
  FieldProps,
  Omit<
    InputHTMLAttributes<HTMLInputElement>,
    "name" | "id" | "required" | "label" | "class" | "type" | "value"
  > {}

/** `<input type="file">`; files can be dropped on it. Its form needs `multipart/form-data`. */
export function FileInput(props: FileInputProps) {
  const { label, hint, error, required, labelHidden, class: className, ...rest } = props;
  const { id = fieldId(props.name), ...attributes } = rest;
  return (
    <Field {...{ label, hint, error, required, labelHidden, class: className }} controlId={id}>
      <div class="relative">
        <span class="pointer-events-none absolute inset-y-0 left-4 flex items-center text-muted">
          <UploadIcon class="size-5" />
        </span>
        <input
          {...attributes}
          type="file"
          id={id}
          required={required}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={describedBy(id, { hint, error })}
          class="w-full cursor-pointer rounded-lg border border-dashed border-line-control bg-field py-4 pl-12 pr-4 text-sm text-ink-soft transition-colors duration-150 file:mr-4 file:cursor-pointer file:rounded-md file:border file:border-solid file:border-line-strong file:bg-raised file:px-3 file:py-1.5 file:text-sm file:font-medium file:text-ink hover:border-muted aria-[invalid=true]:border-bad disabled:opacity-50"
        />
      </div>
    </Field>
  );
}
