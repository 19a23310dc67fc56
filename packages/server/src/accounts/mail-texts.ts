import type { Role } from "@sluice/api/roles";

export type MailLanguage = "en" | "fr";

interface MailText {
  readonly subject: string;
  readonly text: string;
}

interface MailTexts {
  readonly invitation: (given: { by: string | null; role: Role; link: string; days: number }) => MailText;
  readonly passwordReset: (given: { link: string; minutes: number }) => MailText;
}

const roleWords: Readonly<Record<MailLanguage, Readonly<Record<Role, string>>>> = {
  en: { owner: "owner", editor: "editor", operator: "operator", viewer: "viewer" },
  fr: { owner: "propriétaire", editor: "éditeur", operator: "opérateur", viewer: "lecteur" },
};

/** What Sluice writes to people about their accounts. */
export const mailTexts: Readonly<Record<MailLanguage, MailTexts>> = {
  en: {
    invitation: ({ by, role, link, days }) => ({
      subject: "You are invited to Sluice",
      text: `${by === null ? "You are invited" : `${by} invites you`} to Sluice as ${roleWords.en[role]}.

Choose a password here; the link works once, for ${days} days:
${link}

If you do not expect this, there is nothing to do.
`,
    }),
    passwordReset: ({ link, minutes }) => ({
      subject: "A new password for Sluice",
      text: `Somebody, probably you, asked for a new password for your account at Sluice.

Set it here; the link works once, for ${minutes} minutes:
${link}

If it was not you, there is nothing to do: your password stays as it is.
`,
    }),
  },
  fr: {
    invitation: ({ by, role, link, days }) => ({
      subject: "Vous êtes invité à Sluice",
      text: `${by === null ? "Vous êtes invité" : `${by} vous invite`} à rejoindre Sluice en tant que ${roleWords.fr[role]}.

Choisissez un mot de passe ici\u00a0; le lien sert une seule fois, pendant ${days} jours\u00a0:
${link}

Si vous n’attendiez pas ce message, il n’y a rien à faire.
`,
    }),
    passwordReset: ({ link, minutes }) => ({
      subject: "Un nouveau mot de passe pour Sluice",
      text: `Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte Sluice.

Définissez-le ici\u00a0; le lien sert une seule fois, pendant ${minutes} minutes\u00a0:
${link}

Si ce n’était pas vous, il n’y a rien à faire\u00a0: votre mot de passe reste le même.
`,
    }),
  },
};
