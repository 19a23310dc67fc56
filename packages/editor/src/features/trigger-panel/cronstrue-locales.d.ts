/** Adds French to cronstrue when it is loaded. */
declare module "cronstrue/locales/fr";
