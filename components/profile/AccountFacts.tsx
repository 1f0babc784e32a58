/** What the account says of itself, and the ways to its data: a copy of all of it, or its end. */
import { Badge, Card, DateTime, DescriptionList } from "../ui/mod.ts";
import type { ProfileView } from "@/domain/customer/view.ts";

/** The card at the top of the profile page. */
export function AccountFacts({ profile }: { profile: ProfileView }) {
  const { acceptedTerms } = profile;
  return (
    <Card title="Your account">
      <DescriptionList
        columns={2}
        items={[
          {
            label: "E-mail address",
            value: (
              <span class="flex flex-wrap items-center gap-2">
                <span class="wrap-anywhere">{profile.email}</span>
                {profile.isVerified
                  ? <Badge tone="ok">Confirmed</Badge>
                  : <Badge tone="warn">Not confirmed</Badge>}
              </span>
            ),
          },
          { label: "Customer since", value: <DateTime value={profile.createdAt} /> },
          {
            label: "Terms accepted",
            value: acceptedTerms
              ? (
                <>
                  Version {acceptedTerms.version}, <DateTime value={acceptedTerms.at} />
                </>
              )
              : "Each order keeps the version that it was placed under.",
          },
        ]}
      />
    </Card>
  );
}
