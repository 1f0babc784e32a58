/** Who somebody is, and what they can do with the data that is kept about them. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { AccountFacts } from "@/components/profile/AccountFacts.tsx";
import { PrivacyCard } from "@/components/profile/PrivacyCard.tsx";
import { ProfileForm } from "@/components/profile/ProfileForm.tsx";
import {
  COUNTRY_CODES,
  countryName,
  getProfile,
  LANGUAGES,
  type ProfileView,
  timeZones,
  updateProfile,
} from "@/domain/customer/mod.ts";
import { formError } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";

const text = z.string().default("");
const form = z.strictObject({
  name: text,
  company: text,
  address: text,
  country: text,
  tax_number: text,
  phone: text,
  language: text,
  time_zone: text,
  news: z.enum(["on", ""]).default(""),
  new_device: z.enum(["on", ""]).default(""),
});

interface Data {
  profile: ProfileView;
  values: Record<string, string>;
  errors: Record<string, string>;
}

export const handler = define.handlers({
  async GET(ctx) {
    const profile = await load(ctx);
    return page<Data>({ profile, values: valuesOf(profile), errors: {} });
  },
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const read = await readForm(ctx, form);
    const saved = read.ok
      ? await updateProfile(deps, { actor: requireCustomer(ctx), form: read.value, requestId })
      : read;
    if (saved.ok) {
      const text = "Your profile is saved.";
      return await seeOther(ctx, "/dashboard/profile", { tone: "ok", text });
    }
    if (saved.error.code === "not_found") return problem(saved.error);
    const data = {
      profile: await load(ctx),
      values: read.typed.texts,
      errors: formError(saved.error),
    };
    return page<Data>(data, formStatus(saved.error));
  },
});

async function load(ctx: Ctx): Promise<ProfileView> {
  const profile = await getProfile(ctx.state.deps, { viewer: requireCustomer(ctx) });
  return profile.ok ? profile.value : problem(profile.error);
}

function valuesOf(profile: ProfileView): Record<string, string> {
  return {
    name: profile.name,
    company: profile.company,
    address: profile.addressLines.join("\n"),
    country: profile.country,
    tax_number: profile.taxNumber,
    phone: profile.phone,
    language: profile.language,
    time_zone: profile.timeZone,
    news: profile.mailPreferences.news ? "on" : "",
    new_device: profile.mailPreferences.newDevice ? "on" : "",
  };
}

function countries(): Array<{ value: string; label: string }> {
  return COUNTRY_CODES.map((value) => ({ value, label: countryName(value) }))
    .sort((one, other) => one.label.localeCompare(other.label, "en"));
}

export default define.page<typeof handler>(function ProfilePage(props) {
  const { profile, values, errors } = props.data;
  return (
    <DashboardLayout {...frameOf(props)} width="narrow" title="Profile and privacy">
      <Head>
        <title>Profile and privacy · CloudNest</title>
      </Head>
      <div class="flex flex-col gap-6">
        <AccountFacts profile={profile} />
        <ProfileForm
          values={values}
          errors={errors}
          countries={countries()}
          languages={[...LANGUAGES]}
          timeZones={timeZones()}
        />
        <PrivacyCard />
      </div>
    </DashboardLayout>
  );
});
