export const root: string;
export const serverFolder: string;
export const serverMain: string;
export const nodeFlags: readonly string[];
