import type { CatalogueEntry } from "./catalogue-entry.ts";

/** What can be found about who may call. */
export const senderFindings = {
  "duplicate-sender": {
    severity: "warning",
    text: {
      en: "Two senders are called “{name}”: deliveries cannot say which of them it was. Change one of the names.",
      fr: "Deux expéditeurs s’appellent « {name} » : les livraisons ne peuvent dire lequel c’était. Changez un des noms.",
    },
  },
  "senders-exclude-each-other": {
    severity: "error",
    text: {
      en: "“{sender}” and “{other}” both stand in “{place}”, and a request has one value there: asked for together, they let nobody in. Give one of them another header, or let one method be enough.",
      fr: "« {sender} » et « {other} » se trouvent tous deux dans « {place} », où une requête n’a qu’une valeur : exigés ensemble, ils ne laissent entrer personne. Donnez un autre en-tête à l’un, ou qu’une méthode suffise.",
    },
  },
  "token-without-secret": {
    severity: "error",
    text: {
      en: "{algorithms} is checked with a shared secret, and none is set: such tokens would be refused. Enter it, or take the algorithm out; a public key is no secret.",
      fr: "{algorithms} se vérifie avec un secret partagé, et aucun n’est renseigné : de tels jetons seraient refusés. Saisissez-le, ou retirez l’algorithme ; une clé publique n’est pas un secret.",
    },
  },
  "token-without-key": {
    severity: "error",
    text: {
      en: "{algorithms} is checked with a public key, and none is set: such tokens would be refused. Enter it, or the URL of the keys.",
      fr: "{algorithms} se vérifie avec une clé publique, et aucune n’est renseignée : de tels jetons seraient refusés. Saisissez-la, ou l’URL des clés.",
    },
  },
  "unreadable-key": {
    severity: "error",
    text: {
      en: "This is no public key. Paste it as PEM (“BEGIN PUBLIC KEY”) or as a JWK without its private part.",
      fr: "Ce n’est pas une clé publique. Collez-la en PEM (« BEGIN PUBLIC KEY ») ou en JWK sans sa partie privée.",
    },
  },
  "unreadable-url": {
    severity: "error",
    text: {
      en: "“{url}” is no address. It begins with https:// and holds no password.",
      fr: "« {url} » n’est pas une adresse. Elle commence par https:// et ne contient pas de mot de passe.",
    },
  },
  "keys-unprotected": {
    severity: "warning",
    text: {
      en: "The keys that check tokens are fetched without encryption: who stands between could give others. Use https.",
      fr: "Les clés qui vérifient les jetons sont lues sans chiffrement : quelqu’un sur le trajet pourrait en donner d’autres. Utilisez https.",
    },
  },
  "signature-without-scheme": {
    severity: "error",
    text: {
      en: "“{sender}” does not say how it signs: nobody would be let in. Fill in the scheme, or choose a preset.",
      fr: "« {sender} » ne dit pas comment il signe : personne n’entrerait. Remplissez le schéma, ou choisissez un préréglage.",
    },
  },
  "unknown-signed-part": {
    severity: "error",
    text: {
      en: "“{part}” cannot be signed. What is signed is text, and in braces id, timestamp, body, url, sortedParams or bodySha256.",
      fr: "« {part} » ne peut être signé. Ce qui est signé est du texte et, entre accolades, id, timestamp, body, url, sortedParams ou bodySha256.",
    },
  },
  "signed-part-missing": {
    severity: "error",
    text: {
      en: "What is signed names “{part}”, and the scheme does not say where it stands. Name its header.",
      fr: "Ce qui est signé nomme « {part} », et le schéma ne dit pas où il se trouve. Nommez son en-tête.",
    },
  },
  "body-not-signed": {
    severity: "warning",
    text: {
      en: "“{sender}” does not sign the body: anybody who sees one request can send another body with the same signature.",
      fr: "« {sender} » ne signe pas le corps : quiconque voit une requête peut envoyer un autre corps avec la même signature.",
    },
  },
  "timestamp-not-signed": {
    severity: "warning",
    text: {
      en: "“{sender}” does not sign its timestamp: an old request can be sent again. Set a deduplication key if that matters.",
      fr: "« {sender} » ne signe pas son horodatage : une ancienne requête peut être renvoyée. Définissez une clé de dédoublonnage si cela compte.",
    },
  },
  "public-url-missing": {
    severity: "error",
    text: {
      en: "“{sender}” signs the address that it calls, and this server does not know its own. Enter it here, or set SLUICE_PUBLIC_URL.",
      fr: "« {sender} » signe l’adresse qu’il appelle, et ce serveur ne connaît pas la sienne. Saisissez-la ici, ou définissez SLUICE_PUBLIC_URL.",
    },
  },
  "unusable-secret": {
    severity: "error",
    text: {
      en: "This secret is no key as “{preset}” needs it (its encoding, its length, or a private key instead of the public one). Enter it anew.",
      fr: "Ce secret n’est pas une clé telle que « {preset} » la demande (encodage, longueur, ou clé privée au lieu de la publique). Saisissez-le à nouveau.",
    },
  },
} as const satisfies Record<string, CatalogueEntry>;
