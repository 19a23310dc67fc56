/** What each setting means, in French, by its name in `config.ts`: one that is missing here does not compile there. */
export const frenchMeanings = {
  port: "Port TCP d’écoute ; 0 en prend un libre",
  host: "Adresse d’écoute ; 0.0.0.0 ou :: écoute sur toutes",
  data: "Dossier de la base et de la clé secrète",
  databaseUrl:
    "Base PostgreSQL que des processus en nombre quelconque partagent (postgres://utilisateur:motdepasse@hôte:5432/base) ; absente : un fichier SQLite dans le dossier de données",
  role: "Ce que fait ce processus : web répond aux requêtes, worker exécute ce que personne n’attend ; autre chose que les deux seulement avec PostgreSQL",
  upgradeCopy: "off : aucune sauvegarde d’une base PostgreSQL avant qu’une nouvelle version ne la change",
  publicUrl:
    "Base des URL de déclenchement et des liens, vue de l’extérieur (https://hooks.example.com) ; absente : l’adresse d’écoute",
  allowedHosts:
    "Autres noms d’hôte auxquels l’API et l’éditeur répondent, séparés par des virgules (jamais une condition pour /hooks)",
  trustedProxies:
    "Adresses ou réseaux des mandataires dont X-Forwarded-For compte, séparés par des virgules (10.0.0.0/8, ::1)",
  metricsAllow:
    "Adresses ou réseaux qui peuvent lire /metrics sans jeton, séparés par des virgules (127.0.0.1, 10.0.0.5)",
  secretKey:
    "Clé qui chiffre les secrets, texte aléatoire de 32 caractères ou plus ; absente : créée une fois et gardée dans le dossier de données",
  adminEmail: "Adresse électronique du premier compte, créé au démarrage quand il n’y en a aucun",
  adminPassword: "Mot de passe du premier compte",
  maxBodyBytes:
    "Plus grand corps qu’un déclencheur peut être réglé pour accepter, en octets (un déclencheur accepte 1 Mio s’il ne dit rien d’autre)",
  exposeEnv:
    "Noms des variables d’environnement que les expressions peuvent lire par env.<NOM>, séparés par des virgules",
  concurrency: "Exécutions menées de front dans ce processus",
  queueLimit: "Exécutions qui peuvent attendre leur tour avant que les URL de déclenchement répondent 503",
  allowNetworks:
    "Adresses ou réseaux que les requêtes sortantes peuvent atteindre bien qu’ils ne soient pas publics, séparés par des virgules (10.1.0.0/16, 127.0.0.1)",
  sqliteFiles:
    "Fichiers de base que le type de nœud base de données peut ouvrir, ou dossiers de tels fichiers, séparés par des virgules (/srv/boutique.db, /srv/rapports)",
  modelPrices:
    "Ce que coûtent les modèles, en dollars américains pour un million de jetons en entrée et en sortie, séparés par des virgules (gpt-5-mini=0.25/2, claude-haiku-4-5=1/5)",
  retentionDays:
    "Jours de conservation des exécutions terminées, des livraisons et des événements tant que les réglages ne disent rien d’autre ; 0 : pour toujours",
  retentionPerWorkflow:
    "Exécutions conservées de chaque workflow tant que les réglages ne disent rien d’autre ; 0 : autant qu’il y en a",
  mailUrl:
    "Serveur de messagerie pour les invitations, les mots de passe perdus et les alertes (smtp://utilisateur:motdepasse@mail.example.com:587) ; absent : aucun message n’est envoyé",
  mailFrom: "Adresse dont viennent ces messages",
  oidcIssuer:
    "Fournisseur OpenID Connect pour l’authentification unique (https://login.example.com/realms/shop) ; absent : mots de passe seulement",
  oidcClientId: "Nom de ce serveur chez ce fournisseur, qui doit connaître <URL publique>/oidc/callback",
  oidcClientSecret: "Secret de ce serveur chez ce fournisseur ; absent : client public",
  oidcScopes:
    "Ce qui est demandé à ce fournisseur, séparé par des espaces ; openid et email sont nécessaires",
  oidcRole:
    "Rôle des personnes qui viennent de ce fournisseur sans invitation ni compte (owner, editor, operator, viewer) ; absent : elles ne peuvent pas entrer",
  otelEndpoint:
    "Collecteur OpenTelemetry auquel les traces sont envoyées par OTLP sur HTTP (http://127.0.0.1:4318) ; absent : il n’y en a pas",
  otelTakeParent: "on : une livraison continue la trace que son expéditeur nomme dans traceparent",
  otelSendParent: "on : les requêtes que les nœuds envoient nomment leur étape dans traceparent",
  logLevel: "Détail du journal : fatal, error, warn, info, debug, trace, silent",
};
