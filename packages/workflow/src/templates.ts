export { type Template, templates } from "./templates/templates.ts";
