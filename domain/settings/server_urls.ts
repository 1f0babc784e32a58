/**
 * URLs of servers in settings. What leads there is often a secret: providers of nodes put their keys into the path. So
 * these are sealed at rest, and shortened to their origin wherever they are shown to people who can't change them.
 */
import type { Config } from "../shared/config.ts";
import type { Deps } from "../shared/deps.ts";
import { isServerUrl } from "../shared/outgoing.ts";
import type { Section } from "./model.ts";

/** Fields whose values are sealed, by section. */
const SEALED: Partial<Record<Section, readonly string[]>> = {
  chains: ["esploraUrl", "ethereumRpcUrl"],
};

const FORBIDDEN_URL =
  "Use https and no user name. For a server in your own network, name its host in PRIVATE_HOSTS " +
  "where CloudNest is started.";

type Values = Readonly<Record<string, unknown>>;

/** Messages beside URLs that may not be asked, by path of the values. */
export function checkServerUrls(config: Pick<Config, "privateHosts">, values: object) {
  const { sources, ...fields } = values as Values & { sources?: Array<{ baseUrl: string }> };
  const urls: [path: string, url: unknown][] = [
    ...Object.entries(fields).filter(([name]) => name.endsWith("Url")),
    ...(sources ?? []).map((
      { baseUrl },
      at,
    ): [string, unknown] => [`sources.${at}.baseUrl`, baseUrl]),
  ];
  const refused = urls.filter(([, url]) => url !== "" && !isServerUrl(config, String(url)));
  return Object.fromEntries(refused.map(([path]) => [path, FORBIDDEN_URL]));
}

/** A section's values as they are stored. */
export function sealValues(
  deps: Pick<Deps, "secrets">,
  section: Section,
  values: object,
): Promise<object> {
  return changeSealed(
    section,
    values,
    (name, text) => deps.secrets.seal("provider_token", `settings:${section}.${name}`, text),
  );
}

/** A section's values from what is stored. */
export async function openValues(
  deps: Pick<Deps, "secrets">,
  section: Section,
  stored: unknown,
): Promise<unknown> {
  return await changeSealed(
    section,
    stored as object,
    (name, text) => deps.secrets.open("provider_token", `settings:${section}.${name}`, text),
  );
}

/** A section's values for those who may read but not change them, and for the audit log: no secrets. */
export async function maskValues<T extends object>(section: Section, values: T): Promise<T> {
  return await changeSealed(section, values, (_name, text) => {
    const { origin, pathname, search } = new URL(text);
    return Promise.resolve(pathname === "/" && search === "" ? origin : `${origin}/…`);
  }) as T;
}

async function changeSealed(
  section: Section,
  values: object,
  change: (name: string, text: string) => Promise<string>,
): Promise<object> {
  const changed: Record<string, unknown> = { ...values };
  for (const name of SEALED[section] ?? []) {
    const text = changed[name];
    if (typeof text === "string" && text !== "") changed[name] = await change(name, text);
  }
  return changed;
}
