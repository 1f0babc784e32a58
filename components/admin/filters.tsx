/** What stands above the staff's lists: states as tabs, a search field. */
import { SearchIcon } from "../icons.tsx";
import { Button } from "../ui/Button.tsx";
import { Input } from "../ui/Input.tsx";
import { statusOptions } from "../ui/StatusBadge.tsx";
import { Tabs } from "../ui/Tabs.tsx";

/** Props of `StatusTabs`. */
export interface StatusTabsProps {
  /** Path of the list. */
  path: string;
  kind: Parameters<typeof statusOptions>[0];
  /** The query parameter; `status` unless told. */
  param?: string;
  current: string | undefined;
  /** Names the group for screen readers. */
  label: string;
}

/** "All" and each state of a kind of record, as links. */
export function StatusTabs({ path, kind, param = "status", current, label }: StatusTabsProps) {
  const tabs = statusOptions(kind).map((option) => ({
    href: `${path}?${param}=${option.value}`,
    label: option.label,
    current: option.value === current,
  }));
  return <Tabs label={label} tabs={[{ href: path, label: "All", current: !current }, ...tabs]} />;
}

/** Props of `SearchForm`. */
export interface SearchFormProps {
  path: string;
  label: string;
  placeholder?: string;
  value: string;
}

/** A search by GET: its answer has an address of its own. */
export function SearchForm({ path, label, placeholder, value }: SearchFormProps) {
  return (
    <form method="get" action={path} role="search" class="mb-5 flex max-w-xl items-end gap-3">
      <Input
        class="min-w-0 flex-1"
        name="search"
        type="search"
        label={label}
        labelHidden
        placeholder={placeholder}
        value={value}
        icon={SearchIcon}
        maxlength={254}
      />
      <Button variant="secondary">Search</Button>
    </form>
  );
}
