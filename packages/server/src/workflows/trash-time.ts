/** How long a workflow lies in the trash, in milliseconds. */
export const trashMs = 30 * 24 * 60 * 60 * 1000;
